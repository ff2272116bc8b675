"""Labels of texts by linear models: n-grams of characters or words, or vectors."""
