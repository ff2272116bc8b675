"""Models of parts of speech."""
