"""Keeping a copy of the record: what has changed since a moment, what is gone, and what a copy must come to."""
