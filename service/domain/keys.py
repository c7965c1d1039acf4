"""The keys of the queue: what each one does, and how a person may choose others."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from service.errors import BadInput

_TAG_KEYS = "1234567890bcdfghimnqtvwxyzBCDFGHIMNQTVWXYZaersulkjopAERSULKJOP"  # easiest first


@dataclass(frozen=True, slots=True)
class Keys:
    """The key of each action."""

    accept: str = "a"
    edit: str = "e"
    reject: str = "r"
    unsure: str = "s"
    later: str = "l"
    undo: str = "u"
    redo: str = "U"
    next: str = "j"
    previous: str = "k"
    arxiv: str = "o"
    pdf: str = "p"
    code: str = "C"
    search: str = "/"
    help: str = "?"

    @property
    def for_tags(self) -> str:
        """The keys that the actions leave free for tags, easiest first."""
        taken = {getattr(self, field.name) for field in fields(self)}
        return "".join(key for key in _TAG_KEYS if key not in taken)


WORDS = {
    "accept": "Accept with the tags that are on, and go on",
    "edit": "Go to the tags; each has its own key",
    "reject": "Reject; 1 to 5 choose the reason",
    "unsure": "Unsure: leave it for a second look",
    "later": "Later: ask again in a week",
    "undo": "Undo; again for the one before, however long ago",
    "redo": "Redo what was undone",
    "next": "Next paper",
    "previous": "Previous paper",
    "arxiv": "Open the paper on arXiv",
    "pdf": "Open its PDF",
    "code": "Open its code",
    "search": "Search in the queue",
    "help": "Show or hide this help",
}


def keys_of(chosen: Mapping[str, str]) -> Keys:
    """Return the keys of a person who has chosen some; what we no longer have is passed over."""
    return Keys(**{name: key for name, key in chosen.items() if name in WORDS})


def decide_keys(chosen: Mapping[str, str]) -> dict[str, str]:
    """Return the keys that differ from the usual ones.

    Raises:
        BadInput: a key is no single visible character, or two actions would share one.
    """
    usual = Keys()
    taken: dict[str, str] = {}
    found: dict[str, str] = {}
    for name, words in WORDS.items():
        key = chosen.get(name, "").strip() or getattr(usual, name)
        if len(key) != 1 or not key.isprintable() or not key.isascii():
            raise BadInput(f"{key[:10]!r} is no single key; give one letter, digit or sign.")
        if key in taken:
            raise BadInput(f"{key!r} cannot mean both “{WORDS[taken[key]]}” and “{words}”; choose another.")
        taken[key] = name
        if key != getattr(usual, name):
            found[name] = key
    return found
