"""Search: the documents of a collection that are most like a query."""
