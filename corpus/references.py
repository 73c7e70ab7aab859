"""Mentions of clauses: of this contract, or of a law.

"l'article 8", "articles 5, 6 et 7", "annexe 2" and "clause 5.2" point into the contract;
"article 4, alinéa 7 du RGPD" and "artikel 4 van de AVG" point out of it. A mention of a
clause that the contract does not have has no target.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container, Iterator, Sequence

from corpus.model import Clause, Reference
from corpus.numbering import value_of

_POINT = r"\([a-z0-9]{1,3}\)"
# "6:106", book and article of a code, is read whole lest its "6" be taken for a clause.
_NUMBER = (
    r"(?:\b(?:[LRDA](?:\.\s?)?|(?-i:[LRDA])\s)\d{1,4}(?:[-.]\d+)*|[IVX]{1,4}\.\d{1,3}|"
    r"\d{1,2}:\d{1,4}[a-z]{0,2}(?!\w)|"
    r"\d{1,4}(?:\.\d{1,3})*(?:\.[a-z](?!\w))?(?:er|bis|ter|quater)?(?!\w)(?:-[IVX]+\b)?"
    rf"(?:\s?{_POINT})*)"
)
_LONE = r"(?:[ivxIVX]{1,5}|[A-Za-z])(?![\w’'])"
_AND = (
    r"(?:\s*(?:,|;|/|-|–|\bet\b|\bou\b|\bà\b|\ben\b|\bof\b|\band\b|\bor\b|\bto\b|"
    r"\btot(?: en met)?\b|t/m)\s*)"
)
_AGAIN = r"(?:l['’]?article\s+|de l['’]?article\s+|article\s+|artikel\s+)?"
_SUB = (
    r"(?:,?\s*(?:\(?\b(?:alinéas?|al\.|paragraphes?|paragraph|par\.|lid|leden|points?|punt|lettres?|"
    r"item|onder|sub|sous)\s?|§+\s?)(?:\d{1,3}(?:er)?|[a-z])(?!\w)\)?)*"
)
_WORD = r"(?:articles?|art\.?|artikel(?:en|s)?|clauses?|sections?)(?![^\W\d])"
_MORE = rf"(?:{_AND}(?(sign)|{_AGAIN}){_NUMBER}|(?<=\)){_AND}{_POINT}(?!\s*{_WORD}))"
_MENTION = re.compile(
    rf"(?<!\w)(?:(?:{_WORD}|(?P<sign>§{{1,2}}))"
    rf"\s*(?:n[°º]\s?)?(?P<numbers>{_NUMBER}{_MORE}*)"
    r"|(?P<annex>annexes?|annex(?:es)?|bijlagen?|schedules?|appendix|appendices|appendice)(?!\w)"
    rf"\s*(?:n[°º]\s?)?(?P<annexes>(?:\d{{1,2}}(?!\w)|{_LONE})(?:{_AND}(?:\d{{1,2}}(?!\w)|{_LONE}))*)"
    r"|(?P<chapter>chapitres?|hoofdstuk(?:ken)?|chapters?|titre|titel)"
    rf"\s+(?P<chapters>\d{{1,2}}(?!\w)|[IVX]{{1,5}}(?!\w)))"
    rf"(?P<sub>{_SUB})",
    re.IGNORECASE,
)
_THE_ANNEX = re.compile(
    r"(?<!\w)(?:l['’]|de\s|the\s)(?:annexe|bijlage|annex|schedule|appendix|appendice)(?!\w)"
    rf"(?!\s*(?:n[°º]|\d|{_LONE}))(?P<sub>{_SUB})",
    re.IGNORECASE,
)
_ACTS = r"règlement|regulation|verordening|directive|richtlijn"
_LAWS = r"loi|wet|décret|arrêté|ordonnance|besluit|arrêté royal|koninklijk besluit|[Ll]aw|[Aa]ct"
_LAW = (
    r"(?P<law>(?:RGPD|GDPR|AVG|UAVG|Wbp|LIL|TFUE|BW|WER|WVV|CDE)\b"
    rf"|(?:{_ACTS})\b"
    r"(?:\s+général\w*|\s+\([A-Z]{2,3}\)|"
    r"\s+n[°º]|\s+\d+/\d+(?:/[A-Z]{2})?|\s+\d{4}/\d+|\s+européen\w*|"
    r"\s+sur la protection des données|\s+précité\w*)*"
    rf"|(?:{_LAWS})\b"
    r"(?:(?:\s+(?:du|van|of|n[°º]))?(?:\s+\d{1,2}(?:er)?\s+\w+\s+\d{4}|\s*\d[\d-]*))?"
    r"|code\b(?:\s+(?!qui|est|ne|sont)[\wà-ÿ’']+){1,5}?(?=[\s,.;:)]*(?:$|[,.;:)]|\ben\b|\bet\b|\bou\b|\best\b))"
    r"|code\s+(?:civil|pénal|judiciaire|des sociétés|du travail|de commerce|de droit économique)"
    r"|(?:burgerlijk|strafrechtelijk|gerechtelijk)?\s?wetboek\b(?:\s+van\s+[\wà-ÿ]+(?:\s+recht)?)?"
    r"|(?-i:(?:[A-Z]\w+\s(?:of\s|and\s|\([^()\n]{1,40}\)\s)*){1,4}A(?:ct|CT))\b(?:\s+\d{4})?)"
)
# Words that are only a law's where "of the" leads to them or a date or number follows.
_NOUN = re.compile(rf"{_ACTS}|{_LAWS}")
_OF_LAW = re.compile(
    r"(?:,?\s*(?:et suivants|e\.v\.|en volgende|et seq\.?),?)?[\s,]*\(?"
    r"(?P<intro>(?:du|de la|de l['’]|des|de cette|van de|van het|der|of the|of|in the)\s*)?"
    r"(?:(?:présente?|même|dite|susdite|genoemde|said)\s+)?" + _LAW,
    re.IGNORECASE,
)
_LAW_BEFORE = re.compile(r"\b(RGPD|GDPR|AVG|Code civil|BW)\s*[,:(]?\s*$", re.IGNORECASE)
_LAW_NAME = re.compile(r"\b(?:RGPD|GDPR|AVG|Code civil|Burgerlijk Wetboek)\b")
_ELSEWHERE = re.compile(
    r"[\s,]*(?:du|de la|de l['’]|van de|van het|of the|to the)\s*(?:"
    r"(?:contrat|convention|accord|agreement|overeenkomst)\s+(?:principale?|cadre|"
    r"de (?:collaboration|services?|travail|base))|contrat-cadre|hoofdovereenkomst|"
    r"raamovereenkomst|"
    r"(?:main|master|principal|framework|service) (?:services )?(?:agreement|contract))",
    re.IGNORECASE,
)
_OTHER_PAPER = re.compile(
    r"[\s,]*(?:du|de la|de l['’]|des|de son|van de|van het|of the|of its)\s*"
    r"(?!(?:présent|said|ladite?|dudit|même|dit|contrat|convention|accord|annexe|chapitre|titre|"
    r"partie|parties|section|article|conditions|agreement|contract|annex|schedule|chapter|terms|"
    r"overeenkomst|contract|bijlage|hoofdstuk|voorwaarden|onderhavige)\w*)[a-zà-ÿ]{4,}",
    re.IGNORECASE,
)
_ABOVE = re.compile(
    r"\s*(?:de l['’]|du|van|of|to)\s*(?P<word>annexe|bijlage|annex|schedule|appendix|chapitre|"
    r"hoofdstuk|chapter|titre|titel|title)\s+(?P<number>\w+)",
    re.IGNORECASE,
)
_ABOVE_KINDS = {
    "anne": "annex", "bijl": "annex", "sche": "annex", "appe": "annex", "chap": "chapter",
    "hoof": "chapter", "titr": "title", "tite": "title", "titl": "title",
}  # fmt: skip
_PART = re.compile(r"\(?(?:points?|punt|lettres?|item|onder|sub|sous|§+|lid|paragraphe?s?)\s?"
                   r"(\d{1,3}(?=(?:er)?(?!\w))|[a-z](?!\w))", re.IGNORECASE)  # fmt: skip
_OF = r"(?:de l['’]\s?|du\s+|de\s+|van\s+(?:(?:de|het)\s+)?|of\s+)"
_PART_OF = re.compile(
    r"(?<!\w)(?:points?|punt|lettre|item|onder|sub|§|lid|paragra(?:phe?|af)|par\.)\s?"
    r"\(?(?P<part>\d{1,3}(?:\.\d{1,3})*|[a-z])(?:er)?\)?,?\s+"
    rf"{_OF}$",
    re.IGNORECASE,
)
_PART_CHARS = 40
_THEN_OF = re.compile(rf"\s+{_OF}", re.IGNORECASE)
_AFTER_NUMBER = re.compile(r"[ .:)°–—-]*")


def references_in(
    text: str, clauses: Sequence[Clause], heads: Container[int] = ()
) -> tuple[Reference, ...]:
    """Every mention of a clause in `text`, in order.

    `heads` are the offsets where headings begin: "Article 8" there names itself.
    """
    ids = {clause.id for clause in clauses}
    around = _Around(text, clauses)
    found: list[Reference] = []
    for match in _MENTION.finditer(text):
        if match.start() in heads or _belongs_below(text, match):
            continue
        after = found[-1].end if found else 0
        found += _of_match(text, match, ids, around, after)
    if "annex" in ids:
        found = sorted([*found, *_of_the_annex(text, ids, around)], key=lambda one: one.start)
    return tuple(found)


def _of_the_annex(text: str, ids: Container[str], around: _Around) -> Iterator[Reference]:
    """The mentions of the only annex, which has no number ("l'annexe, point B")."""
    for match in _THE_ANNEX.finditer(text):
        target = _first(ids, ["annex"], _parts(match["sub"]))
        if not _OTHER_PAPER.match(text, match.end()) and not around.names(target, match.end()):
            yield Reference(match.start(), match.end(), target)


def _belongs_below(text: str, match: re.Match[str]) -> bool:
    """Whether this is the "§ 2" of "§ 2 de l'article 5": the mention that follows tells both."""
    of = _THEN_OF.match(text, match.end()) if match["sign"] else None
    return of is not None and _MENTION.match(text, of.end()) is not None


class _Around:
    """Where in the contract an offset stands, for mentions that say less than they mean."""

    def __init__(self, text: str, clauses: Sequence[Clause]) -> None:
        self._text = text
        self._tops = [
            clause for clause in clauses if clause.kind in ("article", "annex", "preamble")
        ]
        self._starts = [clause.start for clause in self._tops]
        self.annexes = {clause.id for clause in self._tops if clause.kind == "annex"}
        self._words: dict[str | None, int] = {clause.id: clause.start for clause in clauses}
        self._clauses = [clause for clause in clauses if clause.heading]
        self._heads = [clause.start for clause in self._clauses]
        self.signs = any(clause.label.startswith("§") for clause in self._tops)

    def names(self, target: str | None, end: int) -> bool:
        """Whether the words of `target` begin right after: "§ 2." before them is its number."""
        after = _AFTER_NUMBER.match(self._text, end)
        return target in self._words and after is not None and self._words[target] == after.end()

    def article(self, offset: int) -> str:
        place = bisect_right(self._starts, offset) - 1
        return self._tops[place].id if place >= 0 else ""

    def law(self, start: int, end: int) -> str | None:
        """The law named just before ("RGPD, art. 4"), or by the heading above "(Art. 15)"."""
        named = _LAW_BEFORE.search(self._text, max(start - 24, 0), start)
        if named:
            return named[1]
        if self._text[start - 1 : start] != "(" or self._text[end : end + 1] != ")":
            return None
        place = bisect_right(self._heads, start) - 1
        while place >= 0 and self._clauses[place].end < start:
            place -= 1
        named = _LAW_NAME.search(self._clauses[place].heading) if place >= 0 else None
        return named[0] if named else None


def _of_match(
    text: str, match: re.Match[str], ids: Container[str], around: _Around, after: int
) -> Iterator[Reference]:
    """One reference for each number of the mention; a law counts for all of them.

    "point 2 de l'" may stand before it, from `after` on.
    """
    end = match.end()
    law = _law_at(text, end)
    outside = bool(law or _ELSEWHERE.match(text, end) or _OTHER_PAPER.match(text, end))
    group = next(name for name in ("numbers", "annexes", "chapters") if match[name])
    whole_end = law.end() if law else end
    name = law["law"].strip() if law else around.law(match.start(), end)
    if name:
        yield Reference(match.start(), whole_end, None, name)
        return
    numbers = list(_each(match, group))
    above = _ABOVE.match(text, end)
    near = max(after, match.start() - _PART_CHARS)
    part = _PART_OF.search(text, near, match.start()) if len(numbers) == 1 else None
    for index, (start, stop, number) in enumerate(numbers):
        first = match.start() if index == 0 else start
        last = end if index == len(numbers) - 1 else stop
        sub = match["sub"] if index == len(numbers) - 1 else ""
        target = None if outside else _target(match, group, number, sub, ids, around, above)
        if part and target:
            inner = _first(ids, [target], [part["part"].lower()])
            first, target = (part.start(), inner) if inner != target else (first, target)
        if not around.names(target, last):
            yield Reference(first, last, target)


def _law_at(text: str, end: int) -> re.Match[str] | None:
    """The law named right after a mention; "act" alone is a verb there, "besluit" too."""
    law = _OF_LAW.match(text, end)
    return law if law and (law["intro"] or not _NOUN.fullmatch(law["law"].strip())) else None


def _each(match: re.Match[str], group: str) -> Iterator[tuple[int, int, str]]:
    """Each number of the mention with its span; "(4)" after "28(3)" is 28(4)."""
    numbers = group == "numbers"
    pattern = rf"{_NUMBER}|{_POINT}" if numbers else rf"\d{{1,2}}(?!\w)|(?<!\w){_LONE}"
    number = ""
    for found in re.finditer(pattern, match[group], re.IGNORECASE):
        offset = match.start(group)
        above = number.rpartition("(")[0] if found[0].startswith("(") else ""
        number = above + found[0]
        yield offset + found.start(), offset + found.end(), number


def _target(
    match: re.Match[str],
    group: str,
    number: str,
    sub: str,
    ids: Container[str],
    around: _Around,
    above: re.Match[str] | None,
) -> str | None:
    if group == "annexes":
        words = (match["annex"].lower().rstrip("ns"), "annex")
        named = [f"{word}-{form}" for word in words for form in _forms(number)]
        return _first(ids, named, _parts(sub))
    if group == "chapters":
        word = "title" if match["chapter"].lower().startswith("tit") else "chapter"
        return _first(ids, [f"{word}-{form}" for form in _forms(number)], [])
    here = around.article(match.start())
    forms = _article_forms(number)
    if match["sign"] and not around.signs:
        own = [f"{here}{joint}{form}" for form in forms for joint in "./"]
        return _first(ids, own, _parts(sub))
    if above is not None:
        kind = _ABOVE_KINDS[above["word"].lower()[:4]]
        forms = [f"{kind}-{form}/{own}" for form in _forms(above["number"]) for own in forms] + (
            forms if kind != "annex" else []
        )
        return _first(ids, forms, [])
    annexed = here in around.annexes
    place = here if annexed else here.rpartition("/")[0]
    local = [f"{place}/{form}" for form in forms] if place else []
    ordered = [*forms, *local] if annexed else [*local, *forms]
    return _first(ids, ordered, _parts(sub))


def _article_forms(number: str) -> list[str]:
    """ "10.2.a" and "10(2)" as the ids they may have, the most exact first."""
    plain = re.sub(r"\s|(?<=\.)0(?=\d)", "", number.lower())
    plain = re.sub(r"(?<=\d)er$", "", plain)
    pieces = [piece for piece in re.split(r"[().]+", plain) if piece]
    forms = []
    for cut in range(len(pieces), 0, -1):
        head, tail = ".".join(pieces[:cut]), pieces[cut:]
        forms.append("/".join([head, *tail]))
    return forms


def _forms(number: str) -> list[str]:
    value = value_of(number)
    return [number.lower(), *([str(value)] if value else [])]


def _parts(sub: str) -> list[str]:
    return [found[1].lower() for found in _PART.finditer(sub or "")]


def _first(ids: Container[str], forms: Sequence[str], parts: Sequence[str]) -> str | None:
    """The first of `forms` that exists, with its part ("point 2") where that exists too."""
    for form in forms:
        if form in ids:
            for joint in ("/", "."):
                if parts and f"{form}{joint}{parts[0]}" in ids:
                    return f"{form}{joint}{parts[0]}"
            return form
    return None
