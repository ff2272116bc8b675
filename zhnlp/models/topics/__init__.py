"""Topics of documents: latent Dirichlet allocation and latent semantic analysis."""
