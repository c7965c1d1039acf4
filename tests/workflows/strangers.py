"""A stranger's list in a repository, and an arXiv that knows its papers, for tests of adding lists."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from service.domain.papers import ArxivId
from service.sources.base import Found, Window
from tests.makers import make_record
from tests.publishing.repositories import Repo

TOPICS = ("Pruning", "Merging")
_NEW = 8


def row(arxiv_id: str, title: str, tags: str = "Image") -> str:
    return f"| [{title}](https://arxiv.org/abs/{arxiv_id}) | {tags} | CVPR 2025 |\n"


def readme(count: int = 6) -> bytes:
    """A list of two sections with a table each."""
    text = "# Awesome Tokens\n"
    for section, topic in enumerate(TOPICS, 1):
        text += f"\n## {topic}\n\n| Title | Tags | Venue |\n| --- | --- | --- |\n"
        for number in range(1, count + 1):
            tags = "Image" if number % 2 else "Video, Image"
            text += row(f"25{section:02d}.{number:05d}", f"{topic} Visual Tokens of Kind {number}", tags)
    return text.encode()


def make_repo(folder: Path, name: str = "Awesome-Tokens", **files: bytes) -> Repo:
    repo = Repo(folder / name)
    repo.commit("Start", readme=readme(), files={k.replace("__", "."): v for k, v in files.items()})
    return repo


class KnowingArxiv:
    """An arXiv that knows every paper it is asked for, by a title of its own making, and some new ones."""

    def __init__(self, titles: dict[str, str], *, limit: int = 60) -> None:
        self._titles = dict(list(titles.items())[:limit])

    def fetch_ids(self, ids: Iterable[ArxivId]) -> Found:
        asked = list(ids)
        known = [i for i in asked if str(i) in self._titles]
        records = tuple(
            make_record(str(i), title=self._titles[str(i)], abstract=f"We study {self._titles[str(i)]}.")
            for i in known
        )
        return Found(records=records, unknown=tuple(i for i in asked if str(i) not in self._titles))

    def read_window(
        self, query: str, start: datetime, end: datetime, *, known_total: int | None = None
    ) -> Window:
        del known_total
        number = (start - datetime(2025, 1, 1, tzinfo=start.tzinfo)).days
        told = list(self._titles.values())
        on_topic = [
            make_record(
                f"2511.{number}{n:02d}",
                title=f"Once More: {told[(number + n) % len(told)]}",
                abstract=f"We study {told[n % len(told)]} again.",
                submitted_at=start,
            )
            for n in range(_NEW)
        ]
        other = [
            make_record(f"2511.{number}{n:02d}", title=f"Protein {n}", abstract="Folds.", submitted_at=start)
            for n in range(_NEW, 3 * _NEW)
        ]
        records = (*on_topic, *other)
        return Window(
            query=query,
            start=start,
            end=end,
            expected=len(records),
            records=records,
            requests=1,
            problem=None,
        )
