"""What a clause is called: in the contract's own words where it has some, else in its language."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from corpus.marks import Mark

_WORDS = {
    "fr": {"article": "Article", "chapter": "Chapitre", "annex": "Annexe",
           "preamble": "Préambule", "item": "point", "numbered": "point",
           "row": "ligne", "paragraph": "Paragraphe", "quotes": "« {} »",
           "signatures": "Signatures", "closing": "Formule finale", "cover": "Page de titre"},
    "nl": {"article": "Artikel", "chapter": "Hoofdstuk", "annex": "Bijlage",
           "preamble": "Aanhef", "item": "punt", "numbered": "lid",
           "row": "rij", "paragraph": "Paragraaf", "quotes": "“{}”",
           "signatures": "Handtekeningen", "closing": "Slotformule", "cover": "Titelblad"},
    "en": {"article": "Section", "chapter": "Chapter", "annex": "Annex",
           "preamble": "Preamble", "item": "point", "numbered": "point",
           "row": "row", "paragraph": "Paragraph", "quotes": "“{}”",
           "signatures": "Signatures", "closing": "Closing words", "cover": "Cover"},
}  # fmt: skip
_MENTIONS = re.compile(r"\b(articles?|artikel(?:en)?|clauses?|sections?)\s+\d", re.IGNORECASE)
_SINGULAR = {"artikelen": "Artikel", "articles": "Article", "clauses": "Clause",
             "sections": "Section", "art": "", "articl": "Article"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Labels:
    """Names nodes of one contract; `word` is what it calls its numbered divisions."""

    language: str
    word: str

    @classmethod
    def of(cls, text: str, language: str) -> Labels:
        """The words of `language`; an unnamed "4." is called what the text calls its clauses."""
        default = _WORDS[language]["article"]
        mentions = Counter(_singular(found[1], default) for found in _MENTIONS.finditer(text))
        allowed = ("Clause", "Section", "Article") if language == "en" else (default, "Clause")
        named = [word for word, _ in mentions.most_common() if word in allowed]
        return cls(language, named[0] if named else default)

    def label(self, mark: Mark, key: str, parent: str, parent_kind: str) -> str:
        """The label of a node whose own number is `key`, under the node labelled `parent`."""
        words = _WORDS[self.language]
        if mark.kind in ("preamble", "paragraph"):
            name = words.get(key, words[mark.kind])
            return f"{name} {key[1:]}" if key[1:].isdigit() else name
        if mark.kind == "annex":
            return f"{_singular(mark.word, words['annex'])} {mark.shown.upper()}".strip()
        if mark.kind in ("article", "chapter") and mark.link == "whole":
            return self._division(mark, key)
        if mark.kind == "clause" and mark.word and mark.key.startswith("part-"):
            return f"{parent}, {mark.word.lower()} {mark.shown}"
        if mark.kind in ("definition", "clause") and not mark.shown:
            quoted = words["quotes"].format(mark.heading)
            return f"{parent}, {quoted}" if parent else quoted
        if mark.link == "dot" and parent:
            return f"{parent}, § {mark.shown}" if mark.word == "§" else f"{parent}.{mark.shown}"
        if mark.kind in ("clause", "definition") and "annex" not in parent_kind:
            part, _, above = parent.rpartition(", ")
            own = part and above.rpartition(" ")[2] == key.rpartition(".")[0]
            return f"{part}, {self._of(parent)} {key}" if own else f"{self._of(parent)} {key}"
        if parent_kind.endswith("item") and mark.kind == "item":
            return f"{parent}, {key}"
        numbered = mark.shown.isdigit() and parent_kind in ("article", "clause")
        kind = "row" if mark.shown == "table" else "numbered" if numbered else "item"
        if "." in key:  # "Annexe 3, point 4.1", in point 4
            parent = parent.removesuffix(f", {words[kind]} {key.rpartition('.')[0]}")
        return f"{parent}, {words[kind]} {key}" if parent else f"{words[kind].capitalize()} {key}"

    def _division(self, mark: Mark, key: str) -> str:
        if not mark.shown:
            return _WORDS[self.language]["quotes"].format(mark.heading)
        own = re.fullmatch(r"[IVXLC]+(?:bis|ter|quater)?|[A-Z]|\d+\w*", mark.shown)
        shown = mark.shown if own else key.rpartition("-")[2]
        spaced = re.sub(r"(?<=[IVXLC])(?=bis|ter|quater)", " ", shown)
        default = _WORDS[self.language]["chapter"] if mark.kind == "chapter" else self.word
        return f"{_singular(mark.word, default)} {spaced}"

    def _of(self, parent: str) -> str:
        """The word of the article above, or the contract's usual one."""
        word = parent.rpartition(", ")[2].split(" ")[0]
        return word if word and (word.isalpha() or word == "§") else self.word


def _singular(word: str, default: str) -> str:
    low = word.lower().rstrip(".")
    return _SINGULAR.get(low, low.capitalize()) or default
