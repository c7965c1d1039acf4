"""Words, badges, folds and labels of one paper: each goes where the list writes its like."""

import pytest

from tests.lists.test_unusual_entries import HEAD, written

PAPER = "https://arxiv.org/abs/2405.01234"
THEMES = (
    (1, "Depth", "green"),
    (2, "Stereo", "blue"),
    (3, "Flow", "green"),
    (4, "Slam", "red"),
    (5, "Pose", "blue"),
)


def badge(word: str, colour: str = "red", alt: str = "") -> str:
    return f"![{alt}](https://img.shields.io/badge/{word}-{colour})"


@pytest.mark.parametrize("with_alt", [False, True])
def test_a_badge_with_a_word_that_no_other_entry_has_stands_where_their_badges_do(*, with_alt: bool):
    before = HEAD + "".join(
        f"- **A Study of Things, Part {n}** [[pdf](https://arxiv.org/abs/2404.0000{n})]. "
        + badge(word, colour, word if with_alt else "")
        + ("" if n % 2 else " " + badge(f"Tool{n}", "blue", f"Tool{n}" if with_alt else ""))
        + "\n"
        for n, word, colour in THEMES
    )
    new = [
        badge("Lidar", "teal", "Lidar" if with_alt else ""),
        badge("Fast", "blue", "Fast" if with_alt else ""),
    ]
    assert written(before, tags={"badges": new[:1]}).endswith(f"]. {new[0]}")
    assert written(before, tags={"badges": new}).endswith(f"]. {new[0]} {new[1]}")
    assert written(before).endswith(f"[[pdf]({PAPER})]")


def test_a_badge_that_nearly_all_entries_bear_belongs_to_the_list():
    icon = badge("open", "green")
    before = HEAD + "".join(
        f"- {icon} A Study of Things, Part {n} [[pdf](https://arxiv.org/abs/2404.0000{n})] {badge(word)}\n"
        for n, word, _ in THEMES
    )
    assert written(before) == f"- {icon} GridNet: Sparse Grids for Depth Maps [[pdf]({PAPER})]"


def test_an_abstract_that_the_list_folds_away_is_folded_away():
    before = HEAD + "".join(
        f"### {n}. A Study of Things, Part {n}\n**Authors**: Mei Tanaka, Tom Kim\n<details>\n"
        f"<summary><b>Abstract</b></summary>\nIn part {n} we look at things for a long time and find {n}.\n"
        f"</details>\n\n[Paper](https://arxiv.org/abs/2404.0000{n})\n\n"
        for n in range(1, 5)
    )
    said = "We put grids on maps of depth, and they stay there."
    wanted = f"<summary><b>Abstract</b></summary>\n{said}\n</details>\n\n[Paper]({PAPER})"
    assert written(before, tags={"after_title": ["Abstract", said]}).endswith(wanted)
    assert written(before, abstract=said).endswith(wanted)
    assert written(before).endswith(f"**Authors**: Ann Chen, Bo Li\n\n[Paper]({PAPER})")


def test_authors_that_the_list_folds_away_are_written_short_and_in_full():
    before = HEAD + "".join(
        f"+ **A Study of Things, Part {n}**<details><summary>Mei Tanaka, Tom Kim, et al.</summary>"
        f" Mei Tanaka, Tom Kim, Zoe Ng</details>\n[[pdf](https://arxiv.org/abs/2404.0000{n})]\n\n"
        for n in range(1, 5)
    )
    line = written(before, authors=["Ann Chen", "Bo Li", "Jin Ng"])
    assert "<details><summary>Ann Chen, Bo Li, et al.</summary> Ann Chen, Bo Li, Jin Ng</details>" in line
    given = {"authors_text": "Ann Chen, et al."}
    line = written(
        before, authors=["Ann Chen"], extra=given, tags={"after_title": ["Ann Chen, Bo Li, Jin Ng"]}
    )
    assert "<summary>Ann Chen, et al.</summary> Ann Chen, Bo Li, Jin Ng</details>" in line


def test_a_folded_figure_stays_away():
    before = HEAD + "".join(
        f"* **A Study of Things, Part {n}** [[pdf](https://arxiv.org/abs/2404.0000{n})]\n"
        f"  <details><summary>Figure</summary><img src='https://x.org/{n}.png'></details>\n\n"
        for n in range(1, 5)
    )
    assert "details" not in written(before, abstract="A grid.")


def test_a_link_that_bears_the_name_of_the_work_bears_the_new_one():
    rows = "".join(
        f"|**Thing{n}**|A Study of Things, Part {n}|[Thing{n}](https://arxiv.org/abs/2404.0000{n})"
        f"|[things{n}](https://github.com/mei/things{n})|\n"
        for n in range(1, 5)
    )
    head = HEAD + "|Abbreviation|Title|Paper|Code|\n|---|---|---|---|\n"
    code = "https://github.com/ann/gridnet-code"
    named = {"code_url": code, "tags": {"cell:Abbreviation": "**GridNet**"}}
    line = written(head + rows, **named)
    assert line.endswith(f"|[GridNet]({PAPER})|[gridnet-code]({code})|")
    plain = "|**-**|On Things and Nothing Else|[Paper](https://arxiv.org/abs/2404.00009)|null|\n"
    unnamed = {"title": "Sparse Grids for Depth Maps", "tags": {"cell:Abbreviation": "**-**"}}
    assert f"|[Paper]({PAPER})|" in written(head + rows + plain, **unnamed)


def test_words_in_front_of_the_title_stay_in_front_of_it():
    before = HEAD + "".join(
        f"- *{word}*: **A Study of Things, Part {n}** [[pdf](https://arxiv.org/abs/2404.0000{n})] ({place})\n"
        for (n, word, _), place in zip(THEMES, ("Oslo", "Kyoto", "Rome", "Lima", "Bern"), strict=True)
    )
    line = written(before, tags={"after_title": ["Cork"], "before_title": ["Lidar"]})
    assert line == f"- *Lidar*: **GridNet: Sparse Grids for Depth Maps** [[pdf]({PAPER})] (Cork)"
    assert written(before, tags={"after_title": ["Cork"]}).startswith("- **GridNet")


LABELLED = HEAD + "".join(
    f"- [A Study of Things, Part {n}](https://arxiv.org/abs/2404.0000{n})\n  - Mei Tanaka, Tom Kim\n"
    + ("" if n == 2 else f"  - Keywords: {word}, Sharp Eyes\n")
    + f"  - Venue: CVPR 202{n}\n"
    + ("" if n == 4 else f"  - Place: {place}\n")
    for (n, word, _), place in zip(THEMES, ("Oslo", "Kyoto", "Rome", "Lima", "Bern"), strict=True)
)


@pytest.mark.parametrize(
    "given",
    [
        ["Place: Cork", "Keywords: Lidar, Maps"],
        ["- Keywords: Lidar, Maps", "- Place: Cork"],
        ["- Keywords: Lidar, Maps - Place: Cork"],
    ],
)
def test_words_under_a_label_go_to_the_line_with_that_label(given: list[str]):
    assert written(LABELLED, venue="ICLR 2024", tags={"after_title": given}) == (
        f"- [GridNet: Sparse Grids for Depth Maps]({PAPER})\n  - Ann Chen, Bo Li\n"
        "  - Keywords: Lidar, Maps\n  - Venue: ICLR 2024\n  - Place: Cork"
    )


def test_a_labelled_line_that_nothing_is_known_of_is_no_line():
    assert written(LABELLED, venue="ICLR 2024", tags={"after_title": ["Place: Cork"]}) == (
        f"- [GridNet: Sparse Grids for Depth Maps]({PAPER})\n  - Ann Chen, Bo Li\n"
        "  - Venue: ICLR 2024\n  - Place: Cork"
    )


def test_the_picture_that_was_given_for_a_link_replaces_the_other_papers_picture():
    def counted(n: int) -> str:
        return f"![citation](https://img.shields.io/badge/citation-{n}-blue.svg?paper=cafe{n})"

    before = HEAD + "".join(
        f"- **A Study of Things, Part {n}** [[pdf](https://arxiv.org/abs/2404.0000{n})]"
        f" [{counted(n)}](https://www.semanticscholar.org/paper/cafe{n})\n"
        for n in range(1, 5)
    )
    own = {"label": counted(7), "url": "https://www.semanticscholar.org/paper/cafe7"}
    line = written(before, extra={"links": [own]})
    assert line.endswith(f"[[pdf]({PAPER})] [{own['label']}]({own['url']})")


def test_a_name_is_mentioned_only_where_the_list_mentions_names():
    def a_list(mark: str) -> str:
        return HEAD + "".join(
            f"- A Study of Things, Part {n} ({mark}Kyoto) [[pdf](https://arxiv.org/abs/2404.0000{n})]\n"
            for n in range(1, 5)
        )

    title = "GridNet: Sparse Grids (@Oslo)"
    assert "(@Oslo)" in written(a_list("@"), title=title)
    assert "(&#64;Oslo)" in written(a_list(""), title=title)


def test_authors_are_written_as_they_were_given():
    before = HEAD + "".join(
        f"- **A Study of Things, Part {n}.** *Mei Tanaka (Kyoto) et al. arXiv.*"
        f" [[paper](https://arxiv.org/abs/2404.0000{n})]\n"
        for n in range(1, 5)
    )
    assert "*Ann Chen (Oslo) et al. arXiv.*" in written(
        before, authors=None, tags={"after_title": ["Ann Chen (Oslo) et al."]}
    )
    assert "*Ann Chen et al. arXiv.*" in written(
        before, authors=["Ann Chen"], extra={"authors_text": "Ann Chen et al"}
    )


def test_code_of_others_is_no_code_of_the_paper():
    before = HEAD + "".join(
        f"- [A Study of Things, Part {n}](https://arxiv.org/abs/2404.0000{n})\n"
        f"  - Code: [official](https://github.com/mei/things{n})\n"
        f"  - Tried on: [MuJoCo](https://github.com/openai/mujoco-py), [D4RL](https://github.com/rail/d4rl)\n"
        for n in range(1, 5)
    )
    code = "https://github.com/ann/gridnet"
    line = written(before, code_url=code)
    assert line.endswith(f"  - Code: [official]({code})")
    own = {"label": "D4RL", "url": "https://github.com/rail/d4rl"}
    line = written(before, code_url=code, extra={"links": [own]})
    assert line.count(code) == 1
    assert line.endswith("[D4RL](https://github.com/rail/d4rl)")


def test_an_item_from_another_section_takes_the_marker_of_its_own():
    before = (
        HEAD
        + "".join(
            f"{n}. **A Study of Things, Part {n}** [[pdf](https://arxiv.org/abs/2404.0000{n})]"
            f" [[code](https://github.com/mei/things{n})]\n"
            for n in range(1, 5)
        )
        + "\n## Surveys\n\n"
        + "".join(
            f"- **A Survey, Part {n}** [[pdf](https://arxiv.org/abs/2404.0001{n})]\n" for n in range(1, 4)
        )
    )
    code = "https://github.com/ann/gridnet"
    line = written(before, code_url=code, section_path=["Awesome Things", "Surveys"])
    assert line == f"- **GridNet: Sparse Grids for Depth Maps** [[pdf]({PAPER})] [[code]({code})]"


@pytest.mark.parametrize(("asked", "wanted"), [("", "Grids?** [["), (".", "Grids?**. [[")])
def test_a_question_takes_a_full_stop_only_where_others_do(asked: str, wanted: str):
    before = HEAD + "".join(
        f"- **{title}**{stop} [[pdf](https://arxiv.org/abs/2404.0000{n})]\n"
        for n, (title, stop) in enumerate(
            [("A Study of Things", "."), ("A Study of Stuff", "."), ("Can a Study Help?", asked)], 1
        )
    )
    assert wanted in written(before, title="Why Do We Need Grids?")
    assert "Depth Maps**. [[" in written(before)


@pytest.mark.parametrize(
    ("given", "wanted"),
    [("ICLR 2024", "(ICLR24)"), ("ICLR-24", "(ICLR-24)"), ("Publisher: ICLR 2024", "(ICLR24)")],
)
def test_a_venue_keeps_a_form_that_the_list_has_too(given: str, wanted: str):
    before = HEAD + "".join(
        f"- **A Study of Things, Part {n}** ({venue}) [[pdf](https://arxiv.org/abs/2404.0000{n})]\n"
        for n, venue in enumerate(["CVPR24", "ECCV-24", "ICLR24", "ICML24", "CVPR24"], 1)
    )
    assert wanted in written(before, venue=given)
