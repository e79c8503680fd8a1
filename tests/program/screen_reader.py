"""A consultation by somebody who sees nothing and has no mouse: run by the system's Python, which has pyatspi.

    dbus-run-session -- /usr/bin/python3 tests/program/screen_reader.py PYTHON DATA_DIR

Starts a window manager (without one no window has the keyboard) and the program with the practice patient, goes from
the list through the call to the summary by what AT-SPI says and by keys, and prints each step. Ends with 0 if it came
to the end.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyatspi
from gi.repository import GLib

WAIT_S = 25.0
LOOK_AGAIN_MS = 200
MOST_TABS = 60
TAB, RETURN, SPACE = 0xFF09, 0xFF0D, 0x20
CONTROL = 37
"""The key code of the left Ctrl key."""


class Reader:
    """What a screen reader would read, and a keyboard."""

    def __init__(self) -> None:
        self._context = GLib.MainContext.default()
        GLib.timeout_add(LOOK_AGAIN_MS, lambda: True)
        for kind in ("object:state-changed", "object:children-changed", "object:property-change", "window:activate"):
            pyatspi.Registry.registerEventListener(lambda event: None, kind)

    def all(self) -> Iterator[pyatspi.Accessible]:
        """Everything that is shown, from the top of the window down."""
        for application in pyatspi.Registry.getDesktop(0):
            if application is not None and application.name == "medclient":
                yield from self._below(application)

    def _below(self, node: pyatspi.Accessible) -> Iterator[pyatspi.Accessible]:
        try:
            if not node.getState().contains(pyatspi.STATE_SHOWING):
                return
            yield node
            children = list(node)
        except (GLib.Error, LookupError, RuntimeError, ValueError):  # it went away while it was read
            return
        for child in children:
            if child is not None:
                yield from self._below(child)

    def find(self, words: str, *roles: str) -> "pyatspi.Accessible | None":
        for node in self.all():
            if (words in node.name or words in content(node)) and (not roles or node.getRoleName() in roles):
                return node
        return None

    def until(self, what: str, condition: "Callable[[], object]") -> None:
        """Look again whenever something has changed on the screen."""
        deadline = time.monotonic() + WAIT_S
        while not condition():
            if time.monotonic() > deadline:
                raise AssertionError(f"never came: {what}. Shown is:\n" + self.described())
            self._context.iteration(True)

    def reads(self, words: str, *roles: str) -> None:
        self.until(f"{words!r}", lambda: self.find(words, *roles))
        print("reads:", words, flush=True)

    def is_checked(self, words: str) -> bool:
        node = self.find(words, "check box")
        return node is not None and node.getState().contains(pyatspi.STATE_CHECKED)

    def focused_node(self) -> "pyatspi.Accessible | None":
        return next((node for node in self.all() if node.getState().contains(pyatspi.STATE_FOCUSED)), None)

    def focused(self) -> str:
        """The name of what has the keyboard."""
        node = self.focused_node()
        return str(node.name) if node else ""

    def tab_to(self, words: str) -> None:
        """Press Tab until what has the keyboard is called so."""
        for _ in range(MOST_TABS):
            before = self.focused()
            if words in before:
                print("at:", before, flush=True)
                return
            self.press(TAB)
            # Two controls in a row may have one name: then the wait ends by time, and Tab is pressed again.
            self._until_moved(before)
        raise AssertionError(f"Tab does not lead to {words!r}. Shown is:\n" + self.described())

    def _until_moved(self, before: str) -> None:
        deadline = time.monotonic() + 1.0
        while self.focused() == before and time.monotonic() < deadline:
            self._context.iteration(True)

    def press(self, key: int) -> None:
        pyatspi.Registry.generateKeyboardEvent(key, None, pyatspi.KEY_SYM)

    def press_with_control(self, letter: str) -> None:
        pyatspi.Registry.generateKeyboardEvent(CONTROL, None, pyatspi.KEY_PRESS)
        self.press(ord(letter))
        pyatspi.Registry.generateKeyboardEvent(CONTROL, None, pyatspi.KEY_RELEASE)

    def type(self, text: str) -> None:
        for letter in text:
            self.press(ord(letter))

    def described(self) -> str:
        return "\n".join(f"  {node.getRoleName()}: {node.name!r}" for node in self.all() if node.name)


def content(node: pyatspi.Accessible) -> str:
    """What stands in a text."""
    if node.getRoleName() != "text":
        return ""
    return str(node.queryText().getText(0, -1))


def consult(reader: Reader) -> None:
    """The story."""
    reader.reads("NÄCHSTER TERMIN")
    reader.reads("wartet")
    reader.until("the window has the keyboard", reader.focused_node)
    reader.tab_to("Videotermin mit Erika Beispiel starten")
    reader.press(RETURN)
    reader.reads("hört und sieht Sie")
    reader.tab_to("Kamera")
    reader.press(SPACE)
    reader.until("the camera is off", lambda: not reader.is_checked("Kamera"))
    reader.press(SPACE)
    reader.until("the camera is on", lambda: reader.is_checked("Kamera"))
    reader.press_with_control("t")
    reader.until("the chat has the keyboard", lambda: reader.focused() == "Nachricht")
    reader.type("guten morgen")
    reader.press(RETURN)
    reader.reads("guten morgen")
    reader.press_with_control("t")
    reader.tab_to("Auflegen")
    reader.press(SPACE)
    reader.reads("Gespräch beenden?")
    reader.tab_to("Beenden")
    reader.press(SPACE)
    reader.reads("Dauer")


def start_window_manager(folder: Path) -> "subprocess.Popen[bytes]":
    """It must be there before the window: it gives a new window the keyboard."""
    ready = folder / "window-manager-is-ready"
    os.mkfifo(ready)
    running = subprocess.Popen(["openbox", "--startup", f"sh -c 'echo >{ready}'"], stderr=subprocess.DEVNULL)
    ready.read_bytes()
    return running


def main(python: str, data_dir: str) -> None:
    environment = os.environ | {"QT_QPA_PLATFORM": "xcb", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
    program = [python, "-m", "medclient", "--demo", "--patient", "robot", "--language", "de", "--data-dir", data_dir]
    running = [
        start_window_manager(Path(data_dir)),
        subprocess.Popen(["/usr/libexec/at-spi-bus-launcher", "--launch-immediately"], stderr=subprocess.DEVNULL),
        subprocess.Popen(program, env=environment, stdout=subprocess.DEVNULL),
    ]
    try:
        consult(Reader())
    finally:
        for each in reversed(running):
            each.terminate()
            each.wait(20)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
