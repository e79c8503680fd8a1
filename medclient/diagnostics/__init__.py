"""System test, system report, logging."""
