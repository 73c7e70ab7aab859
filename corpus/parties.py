"""Who signs: the parties and what the contract calls them.

Three habits are read: "X …, ci-après dénommée « le partenaire »", lines such as
"Sous-traitant : X", and a role alone in quotation marks ("et « le client »"). A blank
to fill in gives a party without a name; one that is called by two names is there twice.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest

from corpus.definitions import MEANING
from corpus.folding import fold
from corpus.lines import unquoted
from corpus.model import Party

_QUOTED = r"[«\"“„‘']\s*(?:\*\*)?(?P<role>[^«»\"“”„\n*]{2,60}?)(?:\*\*)?\s*(?:[»\"”]|[’'](?!\w))"
_ROLES = (
    r"(?:responsable (?:du|de) traitement|sous-traitant|prestataire|client|fournisseur|partenaire|"
    r"vendeur|acheteur|bailleur|locataire|preneur|employeur|travailleur|salari[ée]e?|éditeur|"
    r"controller|processor|data controller|data processor|customer|client|supplier|provider|seller|"
    r"buyer|landlord|tenant|lessor|lessee|employer|employee|licensor|licensee|service provider|"
    r"verwerkingsverantwoordelijke|verwerker|klant|leverancier|opdrachtgever|opdrachtnemer|"
    r"dienstverlener|verhuurder|huurder|verkoper|koper|werkgever|werknemer|licentiegever|licentienemer|"
    r"soci[ée]t[ée]|association|stagiaire|covered entity|business associate|company|shareholder)"
)
_LEGAL_FORM = re.compile(
    r"\b(?:S\.?A\.?S?\.?U?|S\.?R\.?L\.?|S\.?A\.?R\.?L\.?|S\.?P\.?R\.?L\.?|S\.?C(?:\.?R\.?L)?\.?|EURL|SELARL|SCOP|"
    r"A\.?S\.?B\.?L\.?|AISBL|B\.?V\.?B?\.?A?\.?|N\.?V\.?|C\.?V\.?(?:B\.?A\.?)?|V\.?O\.?F\.?|v\.?z\.?w\.?|"
    r"bv|nv|vzw|GmbH|UG|AG|Inc|LLC|Ltd|LIMITED|Limited|plc|LLP|Corp(?:oration)?|Fondation|Stichting|Commune|"
    r"Monsieur|Madame|M\.|Mme|Mr|Mrs|Ms|de heer|mevrouw)(?=\W|$)"
)
_NAMED = rf"(?:(?<!\best\s)(?<!\bsont\s)dénommée?s?|dénommée?s?(?=\W+(?:l[ea]\s|l['’])?{_ROLES}\b))"
_HEREAFTER = re.compile(
    rf"(?:ci-apr[eè]s|ci apr[eè]s|{_NAMED}|"
    r"(?<=\()(?:désignée?|appelée?|nommée?|aangeduid|genoemd|called)\b|"
    r"hierna|verder|hereinafter|hereafter|below|referred to as|the)"
    r"[^«\"“„.;()\n]{0,50}[\s(:]*" + _QUOTED,
    re.IGNORECASE,
)
_UNQUOTED = re.compile(
    r"(?:\b(?:ci-apr[eè]s|hierna|verder|hereinafter|hereafter|henceforth)\b[^«\"“„.;()\n]{0,50}?[\s*_]"
    rf"(?:l[ea]\s|l['’]|de\s|het\s|the\s)?|\((?-i:(?=[A-ZÀ-Ý])))[*_]*(?P<role>{_ROLES})[*_]*(?=\W*(?:[,;.)–-]|$))",
    re.IGNORECASE | re.MULTILINE,
)
_BRACKETED = re.compile(r"\(\s*(?:the|le|la|l['’]|de|het)?\s*" + _QUOTED + r"\s*\)", re.IGNORECASE)
_OR = re.compile(r"\s*(?:ou|of|or)\s+(?:l[ea]\s|l['’]|de\s|het\s|the\s)?" + _QUOTED, re.IGNORECASE)
_NAMELESS = re.compile(
    rf"\b(?:entre|tussen|between)\s+(?:l[ea]|de|het|the)\s+(?P<role>(?-i:(?=[A-ZÀ-Ý])){_ROLES})"
    r"(?=,|\s+(?:et|en|and)\b)",
    re.IGNORECASE,
)
_COMPANY = re.compile(
    r"\b(?:la société|de (?:besloten |naamloze )?vennootschap|the company)\s+"
    r"(?P<name>(?-i:[A-ZÀ-Ý])[^,;()\n]{1,60})(?=,)",
    re.IGNORECASE,
)
_OTHER_SIDE = re.compile(
    r"(?:^|\n)\W*(?:et|en|and)\s*[:\n]\s*(?:\d[.)]\s*)?"
    r"(?:l[ea]\s|l['’]|les\s|toute?\s|de\s|het\s|elke\s|the\s|any\s|each\s)[^\n]*\n?[^\n]*$",
    re.IGNORECASE,
)
"""The other side without a name: "EN / de sportclub van het formulier, hierna “de Club”"."""
_ALONE = re.compile(r"(?:^|\n|\b(?:et|en|and|entre|tussen|between)\s*:?\s+)" + _QUOTED)
_KEYED = re.compile(
    rf"^[\s>•*-]*(?:\d\)\s*)?(?:\*\*)?(?:(?:pour\s+)?(?:le|la|l['’]|de|het|the)\s*)?(?P<role>{_ROLES})"
    r"(?:\*\*)?\s*:\s*(?:\*\*)?(?P<name>[^\n]{0,160})$",
    re.IGNORECASE | re.MULTILINE,
)
_NO_PARTY = re.compile(
    r"\b(?:\w+overeenkomst|part(?:ies|ijen|ij|y)|contrat|convention|accord|agreement|overeenkomst|contract|services?|"
    r"diensten|plateforme|platform|\w*gegevens|rgpd|gdpr|avg|dpa|cgu|cgv|loi|wet|reglement|donnees|gegevens|data|"
    r"annexes?|bijlagen?|personnes? concernees?|betrokkenen?|mission|logiciel|software|produits?|"
    r"dates?|\w*datum|site|solution|conditions|voorwaarden|terms)\b"
)
_NO_NAME = re.compile(
    r"^(?:(?:article|artikel|annexe?|bijlage|version|versie|date|datum|document|pr[ée]ambule|preambel|"
    r"preamble|section|afdeling|sectie|clauses?|consid[ée]rant|overwegende?|if|when|where|si|lorsque|"
    r"indien|wanneer|\w*overeenkomst|contrat|convention|accord|agreement|d[ée]finitions?|objet|"
    r"whereas|recitals?|table|licensed|terms?|conditions?|software|website|services?|products?|using|"
    r"ces|these|droits|fermer|nos|our|onze|about|gdpr)\b|"
    r"(?:th(?:is|e)|(?:l[ea]\s)?présente?|cet?(?:te)?|deze|dit)\s(?:\w+\s){0,3}?(?:agreement|contract|"
    r"addendum|deed|lease|contrat|convention|accord|acte|bail|overeenkomst|akte)\b)",
    re.IGNORECASE,
)
_CAPITALISED = re.compile(
    r"((?:[A-ZÀ-Ý][\w.'’&-]*)(?:\s+(?:de|du|des|van|der|den|et|&|and|[A-ZÀ-Ý][\w.'’&-]*))*)\s*[(,]*\s*$"
)
_WITHIN = re.compile(r"\b(?:dans|sur|in|op|on)\s+(?:(?:l[ea]|de|het|the)\s|l['’])?$", re.IGNORECASE)
_CLOSE = re.compile(r"(?:\*\*([^*\n]+)\*\*|\{\{[^}\n]*\}\}\**|\[[^\]\n]*\]\**)\s*\(?$")
_BLANK = re.compile(r"^\W*$|\{\{|\[[^\]]*\]|\.{3,}|…|_{3,}")
_FILLED = re.compile(
    r"^[\s•*-]*(?:raison sociale|nom|name|naam|dénomination|handelsnaam|bedrijfsnaam|company name)"
    r"[^:\n]{0,40}:\s*(?P<name>[^\n]+)$",
    re.IGNORECASE | re.MULTILINE,
)
_BETWEEN = re.compile(
    r"\b(?:entre|tussen|between)(?:\s+(?:les soussign\S*|ondergetekenden?|de ondergetekenden?|"
    r"les parties suivantes|the undersigned))?\s*(?::\s*|$|(?-i:(?=[A-ZÀ-Ý])))"
    r"|^\W*(?:(?:les|de|the)\s+)?(?:parties|partijen)\s*:?[^\S\n]*$",
    re.IGNORECASE | re.MULTILINE,
)
_NAME_END = re.compile(
    r"\s*(?:,|;|\(|\n|\s[–—-]\s|(?-i:\best\b)|\bdont\b|\bayant\b|\bétabli|\bsis\b|\bsise\b|\breprésenté|\binscrit|"
    r"\bsociété\b|\bune société\b|\bdomicili|\bmet (?:maatschappelijke )?zetel\b|\bgevestigd\b|"
    r"\bingeschreven\b|\bvertegenwoordigd\b|\bhierna\b|\bci-après\b|\bwhose\b|\ba company\b|"
    r"\bwith (?:its )?registered\b|\bhaving\b|\bregistered\b|\bhereinafter\b|\bincorporated\b)",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^[\s•*>:,.;()»”\"-]*(?:\d+[.)]\s*|\([a-z0-9]\)\s*)?(?:(?:et|en|and|entre|tussen|"
    r"between|d['’]une part|d['’]autre part|enerzijds|anderzijds|"
    r"on the one hand|on the other hand)\b[\s:,]*)*"
    r"(?:(?:(?:les|de|the)\s+)?(?:parties|partijen|soussign\S*|ondergeteken\w+|undersigned)"
    r"\s*(?::|$)\s*(?:\d+[.)]\s*)?)?"
    r"(?:(?:la|le|de|het|the)\s+|l['’](?=(?:asbl|aisbl|eurl|association|entreprise)\b))?"
    r"(?:(?:(?:besloten\s|naamloze\s)?vennootschap|société|sociedad|company|vereniging|association)"
    r"\s+(?-i:[a-zà-ÿ][\w'’-]*\s+)*)?[«“]?\s*",
    re.IGNORECASE,
)


def parties_in(opening: str, *, sentences_only: bool = False) -> tuple[Party, ...]:
    """The parties named in a contract's opening words, in order, each role once.

    With `sentences_only`, lines such as "Client : …" don't count: below the preamble they
    are as often definitions.
    """
    found = _in_sentences(opening, (_HEREAFTER, _BRACKETED))
    if not (found or sentences_only):
        found = _in_sentences(opening, (_UNQUOTED,))
    if len({party.name for _, party in found}) == 1 and found[0][1].name:
        alone = _NAMELESS.finditer(opening)  # "entre le Client et …", whoever that is
        found += [(one.start("role"), Party("", one["role"])) for one in alone]
    if sentences_only:
        return _once([party for _, party in sorted(found, key=lambda pair: pair[0])])
    for match in _ALONE.finditer(opening):
        role = _role(match["role"])
        if role and _is_known(role):
            found.append((match.start("role"), Party("", role)))
    keyed = list(_KEYED.finditer(opening))
    for match, after in zip_longest(keyed, (m.start() for m in keyed[1:])):
        if any(match.start() <= place < match.end() for place, _ in found):
            continue
        said = match["name"].strip("* ")
        below = _FILLED.search(opening, match.end(), after or len(opening))
        filled = _FILLED.match(said) or (None if said else below)
        name = _given(filled["name"] if filled else said)
        found.append((match.start(), Party(name, unquoted(match["role"]))))
    return _once([party for _, party in sorted(found, key=lambda pair: pair[0])])


def parties_defined(terms: Sequence[tuple[str, str]]) -> tuple[Party, ...]:
    """The parties among defined terms, given with the words that define them; none unless one has
    a name ("« Prestataire » : Orme SRL, à Huy"): what a law calls so is no party."""
    found = [Party(_defined_name(role, words), role) for role, words in terms if _is_known(role)]
    return _once(found) if any(party.name for party in found) else ()


def _defined_name(role: str, words: str) -> str:
    sign = rf"\W*{re.escape(role)}[\W_]*(?:{MEANING.pattern}[\W_]*)?"
    line = re.sub(sign, "", words, count=1, flags=re.IGNORECASE).split("\n")[0]
    whole = _first_name(line)
    name = re.split(r"\s(?:une?|een|an?)\s", whole)[0]
    return name if _LEGAL_FORM.search(whole) and _reads_as_name(name) else ""


def _in_sentences(opening: str, patterns: Sequence[re.Pattern[str]]) -> list[tuple[int, Party]]:
    """The parties that sentences call by one of these patterns, with the place of their role."""
    by_role = {
        match.start("role"): match
        for pattern in reversed(patterns)
        for match in pattern.finditer(opening)
        if _role(match["role"])
    }
    named = [match for _, match in sorted(by_role.items())]
    ends = [0, *(match.end() for match in named)]
    nexts = [*(match.start() for match in named[1:]), len(opening)]
    found: list[tuple[int, Party]] = []
    for match, last, after in zip(named, ends, nexts, strict=False):
        name = _name_before(opening[last : match.start()], opening[match.end() : after])
        blank = _BLANK.search(opening[max(match.start() - 60, last) : match.start()])
        role = _role(match["role"])
        part = _CLOSE.search(opening, last, match.start())
        named_so = part is not None and _is_known(part[1] or "")
        nameless = blank or _OTHER_SIDE.search(opening[last : match.start()])
        if _is_known(role) or named_so or (nameless and not name) or _are_party(name, role):
            found.append((match.start("role"), Party(name, role)))
            other = None if _is_known(role) else _OR.match(opening, match.end())
            if other and _is_known(_role(other["role"])):
                found.append((other.start("role"), Party(name, _role(other["role"]))))
    return found


def _role(quoted: str) -> str:
    role = " ".join(quoted.split()).strip(" ,.:")
    if ". " in role:
        return ""
    named = re.fullmatch(r"[^\W\d_](?:[^\W_]|[’' &.()-])*", role)
    return "" if _NO_PARTY.search(fold(role)) or not named else role


def _is_known(role: str) -> bool:
    """Whether these words are the usual name of a party's part."""
    return bool(re.fullmatch(rf"(?:(?:le|la|de|het|the)\s+|l['’])?{_ROLES}", role.strip(), re.I))


def _are_party(name: str, role: str) -> bool:
    """Whether a name and words that are no usual part in a contract are a party's all the same.

    They are where the one shortens the other, or where the part is one word, or has its article,
    and the name a legal form, a title, or two capitals.
    """
    words, initials = fold(name).split(), "".join(word[0] for word in name.split())
    if not name or fold(role) in fold(name) or fold(role) == fold(initials):
        return bool(name)
    article = re.match(r"(?:l[ea]\s|l['’]|de\s|het\s|the\s)", role, re.IGNORECASE)
    if not article and len(role.split()) > 1:
        return False
    if _LEGAL_FORM.search(name):
        return True
    capitals = sum(word[0].isupper() for word in name.split())
    return len(words) > 1 and capitals > 1 and bool(article or (role.isupper() and len(role) > 3))


def _given(words: str) -> str:
    return "" if _BLANK.search(words) else unquoted(re.split(r"\s*[(,;]", words)[0])


def _name_before(words: str, after: str) -> str:
    """The name at the head of the words that lead to a role, or on a line of its own near it."""
    filled = list(_FILLED.finditer(words))
    if filled:
        return _given(filled[-1]["name"])
    close = _CLOSE.search(words)
    name = _given(close[1] or "") if close else _first_name(words) or _last_name(words)
    if not _reads_as_name(name):
        # A long apposition may part the name from its role.
        name = next((one["name"] for one in reversed([*_COMPANY.finditer(words)])), "")
    if not _reads_as_name(name):
        return ""
    if _is_known(name):
        below = _FILLED.search(after)
        return _given(below["name"]) if below else ""
    return _whole(name, words)


def _whole(name: str, words: str) -> str:
    """The name with its legal form behind a comma, and the last point of its initials."""
    name = re.sub(
        rf"^(?:[IVX]{{1,4}}\.\s+|{_ROLES}\s*:\s*|raison sociale\s*:\s*)", "", name, flags=re.I
    )
    form = re.search(
        rf"{re.escape(name)},?\s+(?:Inc|LLC|Ltd|L\.?L\.?C|Corp)\b\.?", words, re.IGNORECASE
    )
    name = form[0] if form else name
    return (
        f"{name}."
        if re.search(r"\.[A-Z]$|\b(?:Inc|Ltd|Corp)$", name) and f"{name}." in words
        else name
    )


def _reads_as_name(name: str) -> bool:
    """Whether most of these words are capitalised: a company or a person, not a sentence."""
    words = [word for word in name.split() if len(word) > 3]
    if re.search(r"[\"“”«»]|\w{3}\.\s|[’']$", name) or len(name) < 2:
        return False
    return sum(not word[0].islower() for word in words) * 2 >= len(words)


def _last_name(words: str) -> str:
    """Capitalised words right before the role: "à Madame Inès Roux (ci-après …"."""
    found = _CAPITALISED.search(words)
    if found is None or _NO_NAME.match(found[1]) or _WITHIN.search(words, 0, found.start()):
        return ""
    return unquoted(found[1])


def _first_name(words: str) -> str:
    cut = list(_BETWEEN.finditer(words))
    for line in words[cut[-1].end() if cut else 0 :].split("\n"):
        lead = _LEAD.match(line)
        rest = line[lead.end() :] if lead else line
        ending = _NAME_END.search(rest)
        name = unquoted(rest[: ending.start()] if ending else rest).strip(" «»“”")
        if name and name[0].isupper() and len(name.split()) <= 10 and not _NO_NAME.match(name):
            return "" if _BLANK.search(rest[: ending.start()] if ending else rest) else name
    return ""


def _once(parties: list[Party]) -> tuple[Party, ...]:
    """Each role once (with or without its article), the mention kept that has a name."""
    kept: dict[str, Party] = {}
    for party in parties:
        key = re.sub(r"^(?:le|la|l'|de|het|the)\s*", "", fold(party.role))
        if key not in kept or (party.name and not kept[key].name):
            kept[key] = party
    return tuple(kept.values())[:6]
