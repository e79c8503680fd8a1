"""Devices, capture, playout, audio processing and frames; no network, no widgets."""
