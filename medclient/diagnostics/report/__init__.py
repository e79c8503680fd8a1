"""The system report: what a supporter needs to find a fault, and nothing of whom it was with."""
