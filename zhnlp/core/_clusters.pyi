from collections.abc import Iterable

def word_clusters(blocks: Iterable[str], *, min_count: int) -> dict[str, int]:
    """The clusters of every form of a word that is seen at least `min_count` times.

    Words of one cluster stand beside the same words (see word_clusters.hpp).

    Args:
        blocks: Text cut into words, with blanks between them, in whole lines.
        min_count: Rarer words have no cluster.

    Returns:
        Forms (see `form_of`), the most frequent first, with two numbers of clusters below
        1,024 in one, nested * 1024 + flat. nested // 4 is the number of a cluster of four
        nested ones, nested // 16 of sixteen.
    """
