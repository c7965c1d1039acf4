"""Links and values with their name in front, as in `Code: https://...`, `Venue: ICLR 2024`: one part each."""

import re
from collections.abc import Sequence
from dataclasses import replace

from service.lists.reading.labels import Role, bare, is_generic, is_vague, role_of, words
from service.lists.reading.parts import ADDRESSES, Part
from service.lists.reading.pictures import URL_FIELD

_COLON = re.compile(r"[ \t]*[:：][ \t]*")
_VALUES = ("venue", "preprint", "date", "authors")
_NAMES_VALUE = re.compile(
    r"venue|publisher|published( in| at)?|publication|conference|journal|accepted( at| by| to)?"
    r"|date|year|time|released?|authors?",
    re.IGNORECASE,
)
_MARK = r"(?P<mark>\*\*|__|[*_`]|<(?:b|strong|i|em)>)?"
_CLOSES = r"(?(mark)(?:(?P=mark)|</(?:b|strong|i|em)>))"
_LEAD = re.compile(
    rf"(?<!\w){_MARK}(?:[\u2190-\u2bff\U0001f000-\U0001faff][\ufe0f\u200d]?\s*)*"
    rf"(?P<name>[^\W\d_][\w &/+-]{{1,24}}?)\s?(?:[:：]\s?{_CLOSES}|{_CLOSES}\s?[:：])[ \t]*\Z"
)  # `**Video:** ` and `🎬 Video: `
_LONGEST = 40  # characters of a label with its marks
_ADDRESS = re.compile(r"https?://\S+")


def with_labels(text: str, parts: Sequence[Part]) -> list[Part]:
    """Take the name of a kind of link, or of a value, into what follows it behind a colon."""
    out: list[Part] = []
    for part in parts:
        led = _value(text, part, out) if part.role in _VALUES else _link(text, part, out)
        if out and led.start <= out[-1].start:
            out.pop()
        out.append(led)
    return out


def _value(text: str, part: Part, before: Sequence[Part]) -> Part:
    if not (before and _names_value(text, before[-1])):
        return part
    is_led = _COLON.fullmatch(text, before[-1].end, part.start)
    return replace(part, start=before[-1].start) if is_led else part


def _link(text: str, part: Part, before: Sequence[Part]) -> Part:
    """Return a link that says nothing of itself with the label before it, and what that makes of it."""
    if part.role == "title" or not part.slots or not _says_nothing(part.label):
        return part
    at = next((i for i, s in enumerate(part.slots) if s.field in ADDRESSES), None)
    if at is None:
        return part
    low = next((p.end for p in reversed(before) if not _is_label(text, p)), 0)
    lead = _LEAD.search(text, max(low, part.start - _LONGEST), part.start)
    if lead is None or not is_generic(lead["name"]):
        return part
    led = replace(part, start=lead.start(), label=lead["name"])
    if text.startswith(("![", "[!["), part.start):
        return led
    slot = part.slots[at]
    role = role_of(led.label, text[slot.start : slot.end])
    slots = (*part.slots[:at], replace(slot, field=URL_FIELD[role]), *part.slots[at + 1 :])
    return replace(
        led, role=role.value if role is not Role.OTHER else f"link:{words(led.label)}", slots=slots
    )


def _is_label(text: str, part: Part) -> bool:
    return part.role == "text" and is_generic(text[part.start : part.end])


def _says_nothing(label: str) -> bool:
    said = bare(label)
    return not label or is_vague(said) or _ADDRESS.fullmatch(said) is not None


def _names_value(text: str, part: Part) -> bool:
    return part.role == "text" and _NAMES_VALUE.fullmatch(text, part.start, part.end) is not None
