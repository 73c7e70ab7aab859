"""An encoder as LangChain's `Embeddings`."""

from __future__ import annotations

from langchain_core.embeddings import Embeddings

from index.embedding import Encoder


class LangChainEmbeddings(Embeddings):
    """An encoder where LangChain wants its own kind; queries and documents told apart."""

    def __init__(self, encoder: Encoder) -> None:
        self.encoder = encoder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        rows: list[list[float]] = self.encoder.encode_passages(texts).tolist()
        return rows

    def embed_query(self, text: str) -> list[float]:
        row: list[float] = self.encoder.encode_queries([text])[0].tolist()
        return row
