"""Models that tag words with parts of speech."""
