"""Review: the questions that a text raises, and what their answers change in a project.

context.py finds the word and the phrase around a correction, and document.py asks about the
corrections of a document until none is open. decided.py makes what was accepted. The command line
and other faces show the questions.
"""

from zhnlp.review.context import Cut, Stretches, stretches
from zhnlp.review.decided import OnlyDecided
from zhnlp.review.document import Document, Order, Question

__all__ = ["Cut", "Document", "OnlyDecided", "Order", "Question", "Stretches", "stretches"]
