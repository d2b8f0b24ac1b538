"""What shows a race: each view is given immutable values, emits signals, and knows nothing of the others."""
