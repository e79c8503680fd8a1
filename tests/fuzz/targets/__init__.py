"""One module for each room's parsers; every module here is loaded."""
