"""Script: simplified and traditional characters, and which words Taiwan uses."""
