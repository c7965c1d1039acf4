"""What of an entry's text belongs to its list, and what its other words are: leads, lines, remarks."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from service.domain.taxonomy import Taxonomy
from service.lists.reading.dressed import TAG_KINDS, TEXT, kind_of_part
from service.lists.reading.entries import Entry
from service.lists.reading.labelled_lines import behind_sign, label_of
from service.lists.reading.labels import is_generic, names_own_link
from service.lists.reading.marks_behind import are_marks
from service.lists.reading.parts import Cell, Field, Part, Reading, Slot
from service.lists.reading.tags import badge_words
from service.lists.reading.word_badges import badge_role

LEAD = "lead"  # words in front of the title, in the same cell
_WORDS_OF_THE_LIST = 3  # a text that stands in so many entries, and in this share of them, is no paper's own
_SHARE_OF_LABELS = 0.08
_SHARE_OF_WORDS = 0.5
_SHARE_OF_PICTURES = 0.3
_HASHED = f"{TEXT}#"  # what is a tag, however many papers have it
_NEARLY_ALL = 0.9  # of the pictures of one kind; where they differ, they are tags


@dataclass(frozen=True, slots=True)
class ListWords:
    """The words, pictures and labels of lines that entries share."""

    words: frozenset[str]
    pictures: frozenset[str]
    labels: frozenset[str]
    signs: frozenset[str] = frozenset()  # emoji in front of words, with the blank behind

    def without(self, reading: Reading) -> Reading:
        """Leave the list's own words to the separators; cells of a table keep theirs, which are values."""
        cells = []
        for cell in reading.cells:
            kept = [
                _behind_its_sign(reading, p, self.signs)
                for p in cell.parts
                if not _belongs(reading, cell, p, self)
            ]
            cells.append(replace(cell, parts=tuple(self._named(reading, kept))))
        return Reading(reading.text, tuple(cells))

    def _named(self, reading: Reading, parts: Sequence[Part]) -> Iterator[Part]:
        title = next((i for i, p in enumerate(parts) if p.role == "title"), 0)
        for number, part in enumerate(parts):
            label = label_of(part)
            if label and label not in self.labels:
                yield replace(part, role="text", slots=(Slot(part.start, part.end, Field.TEXT),))
            elif part.role == "text" and number < title:
                yield replace(part, role=LEAD)
            else:
                role = badge_role(part.role, reading.text[part.start : part.end])
                yield part if role == part.role else replace(part, role=role)


def read_list_words(entries: Sequence[Entry], taxonomy: Taxonomy | None) -> ListWords:
    """Learn what a list's entries share."""
    words, pictures = _texts_of_the_list(entries)
    labels = Counter(x for e in entries for x in {label_of(p) for p in e.reading.parts()} if x)
    return ListWords(
        words,
        frozenset(p for p in pictures if not _is_tag(p, taxonomy)),
        frozenset(label for label, count in labels.items() if count >= _WORDS_OF_THE_LIST),
        _signs_of_the_list(entries),
    )


def _signs_of_the_list(entries: Sequence[Entry]) -> frozenset[str]:
    """Return the emoji that stand before words of most entries, and so say what the words are about."""
    seen = Counter(
        sign
        for e in entries
        for sign in {_sign(e.reading, p) for p in e.reading.parts() if p.role == "text"}
        if sign
    )
    least = max(_WORDS_OF_THE_LIST, _SHARE_OF_WORDS * len(entries))
    return frozenset(sign for sign, count in seen.items() if count >= least)


def _sign(reading: Reading, part: Part) -> str:
    return reading.text[part.start : behind_sign(reading.text, part.start, part.end)]


def _behind_its_sign(reading: Reading, part: Part, signs: Collection[str]) -> Part:
    sign = _sign(reading, part) if part.role == "text" and len(part.slots) == 1 else ""
    if sign not in signs or part.slots[0].start != part.start or len(sign) >= part.end - part.start:
        return part
    start = part.start + len(sign)
    return replace(part, start=start, slots=(replace(part.slots[0], start=start),))


def _texts_of_the_list(entries: Sequence[Entry]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words and the pictures that belong to the list; what varies or is rare is a paper's."""
    words: dict[str, set[int]] = {}
    kinds: dict[str, set[str]] = {}
    pictures: Counter[tuple[str, str]] = Counter()
    for number, entry in enumerate(entries):
        parts = entry.reading.parts()
        for part in (p for p in parts if _may_be_the_lists(entry.reading, p)):
            if word := _words(entry.reading, part):
                words.setdefault(word, set()).add(number)
                kinds.setdefault(word, set()).add(kind_of_part(entry.reading, part))
        shown = {(p.role, entry.reading.text[p.start : p.end]) for p in parts if _is_picture(p)}
        pictures.update((badge_role(role, picture), picture) for role, picture in shown)
    roles: Counter[str] = Counter()
    for (role, _), count in pictures.items():
        roles[role] += count
    least = max(_WORDS_OF_THE_LIST, _SHARE_OF_PICTURES * len(entries))
    of_last_lines = _words_of_last_lines(entries)
    return (
        frozenset(
            w
            for w, there in words.items()
            if _HASHED not in kinds[w]
            and _is_word_of_the_list(w, len(there), len(entries))
            and not _has_rival(w, words, kinds)
            and w not in of_last_lines
            and not (len(there) < _NEARLY_ALL * len(entries) and _is_one_of_tags(w, words, kinds))
        ),
        frozenset(
            p
            for (role, p), n in pictures.items()
            if n >= least and n >= _NEARLY_ALL * min(roles[role], len(entries))
        ),
    )


def _words_of_last_lines(entries: Sequence[Entry]) -> frozenset[str]:
    """Return the words that are all of an entry's last line, if several entries have others there.

    They say what a paper is, even if a link could be called so: `Benchmark`, where others have `Analysis`.
    """
    seen = Counter(word for entry in entries if (word := _last_line(entry.reading)))
    total = sum(seen.values())
    return frozenset(word for word, count in seen.items() if total - count >= _WORDS_OF_THE_LIST)


def _last_line(reading: Reading) -> str:
    last = next(reversed(reading.parts()), None)
    if last is None or last.role != TEXT or not last.slots:
        return ""
    line = reading.text.rstrip().rpartition("\n")[2].strip(" \t-*+")
    return _words(reading, last) if line and line == reading.text[last.start : last.end].strip() else ""


def _may_be_the_lists(reading: Reading, part: Part) -> bool:
    """Whether words may stand in every entry: remarks, and in brackets names of links that lead nowhere."""
    return part.role == "text" or (part.role == "tail" and names_own_link(_words(reading, part)))


def _is_word_of_the_list(word: str, count: int, total: int) -> bool:
    """A label such as `Code:` may be rare; any other word must stand in most entries."""
    share = _SHARE_OF_LABELS if is_generic(word) else _SHARE_OF_WORDS
    share = _NEARLY_ALL if are_marks(word) else share
    return count >= max(_WORDS_OF_THE_LIST, share * total)


def _has_rival(word: str, words: Mapping[str, set[int]], kinds: Mapping[str, set[str]]) -> bool:
    """Whether entries without a word have another one instead: words that take turns say what papers are.

    Those in the marks of tags may meet in an entry, and be called as links are: `video`, `code`.
    """
    there, marks = words[word], {kind for kind in kinds[word] if kind in TAG_KINDS}
    return any(
        len(words[w] - there) >= _WORDS_OF_THE_LIST
        and (marks & kinds[w] or (words[w].isdisjoint(there) and not is_generic(word)))
        for w in words
        if w != word and not is_generic(w)
    )


def _is_one_of_tags(word: str, words: Mapping[str, set[int]], kinds: Mapping[str, set[str]]) -> bool:
    """Whether entries have other words in the marks of tags that a word stands in, be it beside it."""
    marks = kinds[word] & TAG_KINDS
    others = (words[w] for w in words if w != word and marks & kinds[w])
    return bool(marks) and not is_generic(word) and len(set().union(*others)) >= _WORDS_OF_THE_LIST


def marks_tags(kinds: Mapping[str, Collection[str]]) -> bool:
    """Whether a list has tags in marks of their own, from the kinds of places in which each word stands."""
    return sum(not TAG_KINDS.isdisjoint(places) for places in kinds.values()) >= _WORDS_OF_THE_LIST


def _is_tag(picture: str, taxonomy: Taxonomy | None) -> bool:
    """Whether a badge says something of its paper, however many entries bear it."""
    words = badge_words(picture)
    return taxonomy is not None and words is not None and bool(taxonomy.read(words[0]))


def _is_picture(part: Part) -> bool:
    return part.role == "figure" or part.role.startswith("badge:")


def _words(reading: Reading, part: Part) -> str:
    return reading.value(part.slots[0]).casefold().strip() if part.slots else ""


def _belongs(reading: Reading, cell: Cell, part: Part, own: ListWords) -> bool:
    if _may_be_the_lists(reading, part) and _words(reading, part) in own.words:
        whole = reading.text[cell.start : cell.end].strip() == reading.text[part.start : part.end].strip()
        return not (cell.header and whole)
    return (
        _is_picture(part)
        and not any(s.field is not Field.TEXT for s in part.slots)
        and reading.text[part.start : part.end] in own.pictures
    )
