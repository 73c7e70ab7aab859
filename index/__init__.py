"""Which clauses speak of this: passages, embeddings, vectors and lexical search.

    embedder = load_embedder()
    index = ContractIndex.open([contract], embedder)
    for hit in index.search("délai de notification d'une fuite", k=5): ...

Importing this package sets the libraries to make no network calls (see `environment`) and
loads none of them.
"""

from index import environment as environment
