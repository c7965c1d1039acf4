"""Real titles and authors, written in many ways, are read as what they are."""

import json
import lzma
import random
import re
from pathlib import Path
from typing import Any

import pytest

from service.lists import read_document
from service.lists.reading.generated import generated_by

pytestmark = pytest.mark.shared

LINK = "[[pdf](https://arxiv.org/pdf/{id})]"
WAYS = {
    "linked": "- [{title}](https://arxiv.org/abs/{id}) - {authors}, 2025\n",
    "bold": "- **{title}**, {authors}. " + LINK + "\n",
    "two lines": "- **{title}**  \n  *{authors}*. " + LINK + ", 2025.01.\n",
    "dot": "- {title}. {authors}. " + LINK + "\n",
    "comma": "- {title}, {authors}, arXiv 2025. " + LINK + "\n",
    "by": "- {title} by {authors} " + LINK + "\n",
    "brackets": "- {title} ({authors}) " + LINK + "\n",
    "authors first": "- {authors}. {title}. arXiv 2025. " + LINK + "\n",
    "quoted": '- {authors}. "{title}." arXiv 2025. ' + LINK + "\n",
    "plain": "- {title} " + LINK + "\n",
    "row": "| {title} | {authors} | " + LINK + " |\n",
}
RIGHT = 0.95  # of the titles; measured: 0.967 by commas, 0.98 and more in the others
PAGES, PAGE = 10, 30


@pytest.fixture(scope="module")
def papers(shared: Path) -> list[dict[str, Any]]:
    with lzma.open(shared / "data" / "arxiv" / "2025-11.jsonl.xz", "rt") as file:
        return [json.loads(line) for line in file]


def written(paper: dict[str, Any], way: str) -> str:
    names, title = [str(n) for n in paper["authors"]], str(paper["title"])
    authors = ", ".join(names[:3]) or "Mei Tanaka, Tom Kim"
    authors += " et al." if len(names) > 3 else ""
    title = title.replace("|", "\\|") if way == "row" else title
    return re.sub(r"al\.\.", "al.", WAYS[way].format(title=title, authors=authors, id=paper["id"]))


@pytest.mark.parametrize("way", WAYS)
def test_nearly_all_titles_are_read_whole_and_alone(papers: list[dict[str, Any]], way: str):
    chosen, right = random.Random(7), 0  # noqa: S311 - any papers will do
    head = "# Maps\n\n## Papers\n\n" + "| Title | Authors | Link |\n|---|---|---|\n" * (way == "row")
    for _ in range(PAGES):
        page = chosen.sample(papers, PAGE)
        data = head + "".join(written(p, way) for p in page)
        read = {
            str(e.arxiv_id): e.title.replace("\\|", "|").strip(" .")
            for e in read_document(data.encode()).entries
        }
        right += sum(read.get(str(p["id"])) == str(p["title"]).strip(" .") for p in page)
    assert right >= RIGHT * PAGES * PAGE


def test_no_title_makes_a_list_look_generated(papers: list[dict[str, Any]]):
    for way in WAYS:
        assert not [p["title"] for p in papers if generated_by(written(p, way))]
