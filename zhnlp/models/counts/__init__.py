"""Counts of n-grams of words and characters: bags of words, one-hot, TF-IDF, hashing."""
