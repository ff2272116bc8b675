"""N-gram models of words and of characters."""
