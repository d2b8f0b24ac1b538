"""Experiment files and other texts from outside: read as data, checked, written atomically."""
