"""The system test's page and what leads through it."""
