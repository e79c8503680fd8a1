"""Consultations that are over: their facts, listed, copied, exported and forgotten."""
