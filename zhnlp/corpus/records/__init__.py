"""Records: the documents of a corpus with all their fields, from files of many formats.

    find_inputs   the files that paths, folders and patterns name
    cut_pieces    a file in pieces, for workers
    read_piece    the records of a piece; what cannot be read is a Reject
    read_records  the records of files, one after the other, for a program

======= ============================================== =====================================
format  names of files                                 fields
======= ============================================== =====================================
text    .txt .text                                     path, line, text
jsonl   .jsonl .ndjson .json                           those of the object in each line
csv     .csv                                           those that the first row names
tsv     .tsv .tab                                      likewise, with tabs between
parquet .parquet .pq                                   the columns
arrow   .arrow .arrows .feather .ipc                   the columns
conllu  .conllu .conll                                 id, the comments, text
======= ============================================== =====================================

Files of lines may be compressed: .gz, .zst, .bz2, .xz. Their encoding is detected.
"""

from zhnlp.corpus.records.all_records import Records, read_records
from zhnlp.corpus.records.cutting import cut_pieces
from zhnlp.corpus.records.inputs import find_inputs
from zhnlp.corpus.records.reading import read_piece
from zhnlp.corpus.records.record import (
    Documents,
    Format,
    Input,
    Piece,
    Reading,
    Record,
    Reject,
)
from zhnlp.corpus.records.word_lists import WordLists

__all__ = [
    "Documents",
    "Format",
    "Input",
    "Piece",
    "Reading",
    "Record",
    "Records",
    "Reject",
    "WordLists",
    "cut_pieces",
    "find_inputs",
    "read_piece",
    "read_records",
]
