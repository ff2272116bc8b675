"""Models and rules of names, times and amounts."""
