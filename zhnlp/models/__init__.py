"""Algorithms: they know strings and arrays, never a Doc."""
