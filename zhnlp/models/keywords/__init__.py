"""Keywords and summaries: how rare words are, and three ways to weigh the terms of a text."""
