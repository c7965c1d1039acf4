"""Ways to write a table: regular lists of real papers, each with its own columns, cells and blanks."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from tests.lists.ways import AUTHORS_NAMED, Paper, cut

CELLS = ("{}", "{}", "`{}`", "**{}**", "*{}*")
NAMES = {
    "title": ("Title", "Paper", "Paper Title"),
    "authors": ("Authors",),
    "venue": ("Venue", "Publication", "Conference"),
    "date": ("Date", "Published", "Time"),
    "tags": ("Tags", "Keywords", "Type"),
    "link": ("Link", "PDF", "arXiv"),
    "code": ("Code", "GitHub"),
    "number": ("#", "No."),
}
LINKS = (
    "[{label}]({url})",
    "[[{label}]({url})]",
    "[![{label}](https://img.shields.io/badge/{label}-blue)]({url})",
)
UNKNOWN = ("-", "", "N/A", "/")
FRAMES = (("| ", " | ", " |"), ("|", "|", "|"), ("| ", "|", " |"))


@dataclass(frozen=True)
class TableWay:
    """How one list writes its rows: the columns in this order, what each is called and how its cells look."""

    columns: tuple[str, ...]
    names: tuple[str, ...]
    cells: dict[str, str]
    is_linked: bool
    link: str
    unknown: str
    frame: tuple[str, str, str]
    most_authors: int

    @classmethod
    def any_one(cls, seed: int) -> "TableWay":
        """Choose one by chance."""
        some = random.Random(seed)  # noqa: S311 - any will do
        is_linked = some.random() < 1 / 2
        others = some.sample(("authors", "venue", "date", "tags", "code", "number"), some.randint(1, 4))
        columns = [*others, "title", *(() if is_linked else ("link",))]
        some.shuffle(columns)
        names = tuple(some.choice(NAMES[column]) for column in columns)
        cells = {column: some.choice(CELLS) for column in ("venue", "date")}
        return cls(
            columns=tuple(columns),
            names=names,
            cells=cells,
            is_linked=is_linked,
            link=some.choice(LINKS),
            unknown=some.choice(UNKNOWN),
            frame=some.choice(FRAMES),
            most_authors=some.choice(AUTHORS_NAMED),
        )

    @property
    def head(self) -> str:
        """The names of the columns and the line below them."""
        return self._row(self.names) + "|" + "---|" * len(self.columns) + "\n"

    def write(self, paper: Paper, number: int = 0) -> str:
        """Return the row of a paper."""
        said = (self._cell(column, paper, number) for column in self.columns)
        return self._row([words or self.unknown for words in said])

    def given(self, paper: Paper) -> dict[str, object]:
        """What is known of the paper: its tags as the words of their cell."""
        column = self.names[self.columns.index("tags")] if "tags" in self.columns else None
        tags = {"tags": {f"cell:{column}": ", ".join(paper.tags)}} if column else {}
        return {**paper.given, **tags}

    def _row(self, cells: Sequence[str]) -> str:
        first, between, last = self.frame
        return first + between.join(cells) + last + "\n"

    def _cell(self, column: str, paper: Paper, number: int) -> str | None:
        title = paper.record.title
        said = {
            "title": f"[{title}]({paper.url})" if self.is_linked else title,
            "link": self.link.format(label="Paper", url=paper.url),
            "code": paper.code and self.link.format(label="Code", url=paper.code),
            "venue": paper.venue and self.cells["venue"].format(paper.venue),
            "date": self.cells["date"].format(paper.month),
            "authors": cut(paper.record.authors, self.most_authors),
            "tags": ", ".join(paper.tags),
            "number": str(number),
        }
        return said[column]
