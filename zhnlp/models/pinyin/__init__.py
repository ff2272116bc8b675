"""Pinyin: from words to the reading of each character, and back from marks to other styles."""
