"""Pictures: what stages and models found, drawn to look at."""
