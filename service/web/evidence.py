"""What a proposal gives as its reasons, read leniently: old bundles said it in other words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from service.db.proposals import Proposal

_SHOWN = 3  # nearest papers; a proposal knows more


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the abstract that spoke for a tag."""

    facet: str
    tag: str
    start: int
    end: int
    weight: float


def nearest_ids(proposal: Proposal | None) -> list[str]:
    """Return the arXiv ids of the three listed papers that resemble this one most."""
    return [str(item["id"]) for item in _items(proposal, "nearest") if item.get("id")][:_SHOWN]


def marks(proposal: Proposal | None) -> list[Mark]:
    """Return the stretches of the abstract that moved a tag."""
    return [
        Mark(
            facet=str(item.get("facet", "")),
            tag=str(item.get("tag", "")),
            start=_whole(item.get("start")),
            end=_whole(item.get("end")),
            weight=float(item.get("weight") or 0),
        )
        for item in _items(proposal, "sentences")
    ]


def phrases(proposal: Proposal | None) -> dict[tuple[str, str], list[str]]:
    """Return the taxonomy's phrases that the paper contains, by facet and tag."""
    found: dict[tuple[str, str], list[str]] = {}
    for item in _items(proposal, "cues"):
        place = (str(item.get("facet", "")), str(item.get("tag", "")))
        found.setdefault(place, []).append(str(item.get("phrase", "")))
    return found


def _items(proposal: Proposal | None, name: str) -> Iterator[Mapping[str, Any]]:
    items = proposal.evidence.get(name, ()) if proposal else ()
    yield from (item for item in items if isinstance(item, Mapping))


def _whole(value: object) -> int:
    return value if isinstance(value, int) else -1
