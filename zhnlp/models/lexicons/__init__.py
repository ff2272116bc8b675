"""Word lists: the user's and jieba's."""
