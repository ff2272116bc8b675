"""How alike texts are: signatures, and groups of near duplicates. Its files are arrays only."""
