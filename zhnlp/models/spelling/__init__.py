"""Models that correct spelling."""
