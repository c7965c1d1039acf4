"""Bars as inline SVG, without styles or scripts; the numbers stand in a table beside them."""

from collections.abc import Sequence
from html import escape

_WIDTH, _HEIGHT = 480, 120  # units of the view box
_BASE, _TOP = 100, 16  # where bars stand, and where the tallest one ends
_GAP = 8
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
