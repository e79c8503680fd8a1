"""The media engine between transport and devices: what aiortc's own receiver and sender do not do well enough."""
