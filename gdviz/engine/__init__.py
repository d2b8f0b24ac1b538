"""Specs in, chunks and verdicts out: the race without a window and without files."""
