"""Models of spelling errors."""
