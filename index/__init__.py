"""Which clauses speak of this: passages, embeddings, vectors and lexical search."""
