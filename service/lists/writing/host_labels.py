"""Labels of links to papers that depend on where they lead: `[[paper]]` on arXiv, `[[link]]` elsewhere.

Or on what is there: `[pdf]` for a file, `[link]` for a page.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from service.lists.reading import labels
from service.lists.reading.parts import Field, Reading

_HOST = re.compile(r"https?://(?:www\.)?([\w.-]+)", re.IGNORECASE)
_FILE = re.compile(r"\.pdf\b|/pdf(?:$|[/?#])", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s()<>\"]+", re.IGNORECASE)
_AND_MORE = re.compile(r"(\w+)\s*(?:[&+/,]|\band\b)\s*\w")
_ENOUGH = 3  # links under a label, and hosts that have one label, for it to be a habit
_TWICE = 2
_NEARLY_ALL = 0.95  # of the links bear the label of their host


@dataclass(frozen=True, slots=True)
class HostLabels:
    """What a list calls the link to a paper on each host, and on one that it has not linked yet.

    `by_kind` holds what it calls files and pages, where each has a label of its own.
    """

    by_host: Mapping[str, str] = field(default_factory=dict)
    other: str | None = None
    by_kind: Mapping[bool, str] = field(default_factory=dict)

    def of(self, text: str, own: str) -> str | None:
        """Return the label for the first address in a text; None if `own` is one, or nothing tells."""
        found, address = _HOST.search(text), _ADDRESS.search(text)
        other = self.by_kind.get(_is_file(address[0])) if address and self.by_kind else self.other
        said = self.by_host.get(found[1].casefold(), other) if found else None
        return said if said and labels.words(said) != labels.words(own) else None


def read_host_labels(readings: Sequence[Reading]) -> HostLabels:
    """Learn the labels of links to papers, where there are several and each host has its own."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    kinds_seen: dict[bool, Counter[str]] = defaultdict(Counter)
    for reading in readings:
        for part in reading.parts():
            url = reading.value(part.slots[0]) if part.role == "paper" and len(part.slots) == 1 else ""
            found = _HOST.match(url) if url and part.slots[0].field is Field.URL else None
            if found and (labels.names_own_link(part.label) or labels.names_paper(part.label)):
                seen[found[1].casefold()][labels.bare(part.label)] += 1
                kinds_seen[_is_file(url)][labels.bare(part.label)] += 1
    by_kind = _by_kind(kinds_seen)
    usual = {host: said.most_common(1)[0] for host, said in seen.items()}
    total, kinds = sum(said.total() for said in seen.values()), Counter[str]()
    for label, n in usual.values():
        kinds[labels.words(label)] += n
    is_by_host = kinds.total() >= _NEARLY_ALL * total
    if not is_by_host or sum(n >= _ENOUGH for n in kinds.values()) < _TWICE:
        return HostLabels(by_kind=by_kind)
    hosts = Counter(label for label, _ in usual.values()).most_common(_TWICE)
    is_clear = len(hosts) == _TWICE and hosts[0][1] >= max(_ENOUGH, _TWICE * hosts[1][1])
    known = {host: label for host, (label, n) in usual.items() if n >= _TWICE}
    return HostLabels(known, hosts[0][0] if is_clear else None, by_kind)


@dataclass(frozen=True, slots=True)
class CodeLabels:
    """What a list calls links to code, where it has several labels, as `PyTorch` beside `TensorFlow`.

    `plain` is the commonest that says nothing of what the code is written with; it stands for one that names
    something else, too.
    """

    known: tuple[str, ...] = ()  # the commonest first
    plain: str | None = None

    def of(self, given: Sequence[str], own: str) -> str | None:
        """Return the label of a link: the one that was given for it, or what may be said of any code."""
        tells = any(map(labels.names_framework, self.known))
        said = next((x for x in given if x in self.known or (tells and labels.names_framework(x))), None)
        return said or (self.plain if labels.names_framework(own) or self._says_more(own) else None)

    def _says_more(self, own: str) -> bool:
        """Whether a label says of one paper what else is there, as `code & dataset` beside `code`."""
        more = _AND_MORE.match(own.casefold())
        if more is None or self.plain is None or own not in self.known:
            return False
        return more[1] == self.plain.casefold() and self.known.index(self.plain) < self.known.index(own)


def read_code_labels(readings: Sequence[Reading]) -> CodeLabels:
    """Learn what links to code are called."""
    said = Counter(labels.bare(p.label) for r in readings for p in r.parts() if p.role == "code" and p.label)
    named = [label for label, _ in said.most_common() if label]
    if len(named) < _TWICE:
        return CodeLabels()
    plain = (x for x in named if labels.names_own_link(x) and not labels.names_framework(x))
    return CodeLabels(tuple(named), next(plain, None))


def _is_file(url: str) -> bool:
    return _FILE.search(url) is not None


def _by_kind(seen: Mapping[bool, Counter[str]]) -> dict[bool, str]:
    """Return the labels of files and pages, where several of each bear one that the others do not."""
    if len(seen) < _TWICE or any(said.total() < _TWICE for said in seen.values()):
        return {}
    usual = {kind: said.most_common(1)[0] for kind, said in seen.items()}
    fits = sum(n for _, n in usual.values()) >= _NEARLY_ALL * sum(s.total() for s in seen.values())
    differ = len({labels.words(label) for label, _ in usual.values()}) == _TWICE
    return {kind: label for kind, (label, _) in usual.items()} if fits and differ else {}
