"""Given names as initials, spelt as an example spells them: `J.-P. Ban`, `Ban, J.P.`, `Ban JP`, `JP Ban`."""

import re

_LETTER = "[A-ZÀ-ÖØ-ÞŁŚŠŽİ]"
_WORD = rf"{_LETTER}(?=[\w'’-]*[a-zà-öø-ÿ])[\w'’-]+"
_SURNAME = rf"(?:(?:van|von|de|der|den|del|di|da|la|le) )*{_WORD}(?: {_WORD})?"
_LETTERS = rf"{_LETTER}(?:-?{_LETTER}){{0,2}}"
_BARE_BEHIND = re.compile(f"{_SURNAME} {_LETTERS}")
_BARE_BEFORE = re.compile(f"{_LETTERS} {_SURNAME}")
_LETTERS_ALONE = re.compile(_LETTERS)
_TOGETHER = re.compile(rf"\b{_LETTER}\.{_LETTER}\.")
_APART = re.compile(rf"\b{_LETTER}\. {_LETTER}\.")
_HYPHENED = re.compile(rf"\b{_LETTER}\.?-{_LETTER}(?:\.|\b)")
_PARTICLES = frozenset(
    ("van", "von", "de", "der", "den", "del", "della", "di", "da", "dos", "du", "la", "le", "ter", "ten")
)
_UNPARTED = re.compile(rf"(?<=\b{_LETTER}\.)(?={_LETTER})")  # in `J.P.`


def parted(name: str) -> tuple[list[str], str]:
    """Return the given names and the surname with its particles: `van der Maaten`."""
    words = _UNPARTED.sub(" ", name).split()
    at = next((n for n, word in enumerate(words[1:-1], 1) if word in _PARTICLES), len(words) - 1)
    return words[:at], " ".join(words[at:])


def with_stops(given: list[str], example: str) -> str:
    """Write given names as `J.-P. M.`, or `J.P.M.` where the example has no blanks between its initials."""
    are_together = _TOGETHER.search(example) is not None and not _APART.search(example)
    joint = "." if are_together and not _HYPHENED.search(example) else ".-"
    return ("" if are_together else " ").join(f"{_initials(word, joint)}." for word in given)


def bare(example: str, shown: tuple[str, ...], authors: tuple[str, ...]) -> list[str]:
    """Write authors as `Ban JP` or `JP Ban` if all that the example shows are of that form; else nothing."""
    joint = "-" if _HYPHENED.search(example) else ""
    if all(_BARE_BEHIND.fullmatch(name) for name in shown):
        return [" ".join(reversed(_bare(name, joint))) for name in authors]
    if all(_BARE_BEFORE.fullmatch(name) for name in shown):
        return [" ".join(_bare(name, joint)) for name in authors]
    return []


def _bare(name: str, joint: str) -> list[str]:
    """Return letters and surname; a name that ends with letters alone has its surname before them."""
    given, last = parted(name)
    if given and _LETTERS_ALONE.fullmatch(last):
        return [last, " ".join(given)]
    return [part for part in ("".join(_kept(word, joint) for word in given), last) if part]


def _kept(word: str, joint: str) -> str:
    return word if _LETTERS_ALONE.fullmatch(word) else _initials(word, joint)


def _initials(word: str, joint: str) -> str:
    return joint.join(part[0] for part in word.split("-") if part)
