"""Models that cut texts into words."""
