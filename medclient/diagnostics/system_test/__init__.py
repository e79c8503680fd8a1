"""The system test: thin probes that measure, judgements without I/O that make verdicts of what was measured."""
