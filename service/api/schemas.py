"""What papers, lists and entries look like on the wire."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from service.api.paging import Page
from service.db.lists import StoredList
from service.db.papers import StoredPaper

Tags = dict[str, list[str]]


class Out(BaseModel):
    """A thing on the wire; `select` may leave any field of it out."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=False)


class PaperOut(Out):
    """An arXiv work, as arXiv told it last."""

    id: str = Field(description="arXiv id without version.", examples=["2510.02912"])
    title: str = Field(default="", examples=["Fewer tokens, the same answers"])
    abstract: str = Field(default="", examples=["We look at how few visual tokens are enough."])
    authors: list[str] = Field(default=[], examples=[["Ada Lovelace", "Charles Babbage"]])
    categories: list[str] = Field(default=[], examples=[["cs.CV", "cs.CL"]])
    primary_category: str | None = Field(default=None, examples=["cs.CV"])
    submitted_at: datetime | None = Field(default=None, description="When version 1 was submitted.")
    updated_at: datetime | None = Field(default=None, description="When the newest version was submitted.")
    version: int = Field(default=1, examples=[2])
    comment: str | None = Field(default=None, examples=["Accepted at NeurIPS 2025"])
    journal_ref: str | None = None
    doi: str | None = None
    abs_url: str = Field(default="", examples=["https://arxiv.org/abs/2510.02912"])
    pdf_url: str = Field(default="", examples=["https://arxiv.org/pdf/2510.02912"])
    learned_at: datetime | None = Field(default=None, description="When we learned of it.")
    changed_at: datetime | None = Field(default=None, description="When we last learned something new.")


class PlaceOut(Out):
    """Where a paper stands on a list."""

    list: str = Field(examples=["mllm-token-compression"])
    state: Literal["listed", "confirmed"] = Field(examples=["listed"])
    tags: Tags = Field(default={}, examples=[{"stage": ["in-llm"]}])
    at: datetime | None = Field(default=None, description="When it was listed, or confirmed.")


class VersionOut(Out):
    """A version of a paper."""

    version: int
    updated_at: datetime | None
    comment: str | None


class NearOut(Out):
    """A paper that is like another one."""

    id: str = Field(examples=["2412.04467"])
    title: str = Field(examples=["Longer is better"])
    likeness: float = Field(description="Cosine of the two abstracts' vectors.", examples=[0.71])


class PaperDetailOut(PaperOut):
    """A paper with its versions, the lists that have it, and the papers that are like it."""

    lists: list[PlaceOut] = Field(default=[])
    versions: list[VersionOut] = Field(default=[])
    nearest: list[NearOut] = Field(default=[], description="Of the listed and waiting papers.")


class PapersOut(Page):
    """A page of papers."""

    items: list[PaperOut]


class TagOut(Out):
    """An answer to a facet's question."""

    list: str = Field(examples=["mllm-token-compression"])
    facet: str = Field(examples=["stage"])
    name: str = Field(examples=["in-llm"])
    label: str = Field(description="The list's own word.", examples=["LLM"])
    definition: str = Field(default="")
    entries: int = Field(description="Entries of the list that have it.", examples=[87])


class TagsOut(BaseModel):
    """Tags."""

    items: list[TagOut]


class FacetOut(Out):
    """A question of a list's taxonomy."""

    name: str = Field(examples=["stage"])
    title: str = Field(examples=["Stage"])
    definition: str = ""
    is_exclusive: bool = Field(description="Whether a paper has at most one of its tags.")
    tags: list[str] = Field(examples=[["encoder", "projector", "in-llm"]])


class ListOut(Out):
    """A curated list that we follow."""

    slug: str = Field(examples=["mllm-token-compression"])
    name: str = Field(examples=["MLLM Token Compression"])
    description: str = ""
    homepage: str = ""
    repository: str = Field(default="", examples=["https://github.com/yaolinli/MLLM-Token-Compression"])
    policy: str = Field(description="Whether it invites publications.", examples=["ask first"])
    entries: int = Field(examples=[205])
    head: str | None = Field(default=None, description="Commit that we have read last.")
    synced_at: datetime | None = None
    facets: list[FacetOut] = []


class ListsOut(BaseModel):
    """All lists."""

    items: list[ListOut]


class EntryOut(Out):
    """A paper on a list, or a confirmed one that is on its way there."""

    id: str | None = Field(
        default=None, description="arXiv id; null where there is none.", examples=["2510.02912"]
    )
    state: Literal["listed", "confirmed"] = Field(
        default="listed", description="`confirmed`: a maintainer has said yes, the list has it not yet."
    )
    title: str = Field(default="", examples=["Fewer tokens, the same answers"])
    authors: str = Field(default="", examples=["Ada Lovelace, Charles Babbage"])
    tags: Tags = Field(default={}, examples=[{"stage": ["in-llm"], "modality": ["image"]}])
    at: datetime | None = Field(default=None, description="When it was listed, or confirmed.")
    section: list[str] = Field(default=[], examples=[["Paper Table"]])
    venue: str = Field(default="", examples=["NeurIPS 2025"])
    date: str = Field(default="", description="The date as the list writes it.", examples=["2025/10"])
    links: dict[str, list[str]] = Field(
        default={}, examples=[{"paper": ["https://arxiv.org/abs/2510.02912"]}]
    )


class EntriesOut(Page):
    """A page of a list's entries."""

    items: list[EntryOut]


class CountOut(Out):
    """A group of entries."""

    key: str = Field(description="The tag, state, venue, year or month; empty: none.", examples=["in-llm"])
    entries: int = Field(examples=[87])


class CountsOut(BaseModel):
    """Groups, the largest first."""

    items: list[CountOut]


def paper_fields(paper: StoredPaper) -> dict[str, Any]:
    """Return a paper's fields on the wire."""
    record = paper.record
    names = ("title", "abstract", "primary_category", "submitted_at", "updated_at", "version", "comment")
    return {
        **{name: getattr(record, name) for name in (*names, "journal_ref", "doi")},
        "id": str(record.arxiv_id),
        "authors": list(record.authors),
        "categories": list(record.categories),
        "abs_url": record.arxiv_id.abs_url,
        "pdf_url": record.arxiv_id.pdf_url,
        "learned_at": paper.learned_at,
        "changed_at": paper.changed_at,
    }


def list_out(found: StoredList, entries: int) -> ListOut:
    """Return a list as it goes out."""
    spec = found.spec
    return ListOut(
        slug=spec.slug,
        name=spec.name,
        description=spec.description,
        homepage=spec.homepage,
        repository=spec.repository if spec.repository.startswith("https://") else "",
        policy=spec.policy,
        entries=entries,
        head=found.head,
        synced_at=found.synced_at,
        facets=[
            FacetOut(
                name=facet.name,
                title=facet.title,
                definition=facet.definition,
                is_exclusive=facet.exclusive,
                tags=[tag.name for tag in facet.tags],
            )
            for facet in spec.taxonomy.facets
        ],
    )
