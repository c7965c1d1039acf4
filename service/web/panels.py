"""One candidate as the workbench shows it: why it is here, its tags as toggles, what was said before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from service.db.candidates import Candidate, Tags
from service.db.proposals import Proposal
from service.db.queue_lines import HeldTags
from service.domain.keys import Keys
from service.domain.taxonomy import Facet, Tag, Taxonomy
from service.web import evidence
from service.web.abstracts import Stretch, cut

TagWords = tuple[tuple[str, str], ...]
_EVEN = 0.5
_WORDS = (
    (0.85, "very likely"),
    (0.6, "likely"),
    (0.35, "perhaps"),
    (0.15, "unlikely"),
    (0.0, "very unlikely"),
)


@dataclass(frozen=True, slots=True)
class Toggle:
    """A tag that can be switched on and off."""

    tag: Tag
    key: str
    is_on: bool
    is_proposed: bool
    probability: float | None
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FacetPanel:
    """A facet's toggles. It is open where the model would not commit itself, or doubts what it chose."""

    facet: Facet
    toggles: tuple[Toggle, ...]
    is_open: bool
    is_empty: bool


@dataclass(frozen=True, slots=True)
class Panel:
    """One candidate, ready to be shown."""

    candidate: Candidate
    relevance_word: str
    stretches: Sequence[Stretch]
    facets: Sequence[FacetPanel]


def make_panel(
    candidate: Candidate,
    proposal: Proposal | None,
    taxonomy: Taxonomy,
    keys: Keys,
    *,
    is_blind: bool = False,
) -> Panel:
    """Put a candidate and what a model said of it together; `is_blind` hides what people said."""
    chosen = None if is_blind else candidate.tags or None
    return Panel(
        candidate=candidate,
        relevance_word=likelihood(candidate.relevance),
        stretches=cut(candidate.paper.record.abstract, evidence.marks(proposal)),
        facets=make_facets(taxonomy, proposal, chosen=chosen, keys=keys),
    )


def make_facets(
    taxonomy: Taxonomy, proposal: Proposal | None, *, chosen: Tags | None = None, keys: Keys | None = None
) -> list[FacetPanel]:
    """Return the toggles of each facet; on are the confirmed tags, else the proposed ones."""
    proposed: Tags = taxonomy.today(proposal.proposed) if proposal else {}
    scores: Mapping[str, Mapping[str, float]] = proposal.scores if proposal else {}
    said = evidence.phrases(proposal)
    free = iter((keys or Keys()).for_tags)
    panels = []
    for facet in taxonomy.facets:
        is_on = set((proposed if chosen is None else chosen).get(facet.name, ()))
        toggles = tuple(
            Toggle(
                tag=tag,
                key=next(free, ""),
                is_on=tag.name in is_on,
                is_proposed=tag.name in proposed.get(facet.name, ()),
                probability=scores.get(facet.name, {}).get(tag.name),
                phrases=tuple(said.get((facet.name, tag.name), ())),
            )
            for tag in facet.tags
        )
        is_open = proposal is None or facet.name in proposal.abstained or any(map(_is_doubted, toggles))
        panels.append(FacetPanel(facet, toggles, is_open=is_open and chosen is None, is_empty=not is_on))
    return panels


def _is_doubted(toggle: Toggle) -> bool:
    """Tell whether a tag was chosen that is more likely wrong than right, such as the best of several."""
    return toggle.is_proposed and toggle.probability is not None and toggle.probability < _EVEN


@lru_cache(maxsize=4096)
def tag_words(taxonomy: Taxonomy, said: HeldTags) -> TagWords:
    """Return what was proposed as this taxonomy reads it: each tag's facet and the list's own word."""
    read = taxonomy.today(dict(said))
    return tuple(
        (facet.name, tag.label)
        for facet in taxonomy.facets
        for tag in facet.tags
        if tag.name in read.get(facet.name, ())
    )


def likelihood(relevance: float) -> str:
    """Return a probability in words."""
    return next(word for least, word in _WORDS if relevance >= least)
