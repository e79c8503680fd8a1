"""Qt widgets: they show state and send commands; no sockets, no codecs."""
