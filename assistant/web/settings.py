"""What whoever runs the page may choose, from the environment."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass

from limits import parse_many

from corpus.errors import ClausierError

RATES = "12/minute; 150/hour"
YES, NO = frozenset({"1", "yes", "on", "true"}), frozenset({"", "0", "no", "off", "false"})
_SITE = re.compile(r"https?://[a-z0-9.-]+(:\d{1,5})?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Settings:
    """`client_login`: clients sign in too. `sites` may embed the chat. `rates` bound a visitor."""

    client_login: bool = False
    sites: tuple[str, ...] = ()
    rates: str = RATES

    @classmethod
    def read(cls) -> Settings:
        """From `CLAUSIER_CLIENT_LOGIN`, `CLAUSIER_SITES` and `CLAUSIER_RATES`; ClausierError."""
        return cls(_switch("CLAUSIER_CLIENT_LOGIN"), _sites(), _rates())


def _switch(name: str) -> bool:
    said = os.environ.get(name, "").strip().lower()
    if said not in YES | NO:
        raise ClausierError(f"{name} is {said!r}: give 1 or 0")
    return said in YES


def _sites() -> tuple[str, ...]:
    sites = tuple(os.environ.get("CLAUSIER_SITES", "").replace(",", " ").split())
    for site in sites:
        if not _SITE.fullmatch(site):
            raise ClausierError(
                f"CLAUSIER_SITES names {site!r}: give addresses such as https://www.example.com"
            )
    return sites


def _rates() -> str:
    rates = os.environ.get("CLAUSIER_RATES", "").strip() or RATES
    try:
        parse_many(rates)
    except ValueError as error:
        raise ClausierError(f"CLAUSIER_RATES is {rates!r}: give rates such as “{RATES}”") from error
    return rates
