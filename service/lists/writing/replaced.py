"""Which spans of a template's part are replaced: values, a picture, a value beside a title with its marks."""

import re

from service.lists.reading.parts import Field, Part, Reading, Slot

IMAGE = re.compile(r"!\[[^\]]*\]\([^()]*(?:\([^()]*\)[^()]*)*\)|<img\b[^>]*>", re.IGNORECASE)


def with_its_brackets(text: str, start: int, end: int, part: Part) -> tuple[int, int]:
    """Return the span of a value beside a title with the brackets, dash and blank that set it off."""
    title = next(s for s in part.slots if s.field is Field.TITLE)
    if start > title.end:
        is_opened = re.search(r"[(\[（]", text[title.end : start]) is not None
        closing = re.compile(r"[^\]*_`\n]*?[)\]）]").match(text, end, part.end) if is_opened else None
        return title.end, closing.end() if closing else end
    opening = text.rfind("[", part.start, start)
    return (opening if opening > part.start else start), title.start


def picture_in(reading: Reading, part: Part) -> tuple[int, int] | None:
    """Return the span of the picture in a part, without the link around it."""
    found = IMAGE.search(reading.text, part.start, part.end)
    return found.span() if found else None


def spans_to_replace(part: Part, picture: tuple[int, int] | None) -> list[tuple[int, int, Slot | None]]:
    """Return what is to be replaced in a part: its slots, or the given picture and the slots outside it."""
    if picture is None:
        return [(s.start, s.end, s) for s in part.slots]
    outside = [s for s in part.slots if s.field is not Field.TEXT and not picture[0] <= s.start < picture[1]]
    return [*((s.start, s.end, s) for s in outside), (*picture, None)]
