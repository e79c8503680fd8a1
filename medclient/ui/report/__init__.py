"""The system report: looked at, then saved."""
