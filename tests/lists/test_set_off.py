"""Titles in plain words: where they end is told by how the list sets authors off."""

import pytest

from service.lists import read_document
from service.lists.reading.parts import Field

PAPERS = {
    "Deep Grids for Long Walks": "Ann Lee, Bo Chen",
    "Counting Trees, Stones and Clouds from Above": "Mei Tanaka, Tom Kim",
    "Maps of Small Hills": "Ann Lee, Tom Kim, Bo Chen et al.",
    "Old Roads in New Light": "Bo Chen, Mei Tanaka",
}
HARD = {
    "Grids of One Author Alone": "Weicheng Gao",
    "Walking Far: Speed, Comfort, and Balance": "Cornelius Hake, Christian Weiss",
    "Weather vs. Climate Maps": "R. C. Prati, Ann Lee",
    "Hills Seen by Night": "Ann Lee, Ma zirui, Bo Chen et al.",
}
WAYS = {
    "dot": "- {title}. {authors}. [[pdf](https://arxiv.org/pdf/2501.0000{n})]\n",
    "comma": "- {title}, {authors}, arXiv 2025. [[pdf](https://arxiv.org/pdf/2501.0000{n})]\n",
    "by": "- {title} by {authors} [paper](https://arxiv.org/abs/2501.0000{n})\n",
    "brackets": "- {title} ({authors}) [[Paper](https://arxiv.org/abs/2501.0000{n})]\n",
    "authors first": "- {authors}. {title}. arXiv 2025. [[Paper](https://arxiv.org/abs/2501.0000{n})]\n",
}
AMBIGUOUS = {
    "comma": {  # to any reader of a single line
        "Counting Trees, Stones and Clouds from Above",
        "Walking Far: Speed, Comfort, and Balance",
        "Hills Seen by Night",
    }
}


@pytest.mark.parametrize("way", WAYS)
def test_titles_end_where_the_list_sets_authors_off(way: str):
    papers = {t: a for t, a in {**PAPERS, **HARD}.items() if t not in AMBIGUOUS.get(way, ())}
    lines = (
        WAYS[way].format(title=title, authors=authors, n=n).replace("al..", "al.")
        for n, (title, authors) in enumerate(papers.items(), 1)
    )
    entries = read_document(("# Things\n\n## Papers\n\n" + "".join(lines)).encode()).entries
    read = {e.title: (e.reading.first(Field.AUTHORS) or "").rstrip(".") for e in entries}
    assert read == {title: authors.rstrip(".") for title, authors in papers.items()}


@pytest.mark.parametrize(
    "title",
    [
        '"How Far Is Too Far?": Looking at Maps of Hills',
        'A Rebuttal of "The Hill Is Always Too Far Away"',
        "Grids. Maps. Hills",
        "Better Maps Guided by Old Roads",
    ],
)
def test_titles_without_authors_are_left_whole(title: str):
    others = "".join(
        f"- Grid {n} of Long Walks. [[pdf](https://arxiv.org/pdf/2502.0000{n})]\n" for n in range(1, 5)
    )
    data = f"# Things\n\n## Papers\n\n{others}- {title}. [[pdf](https://arxiv.org/pdf/2501.00001)]\n"
    assert read_document(data.encode()).entries[-1].title == title


def test_a_paper_whose_title_could_be_names_is_an_entry_all_the_same():
    data = """# Things

## Papers

- Grid 1 of Long Walks. Ann Lee, Bo Chen. [[pdf](https://arxiv.org/pdf/2502.00001)]
- Counting Trees, Stones and Clouds. Mei Tanaka, Tom Kim. [[pdf](https://arxiv.org/pdf/2502.00002)]
- Existential Risks and Human Futures. [[pdf](https://arxiv.org/pdf/2502.00003)]
"""
    titles = [e.title for e in read_document(data.encode()).entries]
    assert titles[1].startswith("Counting Trees, Stones and Clouds")
    assert titles[2] == "Existential Risks and Human Futures"
