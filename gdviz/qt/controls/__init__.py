"""The controls: each shows a part of the session's setup and changes it; none knows of another or of a view."""
