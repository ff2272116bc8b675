"""Shared by the linear-chain models of words, tags and entities."""
