"""The program among the others on the desktop: tray, start with the computer, its own links, places of windows."""
