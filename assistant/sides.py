"""Sides: what a contract calls the two sides, and how an answer names them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from assistant.lexicon import Role, roles
from corpus.folding import fold
from corpus.model import Contract

_DEFINITE = r"(?:(?:l[ea]|d[eu]|het|aux?|the)\s+|l['’])"
# By how much a side that has a name is called by it rather than by another.
_RARER = 4
_ARTICLES = {
    "fr": (("le ", "du ", "au "), ("la ", "de la ", "à la "), ("l'", "de l'", "à l'")),
    "nl": (("de ", "van de ", "aan de "), ("het ", "van het ", "aan het ")),
    "en": (("the ", "of the ", "to the "),),
}
"""The articles of each language, alone, with "of" and with "to"."""
_FORMS = {"": 0, "of_": 1, "to_": 2}


def role_name(contract: Contract, placeholder: str, language: str) -> str:
    """What an answer calls a side: "processor", "of_processor", "to_controller"…"""
    for prefix in ("of_", "to_", ""):
        if placeholder.startswith(prefix):
            side = placeholder.removeprefix(prefix)
            return role_of(contract, side).forms[language][_FORMS[prefix]]
    raise KeyError(placeholder)


def role_of(contract: Contract, side: str) -> Role:
    """The role of that side ("processor" or "controller"): as the parties are called, or else by
    which the contract speaks most of it; the general one where both parties have other names, which
    it speaks of far more."""
    called = frozenset(fold(party.role) for party in contract.parties if party.role)
    found = _role_in(contract.text, called, side)
    own = _own_name(contract, side)
    if own is None:
        return found
    general = next(role for role in roles()[side] if role.general)
    return replace(general, forms={**general.forms, contract.language: own})


def _own_name(contract: Contract, side: str) -> tuple[str, str, str] | None:
    """What the contract calls the side, with "of" and with "to", where that is no usual name, has
    an article ("la Résidence"), and the other party is called by the usual name of the other side.
    """
    names = {party.role for party in contract.parties if party.role}
    usual = {
        name: {one for one, known in roles().items() if _is_called(name, known)} for name in names
    }
    own = [name for name, sides in usual.items() if not sides]
    others = [name for name, sides in usual.items() if sides and side not in sides]
    if len(own) != 1 or not others or len(own) + len(others) < len(names):
        return None
    return _forms(own[0], contract.language)


def _forms(name: str, language: str) -> tuple[str, str, str] | None:
    """The name after its article plain, with "of" and with "to"; None where it has no article."""
    for article, of, to in _ARTICLES.get(language, ()):
        if fold(name).replace("’", "'").startswith(article):
            rest = name[len(article) :]
            return f"{article}{rest}", f"{of}{rest}", f"{to}{rest}"
    return None


def _is_called(name: str, known: Iterable[Role]) -> bool:
    return any(_ends_in(fold(name), role.words) for role in known)


@lru_cache(maxsize=256)
def _role_in(text: str, called: frozenset[str], side: str) -> Role:
    folded, known = fold(text), roles()[side]

    def count(names: Iterable[str], before: str = "", plural: str = "s?") -> int:
        joined = "|".join(map(re.escape, names))
        return len(re.findall(rf"\b{before}(?:{joined}){plural}\b", folded))

    def spoken_of(role: Role) -> tuple[int, int]:
        # "The user" is one side, "users" and "a user" rather who works with what is sold.
        return count(role.words, _DEFINITE, ""), count(role.words)

    named = [role for role in known if any(_ends_in(name, role.words) for name in called)]
    best = max(named or [role for role in known if not role.others_too], key=spoken_of)
    general = next(role for role in known if role.general)
    if named or len(called) < 2:
        return best
    own = min(count([name]) for name in called)
    return general if _RARER * spoken_of(best)[0] < own else best


def _ends_in(called: str, names: Sequence[str]) -> bool:
    return any(called == name or called.endswith((f" {name}", f"'{name}")) for name in names)
