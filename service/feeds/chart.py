"""Bars as inline SVG, without styles or scripts; the numbers stand in a table beside them."""

from collections.abc import Sequence
from html import escape

from service.templating import month

_WIDTH, _HEIGHT = 480, 120  # units of the view box
_BASE, _TOP = 100, 16  # where bars stand, and where the tallest one ends
_GAP = 8
_SMALL_WIDTH, _SMALL_BASE = 240, 64  # the same of a small chart, whose units are pixels on the page
_WORDS = 'text-anchor="middle" font-size="11"'


def render_bars(pairs: Sequence[tuple[str, int]], *, title: str) -> str:
    """Return a bar for each (label, number) pair, with both written beside it."""
    tallest = max((number for _, number in pairs), default=0) or 1
    step = _WIDTH / max(len(pairs), 1)
    bars = []
    for place, (label, number) in enumerate(pairs):
        height = round((_BASE - _TOP) * number / tallest, 1)
        left, width = round(place * step + _GAP / 2, 1), round(step - _GAP, 1)
        middle = round(left + width / 2, 1)
        bars.append(
            f'<rect class="bar" x="{left}" y="{_BASE - height:g}" width="{width}" height="{height:g}"/>'
            f'<text x="{middle}" y="{_BASE - height - 4:g}" {_WORDS}>{number}</text>'
            f'<text x="{middle}" y="{_HEIGHT - 6}" {_WORDS}>{escape(label)}</text>'
        )
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" fill="currentColor">'
        f"<title>{escape(title)}</title>{''.join(bars)}</svg>"
    )


def render_months(
    counts: Sequence[int], *, months: Sequence[str], tallest: int, title: str, width: int = _SMALL_WIDTH
) -> str:
    """Return a small chart of a number in each month; charts with the same `tallest` can be compared.

    The highest bar is labelled with its number, the ends of the line with their months.
    """
    step = width / max(len(counts), 1)
    scale = (_SMALL_BASE - _TOP) / max(tallest, 1)
    peak = counts.index(max(counts)) if any(counts) else None
    bars = []
    for place, number in enumerate(counts):
        height, left = round(number * scale, 1), round(place * step + 1, 1)
        bars.append(
            f'<rect class="bar" x="{left:g}" y="{_SMALL_BASE - height:g}" width="{step - 2:g}" '
            f'height="{height:g}"><title>{month(months[place])}: {number}</title></rect>'
        )
        if place == peak:
            middle = min(max(left + step / 2, 8), width - 8)
            bars.append(f'<text x="{middle:g}" y="{_SMALL_BASE - height - 3:g}" {_WORDS}>{number}</text>')
    ends = (
        f'<path class="ground" d="M0 {_SMALL_BASE + 0.5:g}H{width}"/>'
        f'<text x="0" y="{_SMALL_BASE + 13}" font-size="11">{month(months[0])}</text>'
        f'<text x="{width}" y="{_SMALL_BASE + 13}" text-anchor="end" font-size="11">'
        f"{month(months[-1])}</text>"
    )
    return (
        f'<svg viewBox="0 0 {width} {_SMALL_BASE + 18}" role="img" fill="currentColor">'
        f"<title>{escape(title)}</title>{''.join(bars)}{ends}</svg>"
    )
