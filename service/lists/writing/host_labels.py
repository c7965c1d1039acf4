"""Labels of links to papers that depend on where they lead: `[[paper]]` on arXiv, `[[link]]` elsewhere."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from service.lists.reading import labels
from service.lists.reading.parts import Field, Reading

_HOST = re.compile(r"https?://(?:www\.)?([\w.-]+)", re.IGNORECASE)
_ENOUGH = 3  # links under a label, and hosts that have one label, for it to be a habit
_TWICE = 2
_NEARLY_ALL = 0.95  # of the links bear the label of their host


@dataclass(frozen=True, slots=True)
class HostLabels:
    """What a list calls the link to a paper on each host, and on one that it has not linked yet."""

    by_host: Mapping[str, str] = field(default_factory=dict)
    other: str | None = None

    def of(self, text: str, own: str) -> str | None:
        """Return the label for the first address in a text; None if `own` is one, or nothing tells."""
        found = _HOST.search(text)
        said = self.by_host.get(found[1].casefold(), self.other) if found else None
        return said if said and labels.words(said) != labels.words(own) else None


def read_host_labels(readings: Sequence[Reading]) -> HostLabels:
    """Learn the labels of links to papers, where there are several and each host has its own."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for reading in readings:
        for part in reading.parts():
            url = reading.value(part.slots[0]) if part.role == "paper" and len(part.slots) == 1 else ""
            found = _HOST.match(url) if url and part.slots[0].field is Field.URL else None
            if found and labels.names_own_link(part.label):
                seen[found[1].casefold()][labels.bare(part.label)] += 1
    usual = {host: said.most_common(1)[0] for host, said in seen.items()}
    total, kinds = sum(said.total() for said in seen.values()), Counter[str]()
    for label, n in usual.values():
        kinds[labels.words(label)] += n
    is_by_host = kinds.total() >= _NEARLY_ALL * total
    if not is_by_host or sum(n >= _ENOUGH for n in kinds.values()) < _TWICE:
        return HostLabels()
    hosts = Counter(label for label, _ in usual.values()).most_common(_TWICE)
    is_clear = len(hosts) == _TWICE and hosts[0][1] >= max(_ENOUGH, _TWICE * hosts[1][1])
    known = {host: label for host, (label, n) in usual.items() if n >= _TWICE}
    return HostLabels(known, hosts[0][0] if is_clear else None)
