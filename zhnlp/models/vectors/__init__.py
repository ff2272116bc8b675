"""Word vectors: train, keep, ask and exchange them."""
