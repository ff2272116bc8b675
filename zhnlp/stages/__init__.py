"""Stages, one task per file: they turn Docs into model input, and answers into layers."""
