"""Ways to write an entry: regular lists of real papers, each with its own marks, order and separators."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from service.domain.papers import PaperRecord
from service.samples import sample_papers

MARKS = ("- ", "* ", "+ ", "1. ", "- [ ] ")
TITLES = (
    "[{title}]({url})",
    "[**{title}**]({url})",
    '<a href="{url}">{title}</a>',
    "**{title}**",
    "{title}",
    "*{title}*",
)
AUTHORS = ("{}", "*{}*", "({})", "by {}")
VENUES = ("*{}*", "**{}**", "({})", "`{}`", "<ins>{}</ins>")
DATES = ("({})", "`{}`", "_{}_")
TAGS = ("`{}`", "[{}]", "#{}", "<kbd>{}</kbd>")
LINKS = (
    "[[{label}]({url})]",
    "[[{label}]]({url})",
    "[{label}]({url})",
    "([{label}]({url}))",
    '<a href="{url}">{label}</a>',
)
SEPARATORS = (", ", " - ", " | ", " -- ", " · ", "<br> ", "  \n  ", " \\\n  ")
AUTHORS_NAMED = (1, 3, 99)  # before `et al.`
CONFERENCES = ("CVPR 2025", "NeurIPS 2024", "ICLR 2026", "ACL 2025", "TPAMI 2024")
WORDS = ("pruning", "merging", "training-free", "video", "audio", "3D", "medical", "agents")


@dataclass(frozen=True)
class Paper:
    """A real paper with what a list may say of it; venue, tags and code are made up."""

    record: PaperRecord
    venue: str | None
    tags: tuple[str, ...]
    code: str | None

    @property
    def url(self) -> str:
        """Where the abstract is."""
        return f"https://arxiv.org/abs/{self.record.arxiv_id}"

    @property
    def month(self) -> str:
        """When it appeared, as `2025.07`."""
        year, month = self.record.arxiv_id.month
        return f"{year}.{month:02}"

    @property
    def given(self) -> dict[str, object]:
        """What is known of the paper when it is added, but for its tags."""
        known: dict[str, object] = {
            "arxiv_id": str(self.record.arxiv_id),
            "title": self.record.title,
            "authors": list(self.record.authors),
            "published": self.month.replace(".", "-"),
        }
        return known | {k: v for k, v in (("venue", self.venue), ("code_url", self.code)) if v}


@cache
def papers() -> tuple[Paper, ...]:
    """Return the sample papers, each with the same made-up facts every time."""
    some = random.Random(1)  # noqa: S311 - any will do
    found = []
    for record in sample_papers():
        venue = some.choice(CONFERENCES) if some.random() < 1 / 2 else None
        code = f"https://github.com/lab/n{str(record.arxiv_id)[-4:]}" if some.random() < 1 / 2 else None
        found.append(Paper(record, venue, tuple(some.sample(WORDS, some.choice((1, 1, 2)))), code))
    return tuple(found)


@dataclass(frozen=True)
class Way:
    """How one list writes its entries; `parts` stand behind the title, in this order."""

    mark: str
    title: str
    authors: str
    venue: str
    date: str
    tag: str
    link: str
    separator: str
    parts: tuple[str, ...]
    most_authors: int

    @classmethod
    def any_one(cls, seed: int) -> "Way":
        """Choose one by chance."""
        some = random.Random(seed)  # noqa: S311 - any will do
        parts = some.sample(("authors", "venue", "date", "tags"), some.randint(0, 3))
        return cls(
            mark=some.choice(MARKS),
            title=some.choice(TITLES),
            authors=some.choice(AUTHORS),
            venue=some.choice(VENUES),
            date=some.choice(DATES),
            tag=some.choice(TAGS),
            link=some.choice(LINKS),
            separator=some.choice(SEPARATORS),
            parts=tuple(sorted(parts, key=lambda part: part != "authors")),
            most_authors=some.choice(AUTHORS_NAMED),
        )

    @property
    def head(self) -> str:
        """What stands above the entries: nothing."""
        return ""

    def given(self, paper: Paper) -> dict[str, object]:
        """What is known of the paper, with its tags where the list has them."""
        tags = {"tags": {"after_title": list(paper.tags)}} if "tags" in self.parts else {}
        return {**paper.given, **tags}

    def write(self, paper: Paper, number: int = 0) -> str:
        """Return the entry of a paper; its mark is the same for all."""
        del number
        said = [self.title.format(title=paper.record.title, url=paper.url)]
        said += [words for part in self.parts if (words := self._part(part, paper))]
        links = [] if "{url}" in self.title else [("Paper", paper.url)]
        links += [("Code", paper.code)] if paper.code else []
        linked = " ".join(self.link.format(label=label, url=address) for label, address in links)
        return self.mark + self.separator.join(said) + (f" {linked}" if linked else "") + "\n"

    def _part(self, part: str, paper: Paper) -> str | None:
        if part == "authors":
            return self.authors.format(cut(paper.record.authors, self.most_authors))
        if part == "venue":
            return self.venue.format(paper.venue) if paper.venue else None
        if part == "date":
            return self.date.format(paper.month)
        return " ".join(self.tag.format(tag) for tag in paper.tags)


def cut(names: Sequence[str], most: int) -> str:
    """Return as many names as the list writes."""
    return ", ".join(names[:most]) + (" et al." if len(names) > most else "")
