"""Mentions: the clauses that a question names ("article 6.3", "annexe 1", "définition de …")."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz

from assistant.lexicon import read_data
from corpus.definitions import terms_of
from corpus.folding import Folded, fold
from corpus.model import Clause, Contract

_NUMBER = r"(?P<number>\d{1,3}(?:\.\d{1,3})*(?!\.?\d)(?:[.-]?[a-z]\b)?|premier|1er)"
_ARTICLE = re.compile(
    r"\b(?:articles?|artikels?|artikelen|art|clauses?|clausules?|sections?|paragraphes?|paragraaf|"
    rf"paragraph)\.?\s*(?:n[o°]\s*)?{_NUMBER}"
)
_SIGN = re.compile(rf"§\s*{_NUMBER}")
_ANNEX = re.compile(
    r"\b(?:annexes?|bijlagen?|annex|appendix|schedule|appendice)(?![a-z])\s*(?:n[o°]\s*)?"
    r"(?P<number>\d{1,2}(?!\d)|[ivx]{1,4}\b|[a-h]\b)"
)
# What may stand after a letter, as typed: the end of what is said, or what makes a word of it.
_END = re.compile(r"[^\S\n]*(?:$|\n|[?!.,;:)\]»”\"…]+(?:\s|$))")
_WORD = re.compile(r"['’]|[-‑](?=[^\W\d])")
# "A schedule I signed", "annexes I must sign": who speaks, not a number.
_ONE_OF = re.compile(r"\b(?:an?|any|the|some|no|each|every|this|that|which|what|your|our|my) +$")
_SPEAKING = re.compile(r" +(?:can|could|may|might|must|shall|should|will|would)\b")
_ITEM = re.compile(
    r"\b(?:points?|punt|alinea|items?|lid|ligne|rij|row)\s*(?:n[o°]\s*)?(?P<item>\d{1,2})\s*"
    r"(?:de|du|d'|van|of|in)?\s*(?:l'|la |het |the )?(?="
    r"(?:article|artikel|art|clause|clausule|section|annexe|bijlage|annex|schedule)\b)"
)
_ITEM_AFTER = re.compile(
    r"\s*,?\s*(?:points?|punt|alinea|items?|lid|ligne|rij|row)\s*(?:n[o°]\s*)?"
    r"(?P<item>\d{1,2}|[a-z])\b"
)
_THE_ANNEX = re.compile(r"(?:^\W*|\bl'|\bthe |\bde )(?P<number>)(?:annexe?|bijlage)\b(?!\s*\d)")
_BARE = re.compile(r"^\W*(?P<number>\d{1,2}\.\d{1,2}(?:\.\d{1,2})?)\W*$")
_DOTTED = re.compile(r"(?<![\w.,])(?P<number>\d{1,2}\.\d{1,2}(?:\.\d{1,2})?)(?![\w.,]*\w)")
_PREAMBLE = re.compile(r"\b(?:preambule|aanhef|considerans|preamble|recitals?)\b")
_DEFINITION = re.compile(
    r"(?:\bdefini(?:tion|tie|s|ssez|ssent|e|t|r)?\b|\bdefine[ds]?\b|\bdefinieert\b|\bgedefinieerd\b|"
    r"\bque (?:signifie|veut dire|recouvre)|\bqu'?est[- ]ce qu|\bc'?est quoi|\bsens d|\bsignifie\b|"
    r"\bwat (?:is|zijn|betekent|verstaat|wordt)|\bbetekenis\b|\bbetekent\b|"
    r"\bwhat (?:is|are|does|do)\b|\bmeaning\b|\bmeans?\b|\bmeant\b|\bentend(?:ez|-on|on|ent)?\b|"
    r"\bconsidere(?:e|s)? comme|\bdefinitie\b)"
)
_LAW = (
    r"(?:rgpd|gdpr|avg|loi|code|reglement|directive|wet|wetboek|verordening|richtlijn|law|act|"
    r"regulation)\b"
)
_OTHER_LAW = re.compile(rf"\b(?:du|de la|des|de l'|van de|van het|of the|of)\s*{_LAW}")
_LAW_BEFORE = re.compile(rf"\b{_LAW}(?: \d[\d/]*)?\W{{0,3}}$")
CLOSE_TERM = 82
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8"}


@dataclass(frozen=True, slots=True)
class Mention:
    """A clause that a question names; `clause` is None where the contract has no such clause."""

    name: str
    clause: str | None
    alone: bool


def names_annex(mention: str) -> bool:
    """Whether a mention, as it was written, names an annex."""
    return _ANNEX.search(fold(mention)) is not None


def mentions(question: str, contract: Contract) -> tuple[Mention, ...]:
    """The clauses of `contract` that the question names by number, in order.

    `alone` tells that the question asks for the clause itself and nothing else in it.
    """
    asked = Folded.of(question)
    folded = asked.text
    named = [
        (match, prefix)
        for pattern, prefix in ((_ARTICLE, ""), (_ANNEX, "annex-"), (_BARE, ""))
        for match in pattern.finditer(folded)
        if _is_name(match, asked, question)
    ]
    if not named:
        named = [
            (match, "")
            for match in _DOTTED.finditer(folded)
            if match["number"] in contract.by_id
            and _only_asks_for_text(f"{folded[: match.start()]} {folded[match.end() :]}")
        ]
    if not named and "annex" in contract.by_id:
        named = [(match, "annex") for match in _THE_ANNEX.finditer(folded)]
    # Beside an article, "§ 2" is a part of it.
    found = [
        _mention(match, prefix, folded, contract)
        for match, prefix in named or [(match, "") for match in _SIGN.finditer(folded)]
        if not _OTHER_LAW.match(folded[match.end() :].lstrip(" ,"))
    ]
    # "GDPR art. 83", unless the contract has such an article: it may have the law's name.
    of_laws = {match[0] for match, _ in named if _LAW_BEFORE.search(folded[: match.start()])}
    found = [one for one in found if one.clause is not None or one.name not in of_laws]
    preamble = _PREAMBLE.search(folded)
    if preamble and "preamble" in contract.by_id:
        found.append(Mention(preamble[0], "preamble", True))
    return tuple(found)


def _is_name(match: re.Match[str], asked: Folded, question: str) -> bool:
    """Whether what was matched is a number, or a letter and no word ("l'annexe a été signée").

    A small letter may be a word unless it ends what is said, and so may each of a question that
    is all in capitals.
    """
    if len(match["number"]) > 1 or match["number"].isdigit():
        return True
    start, end = asked.span(*match.span("number"))
    letter, rest = question[start:end], question[end:]
    if not letter.isascii() or _WORD.match(rest):
        return False
    if _END.match(rest):
        return True
    return letter.isupper() and not question.isupper() and not _is_speaker(match)


def _is_speaker(match: re.Match[str]) -> bool:
    """Whether the letter is the English "I"."""
    if match["number"] != "i":
        return False
    said, after = match.string[: match.start()], match.string[match.end() :]
    return bool(_ONE_OF.search(said) or _SPEAKING.match(after))


def _mention(match: re.Match[str], prefix: str, folded: str, contract: Contract) -> Mention:
    opening = match.start()
    number = match["number"].rstrip(".")
    number = {"premier": "1", "1er": "1"}.get(number, number)
    if prefix:
        number = _ROMAN.get(number, number)
    item = _ITEM.search(folded)
    if item and item.end() == opening:
        number, opening = f"{number}.{item['item']}", item.start()
    clause, closing = _resolve(prefix + number, contract), match.end()
    while after := _ITEM_AFTER.match(folded, closing):
        if f"{clause}/{after['item']}" not in contract.by_id:
            break
        clause, closing = f"{clause}/{after['item']}", after.end()
    rest = folded[:opening] + " " + folded[closing:]
    return Mention(match[0].strip(), clause, _only_asks_for_text(rest))


def _resolve(number: str, contract: Contract) -> str | None:
    known = contract.by_id
    if number in known:
        return number
    item = re.fullmatch(r"(.+?)[.-](\w+)", number)
    if item and f"{item[1]}/{item[2]}" in known:
        return f"{item[1]}/{item[2]}"
    return None


@cache
def request_words() -> frozenset[str]:
    """Words that only ask for a text or an explanation and say nothing of its matter, folded."""
    table: dict[str, list[str]] = read_data("request_words.yaml")
    return frozenset(word for words in table.values() for word in words)


def _only_asks_for_text(rest: str) -> bool:
    return all(word in request_words() for word in re.findall(r"[a-z']+", rest.replace("'", " ")))


def definition_asked(question: str, contract: Contract) -> Clause | None:
    """The definition that the question asks for, where it names the defined term.

    Spelling may be slightly off; the longest term that fits wins.
    """
    folded = fold(question)
    if not _DEFINITION.search(folded):
        return None
    asked = re.findall(r"\w[\w-]*", _DEFINITION.sub(" ", folded))
    best: tuple[float, int, Clause] | None = None
    for clause in contract.clauses:
        if clause.kind != "definition" or not clause.heading:
            continue
        for name in dict.fromkeys((clause.heading, *terms_of(contract.words(clause)))):
            term = re.findall(r"[\w-]+", fold(name))
            subject = [word for word in asked if word in term or word not in request_words()]
            score = fuzz.ratio(" ".join(subject), " ".join(term))
            if score >= CLOSE_TERM and (best is None or (score, len(term)) > best[:2]):
                best = (score, len(term), clause)
    return best[2] if best else None
