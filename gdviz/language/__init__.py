"""The formula language: text to checked tree, and from the tree LaTeX, derivatives and code."""
