"""The web chat: one page where questions are asked and the clause is read beside the answer."""
