"""Models of words: where they begin and end."""
