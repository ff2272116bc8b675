"""New words: strings of a corpus that behave like words, and that no list has."""
