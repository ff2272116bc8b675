"""One task a file: Docs to model input and back."""
