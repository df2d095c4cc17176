"""Measurements: one JSON line a run in history/, appended and never edited."""
