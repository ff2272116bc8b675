"""Lists of words: the user's and jieba's."""
