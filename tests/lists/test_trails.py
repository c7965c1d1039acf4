"""What stands below an entry, apart from it, stays below it when a paper goes behind the last one."""

import pytest

from service.lists import insert_entry
from tests.lists.test_unusual_entries import HEAD, entry

BELOW = (
    "> This study shows what part {n} is about.",
    "This study shows what part {n} is about, in many words.",
    "![figure](figs/part{n}.png)",
    '<p align="center"><img src="figs/part{n}.png" width="600"></p>',
    "<details>\n<summary>Abstract</summary>\n\nThis study shows what part {n} is.\n\n</details>",
    "1. First the part {n}.\n2. Then the others.",
    "> About part {n}.\n\n![figure](figs/part{n}.png)",
)
TITLES = (
    "**A Study of Part {n}.** [[paper]](https://arxiv.org/abs/240{n}.00001)",
    "- **A Study of Part {n}.** [[paper]](https://arxiv.org/abs/240{n}.00001)",
)
OLDEST = "https://arxiv.org/abs/2401.01234"
NEW = entry(authors=None, arxiv_id="2401.01234", url=OLDEST, published="2024-01")
END = "\n## Contact\n\nWrite us.\n"


def a_list(title: str, below: str) -> str:
    return HEAD + "".join(f"{title}\n\n{below}\n\n".format(n=n) for n in (7, 6, 3, 2))


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("below", BELOW)
def test_a_paper_goes_behind_what_is_said_of_the_last_one(title: str, below: str):
    before = a_list(title, below)
    mark = "- " * title.startswith("-")
    new = f"{mark}**GridNet: Sparse Grids for Depth Maps.** [[paper]]({OLDEST})\n"
    after = insert_entry((before + END).encode(), NEW).data.decode()
    assert after == f"{before}{new}\n{END}"


def test_what_stands_only_at_the_end_of_sections_is_not_the_last_papers():
    before = HEAD + "".join(f"- {TITLES[0].format(n=n)}\n" for n in (7, 6, 3, 2))
    end = "\nMore of them are in the other lists.\n\n[back to top](#papers)\n" + END
    after = insert_entry((before + end).encode(), NEW).data.decode()
    assert after == f"{before}- **GridNet: Sparse Grids for Depth Maps.** [[paper]]({OLDEST})\n{end}"


def test_a_rule_or_a_back_link_closes_what_is_said_of_the_last_one():
    before = a_list(TITLES[0], BELOW[0])
    for edge in ("---\n", "<!-- more to come -->\n"):
        after = insert_entry((before + edge + END).encode(), NEW).data.decode()
        assert after.index("GridNet") < after.index(edge)
        assert after.index("GridNet") > after.index("part 2 is")
