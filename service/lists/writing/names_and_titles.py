"""A name in front of a title, put into it or into a column as the list has them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from service.lists.reading.own_names import bare_name, is_short_name, leading_name
from service.lists.reading.parts import Column, column_of
from service.lists.reading.venues import is_venue
from service.lists.writing.new_entry import NewEntry
from service.lists.writing.templates import Stock, Template

_ENOUGH, _MOST = 3, 0.8  # rows whose cell holds a name
_NAME = "{}"


def with_name_in_title(entry: NewEntry, stock: Stock) -> NewEntry:
    """Put the name that was given before a title into it, where the list's titles begin with names."""
    before = entry.tags.get("before_title", ())
    name = before[0].strip(" *_:") if len(before) == 1 else ""
    is_wanted = stock.spellings.name_form and is_short_name(name) and not is_venue(name)
    if not is_wanted or not any(c.isalpha() for c in name):
        return entry
    if entry.title.startswith(name) and not entry.title.startswith(f"{name}: "):
        return entry
    rest = {place: words for place, words in entry.tags.items() if place != "before_title"}
    title = entry.title.removeprefix(f"{name}: ").removeprefix(":").lstrip()
    return replace(entry, title=f"{name}: {title}", tags=rest)


def with_name_in_column(entry: NewEntry, stock: Stock) -> NewEntry:
    """Put the name in front of a title into a column of names, too, where titles of rows go without theirs.

    The title stays whole: so do most that lists with such columns have.
    """
    name = leading_name(entry.title)
    if name is None or " " in name:  # several words may be no name
        return entry
    form = next(filter(None, (_form(stock.templates, column) for column in _columns(stock))), None)
    if form is None:
        return entry
    place = f"cell:{form[0]}"
    if any(key.casefold() == place.casefold() for key in entry.tags):
        return entry
    return replace(entry, tags={**entry.tags, place: (form[1].replace(_NAME, name),)})


def _columns(stock: Stock) -> list[str]:
    seen = Counter(header for t in stock.templates for header in t.headers)
    return [header for header, _ in seen.most_common() if column_of(header) is Column.NAME]


def _form(rows: Sequence[Template], column: str) -> tuple[str, str] | None:
    """Return a column of names apart from their titles, and how it has them: `{}`, `**{}**`."""
    forms: Counter[str] = Counter()
    again = total = 0
    for row in rows:
        for cell in (c for c in row.reading.cells if c.header == column):
            said = row.reading.text[cell.start : cell.end].strip()
            bare = bare_name(said)
            total += 1
            again += row.entry.title.casefold().startswith(f"{bare.casefold()}:")
            if bare and is_short_name(bare) and "](" not in said:
                forms[said.replace(bare, _NAME)] += 1
    is_apart = forms.total() >= max(_ENOUGH, _MOST * total) and not again
    return (column, forms.most_common(1)[0][0]) if is_apart else None
