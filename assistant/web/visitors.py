"""How often a visitor may ask. Addresses are never kept: only their keyed hash, in memory."""

from __future__ import annotations

import hashlib
import math
import secrets
import time

from limits import parse_many
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter


class Visitors:
    """Counts what each visitor does against rates such as "12/minute; 150/hour"."""

    def __init__(self, rates: str) -> None:
        self._rates = parse_many(rates)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._key = secrets.token_bytes(16)

    def wait(self, address: str | None) -> int:
        """0 where the visitor may go on, which counts; else the seconds until they may."""
        seconds = self.left(address)
        if not seconds:
            self.count(address)
        return seconds

    def left(self, address: str | None) -> int:
        """The seconds until the visitor may go on, 0 where they may; asking does not count."""
        name = self._name(address)
        for rate in self._rates:
            if not self._limiter.test(rate, name):
                reset = self._limiter.get_window_stats(rate, name).reset_time
                return max(1, math.ceil(reset - time.time()))
        return 0

    def count(self, address: str | None) -> None:
        """Counts one thing that the visitor did."""
        name = self._name(address)
        for rate in self._rates:
            self._limiter.hit(rate, name)

    def _name(self, address: str | None) -> str:
        return hashlib.blake2b((address or "").encode(), key=self._key, digest_size=12).hexdigest()
