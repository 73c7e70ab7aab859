"""Counts over time as a drawing: bars that stand on each other, a legend by colour and name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from markupsafe import Markup

WIDTH, HEIGHT, BASE = 720, 170, 140
FEWEST_DAYS, MOST_DAYS = 14, 92


def per_day(
    counts: Mapping[str, Mapping[str, int]], kinds: Sequence[tuple[str, str]], title: str
) -> Markup:
    """Bars for the days up to the last of `counts` (day → kind → how many), two weeks at least.

    `kinds` are (name, its words), drawn from the bottom up; nothing where nothing was counted.
    """
    days = _days(counts)
    if not days:
        return Markup()
    highest = max(sum(found.values()) for found in counts.values())
    step = WIDTH / len(days)
    bars = Markup().join(
        _bar(day, counts.get(day, {}), kinds, position * step, step, highest)
        for position, day in enumerate(days)
    )
    legend = Markup().join(
        Markup('<li class="{}">{}</li>').format(name, words) for name, words in kinds
    )
    ends = Markup(
        '<text x="0" y="{0}">{1}</text><text x="{2}" y="{0}" text-anchor="end">{3}</text>'
        '<text x="{2}" y="12" text-anchor="end">{4}</text>'
    ).format(HEIGHT - 8, days[0], WIDTH, days[-1], highest)
    return Markup(
        '<figure class="chart"><svg viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}</svg>'
        '<ul class="legend">{}</ul></figure>'
    ).format(WIDTH, HEIGHT, title, bars, ends, legend)


def _bar(
    day: str,
    found: Mapping[str, int],
    kinds: Sequence[tuple[str, str]],
    left: float,
    step: float,
    highest: int,
) -> Markup:
    parts, top = [], float(BASE)
    for name, _ in kinds:
        tall = (BASE - 20) * found.get(name, 0) / highest
        top -= tall
        if tall:
            parts.append(
                Markup('<rect class="{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>')
                .format(name, left + step * 0.1, top, min(step * 0.8, 40), tall)
            )  # fmt: skip
    told = ", ".join(f"{words} {found[name]}" for name, words in kinds if found.get(name))
    return Markup("<g><title>{}: {}</title>{}</g>").format(day, told or 0, Markup().join(parts))


def _days(counts: Mapping[str, object]) -> list[str]:
    if not counts:
        return []
    last, first = date.fromisoformat(max(counts)), date.fromisoformat(min(counts))
    first = min(first, last - timedelta(days=FEWEST_DAYS - 1))
    first = max(first, last - timedelta(days=MOST_DAYS - 1))
    return [str(first + timedelta(days=i)) for i in range((last - first).days + 1)]
