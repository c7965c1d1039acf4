"""Words that each stand in marks of their own: another paper has more of them, fewer, or none."""

import pytest

from tests.lists.test_unusual_entries import HEAD, written

PAPER = "https://arxiv.org/abs/2405.01234"
TAGS = (("video", "pruning"), ("audio",), ("agents",), ("video", "long context"), ("pruning",))
PLACES = ("Kyoto Lab", "MIT", "Oslo Lab", "MIT", "Kyoto Lab")


def a_list(mark: str, *, between: str, place: str = "", behind: str = "") -> str:
    return HEAD + "".join(
        f"- [A Study of Things, Part {n}](https://arxiv.org/abs/2404.0000{n}){between}Mei Tanaka, Tom Kim"
        + between
        + " ".join(mark.format(tag) for tag in tags)
        + (between + place.format(PLACES[n - 1]) if place else "")
        + (between + behind.format(n) if behind else "")
        + "\n"
        for n, tags in enumerate(TAGS, 1)
    )


@pytest.mark.parametrize("mark", ["[{}]", "**[{}]**", "`{}`", "#{}"])
@pytest.mark.parametrize("given", [["audio"], ["audio", "video"], ["audio", "video", "depth"]])
def test_each_word_has_its_own_marks_however_many_there_are(mark: str, given: list[str]):
    line = written(
        a_list(mark.replace("{}", "{0}"), between=", ").replace("long context", "long"),
        tags={"after_title": given},
    )
    said = " ".join(mark.format(tag) for tag in given)
    assert line == f"- [GridNet: Sparse Grids for Depth Maps]({PAPER}), Ann Chen, Bo Li, {said}"


@pytest.mark.parametrize("mark", ["[{}]", "`{}`"])
@pytest.mark.parametrize("tags", [["audio"], ["audio", "video"]])
def test_words_go_where_the_list_has_them_and_not_into_other_marks(mark: str, tags: list[str]):
    before = a_list(mark, between=" | ", place="({})", behind="*CVPR 202{}*")
    line = written(before, tags={"after_title": [*tags, "Oslo Lab"]}, venue="ICLR 2024")
    said = " ".join(mark.format(tag) for tag in tags)
    assert line.endswith(f" | Ann Chen, Bo Li | {said} | (Oslo Lab) | *ICLR 2024*")


def test_a_new_word_goes_into_brackets_though_another_entry_has_a_remark():
    before = a_list("[{}]", between=", ") + (
        "- [On Other Things and Their Ends](https://arxiv.org/abs/2404.00009), Mei Tanaka, Tom Kim,"
        " seen by few, [audio]\n"
    )
    assert written(before, tags={"after_title": ["depth"]}).endswith(", Ann Chen, Bo Li, [depth]")


def test_two_words_in_one_pair_of_brackets_stay_in_it():
    before = a_list("[{}]", between=", ").replace("] [", "; ")
    assert written(before, tags={"after_title": ["audio", "video"]}).endswith(
        ", Ann Chen, Bo Li, [audio; video]"
    )


@pytest.mark.parametrize("word", ["video", "frames"])  # the first is also what links are called
def test_a_tag_that_most_papers_bear_beside_others_is_not_the_lists_own(word: str):
    before = HEAD + "".join(
        f"- **A Study of Things, Part {n}**, Mei Tanaka, Tom Kim, {tags}"
        f" [[pdf](https://arxiv.org/abs/2404.0000{n})]\n"
        for n, tags in enumerate(
            (f"`{word}`", f"`{word}` `slam`", "`slam`", f"`{word}` `pose`", "`slam`", "`slam`"), 1
        )
    )
    assert written(before, tags={"after_title": ["pose"]}).endswith(
        f", Ann Chen, Bo Li, `pose` [[pdf]({PAPER})]"
    )
    line = written(before, tags={"after_title": [word, "pose"]})
    assert line.endswith(f", Ann Chen, Bo Li, `{word}` `pose` [[pdf]({PAPER})]")


@pytest.mark.parametrize("given", [{"venue": "Nature Communications, 2025"}, {"venue": "ICLR, 2024"}])
def test_a_venue_and_its_year_are_one_value_in_brackets_too(given: dict[str, str]):
    before = HEAD + "".join(
        f"- **A Study of Things, Part {n}** - [{venue}] - **[Fast]** **[Small]** [[pdf](https://arxiv.org/abs/2404.0000{n})]\n"
        for n, venue in enumerate(("CVPR, 2025", "ICML, 2024", "WWW, 2025", "arXiv"), 1)
    )
    assert f" - [{given['venue']}] - **[Wide]** [[pdf]" in written(
        before, **given, tags={"after_title": ["Wide"]}
    )


def test_a_day_is_one_value_in_brackets_too():
    before = HEAD + "".join(
        f"- **A Study of Things, Part {n}** [Apr {n}, 2024] [[pdf](https://arxiv.org/abs/2404.0000{n})]\n"
        for n in range(1, 5)
    )
    assert f" [May 2, 2024] [[pdf]({PAPER})]" in written(before)


def test_words_that_the_list_knows_find_their_marks_in_any_order():
    before = a_list("`{}`", between=" | ", place="({})", behind="*CVPR 202{}*")
    line = written(before, tags={"after_title": ["Oslo Lab", "audio", "video"]}, venue="ICLR 2024")
    assert line.endswith(" | Ann Chen, Bo Li | `audio` `video` | (Oslo Lab) | *ICLR 2024*")


def test_a_tag_that_is_called_as_links_are_stands_with_the_others():
    before = a_list("<kbd>{}</kbd>", between=" - ").replace("video", "pruning").replace("audio", "medical")
    line = written(before, tags={"tail": ["video", "agents"]})
    assert line.endswith(" - Ann Chen, Bo Li - <kbd>video</kbd> <kbd>agents</kbd>")
