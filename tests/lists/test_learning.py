"""Habits, sections, descriptions and replays: what is learned from a list."""

import subprocess

import pytest

from service.errors import BadInput
from service.lists import (
    Habits,
    NewEntry,
    insert_entry,
    learn_habits,
    past_additions,
    propose_sections,
    read_document,
)
from service.lists.onboarding.onboard import describe
from service.lists.placing.choose_file import choose_file
from service.lists.placing.past import read_addition
from service.lists.placing.place import score_rules
from service.lists.replaying.replayed import replay, summary
from service.publishing.history import read_revisions
from tests.lists.shapes import SHAPES

HEAD = "# L\n\n"


def row(number: str, title: str = "") -> str:
    return f"- [{title or f'Paper Number {number} of Many'}](https://arxiv.org/abs/{number})\n"


def grown(*numbers: str) -> list[tuple[bytes, bytes]]:
    """Revisions, newest first, of a list that takes every new paper on top."""
    rows = [row("2401.00001"), row("2402.00001"), row("2403.00001")]
    found: list[tuple[bytes, bytes]] = []
    for number in numbers:
        before = (HEAD + "".join(rows)).encode()
        rows.insert(0, row(number))
        found.insert(0, (before, (HEAD + "".join(rows)).encode()))
    return found


def test_an_addition_is_read_from_the_file_before_and_after():
    before, after = grown("2405.00001")[0]
    addition = read_addition(before, after)
    assert addition is not None
    assert (addition.gap, addition.entry.key, len(addition.before)) == (0, "arxiv:2405.00001", 3)


@pytest.mark.parametrize(
    "change",
    [
        lambda t: t.replace(b"2402", b"2412"),
        lambda t: t + row("2405.1").encode() + row("2406.00001").encode() + row("2406.00002").encode(),
        lambda t: t + b"A sentence.\n",
    ],
)
def test_other_changes_teach_nothing(change):
    before = grown("2405.00001")[0][0]
    assert read_addition(before, change(before)) is None


def test_the_rule_that_explains_the_past_is_best():
    history = past_additions(grown("2304.00001", "2305.00002", "2301.00003"))
    assert score_rules(history)[0].rule.name == "top"


def test_habits_are_words_and_an_order():
    learned = learn_habits(read_document(SHAPES["table"]), ())
    assert learned.order["*"].startswith(("number-desc", "day-desc"))
    assert learned.words["unknown Code"] == "written as '-'"
    assert learned.words["entries"] == "3 table rows; mostly 1 line each"
    assert "CRLF" in learn_habits(read_document(SHAPES["crlf"])).words["line ending"]


def test_a_section_is_proposed_by_what_its_papers_have_in_common():
    text = (
        HEAD
        + "## Pruning\n"
        + row("2401.00001", "Pruning of Visual Tokens")
        + row("2401.00002", "Late Token Pruning")
    )
    text += "## Audio\n" + row("2401.00003", "Speech Codec Streams") + row("2401.00004", "Streaming Speech")
    found = propose_sections(read_document(text.encode()), NewEntry(title="Early Pruning of Tokens"))
    assert found[0].path == ("L", "Pruning")
    assert "Late Token Pruning" in found[0].neighbours


TWO_SECTIONS = (
    HEAD
    + "## Pruning\n"
    + row("2401.00001", "Pruning of Visual Tokens")
    + row("2401.00002", "Late Token Pruning")
    + "## Audio\n"
    + row("2401.00003", "Speech Codec Streams")
    + row("2401.00004", "Streaming Speech")
)


def test_papers_that_mean_the_same_outweigh_words():
    document = read_document(TWO_SECTIONS.encode())
    entry = NewEntry(
        title="A Visual Echo of What We Hear", alike={"arxiv:2401.00004": 0.8, "arxiv:2401.00001": 0.4}
    )
    found = propose_sections(document, entry)
    assert found[0].path == ("L", "Audio")
    assert found[0].neighbours[0] == "Streaming Speech"
    assert propose_sections(document, NewEntry(title=entry.title))[0].path == ("L", "Pruning")


def test_where_all_likenesses_are_known_a_section_counts_as_a_whole():
    one_name = row("2401.00009", "A Name That Says Nothing")
    document = read_document((TWO_SECTIONS + one_name).encode())
    likenesses = {
        "2401.00001": 0.5,
        "2401.00002": 0.5,
        "2401.00003": 0.2,
        "2401.00004": 0.2,
        "2401.00009": 0.52,
    }
    entry = NewEntry(title="Unrelated", alike={f"arxiv:{k}": v for k, v in likenesses.items()})
    first, second = propose_sections(document, entry)
    assert first.path == ("L", "Pruning")
    assert first.score - second.score > 0.3


def test_a_year_in_the_heading_outweighs_words():
    text = HEAD + "## 2024\n" + row("2401.00001", "Pruning of Visual Tokens")
    text += "## 2023\n" + row("2301.00003", "Speech Codec Streams")
    entry = NewEntry(title="Pruning of Visual Tokens Again", published="2023-05")
    assert propose_sections(read_document(text.encode()), entry)[0].path[-1] == "2023"


def test_a_strangers_list_is_described():
    badge = "![Stage](https://img.shields.io/badge/{}-cyan)"
    rows = "".join(
        row(f"2401.0000{i}", f"Visual Token Pruning Number {i}").rstrip() + f" {badge.format(tag)}\n"
        for i, tag in enumerate(["Encoder", "Encoder", "Encoder", "Decoder", "Decoder", "Encoderr"])
    )
    found = describe([read_document((HEAD + rows).encode(), path="README.md")])
    facet = found.facets[0]
    assert (facet.name, facet.marker) == ("stage", "cyan")
    assert [(t.name, t.drifted, t.count) for t in facet.tags] == [
        ("encoder", ("Encoderr",), 4),
        ("decoder", (), 2),
    ]
    assert found.query.recall == 1
    assert found.query.search_query().startswith(
        "(cat:cs.CV OR cat:cs.CL OR cat:cs.LG OR cat:cs.AI) AND (all:"
    )
    assert any("Encoderr" in doubt for doubt in found.unsure)


def test_the_past_is_read_from_a_repository(tmp_path):
    def git(*words: str) -> None:
        who = ["-c", "user.name=a", "-c", "user.email=a@b.c"]
        subprocess.run(["git", "-C", tmp_path, *who, *words], check=True, capture_output=True)

    git("init", "-q", "-b", "main")
    revisions = grown("2404.00001", "2405.00001")
    for text in (revisions[-1][0], revisions[-1][1], revisions[0][1]):
        (tmp_path / "README.md").write_bytes(text)
        git("add", ".")
        git("commit", "-qm", "Add")
    assert list(read_revisions(tmp_path)) == revisions
    told = summary(replay(list(read_revisions(tmp_path))))
    assert (told["n"], told["guard"], told["shape"]) == (2, 2, 2)


def test_a_catalog_entry_fixes_order_and_rhythm():
    fixed = Habits.from_catalog({"*": "bottom", "blank lines": "2"})
    new = NewEntry(title="Dropping Tokens Late", url="https://arxiv.org/abs/2504.00404")
    edit = insert_entry(SHAPES["bullets"], new, habits=fixed)
    assert edit.data.index(b"Dropping") > edit.data.index(b"Pooling")
    assert edit.additions[0].lines[:2] == (b"\n", b"\n")
    told = learn_habits(read_document(SHAPES["bullets"])).overridden({"*": "bottom", "blank lines": "2"})
    assert told.words["order"] == "new papers go to the bottom of the section (fixed in the catalog)"
    assert told.words["blank lines"] == "2 (fixed in the catalog)"
    assert told.order == {"*": "bottom"}


@pytest.mark.parametrize(("name", "value"), [("*", "sideways"), ("blank lines", "many"), ("news", "yes")])
def test_a_habit_that_there_is_not_is_refused_in_a_sentence(name, value):
    with pytest.raises(BadInput, match=value):
        Habits.from_catalog({name: value})


def test_of_several_files_the_one_with_like_titles_takes_a_paper():
    titles = {
        "README.md": ["A Survey of Everything", "Pruning Heads"],
        "audio.md": ["Neural Audio Codecs", "Streaming Audio Codecs", "Audio Tokens"],
        "prune.md": ["Pruning Heads Early", "Pruning Layers"],
    }
    assert choose_file(titles, "Low-Rate Audio Codecs") == "audio.md"
    assert choose_file(titles, "Nothing Alike") == "README.md"


def file_of(*sections: tuple[str, tuple[int, ...]]) -> str:
    return "# Awesome Things\n\n" + "".join(
        f"## {name}\n\n"
        + "".join(
            f"- [A Study of Things, Part {n}](https://arxiv.org/abs/{n // 100}.{n % 100:05d})\n"
            for n in numbers
        )
        + "\n"
        for name, numbers in sections
    )


def placed(before: str, section: str) -> str:
    facts = {"title": "Grids for Maps", "arxiv_id": "2405.01234", "section_path": ["Awesome Things", section]}
    after = insert_entry(before.encode(), NewEntry.from_mapping(facts)).data.decode()
    part = after.partition(f"## {section}\n")[2].partition("\n## ")[0].strip().splitlines()
    at = next(i for i, line in enumerate(part) if "Grids for Maps" in line)
    return "top" if at == 0 else "bottom" if at == len(part) - 1 else "inside"


UNSORTED = (240304, 231101, 240402, 240203, 240310)


def test_without_an_order_new_papers_go_to_the_bottom():
    lists = file_of(("Small Things", UNSORTED), ("Large Things", UNSORTED[::-1]), ("Old Things", (230101,)))
    assert [placed(lists, f"{name} Things") for name in ("Small", "Large", "Old")] == ["bottom"] * 3


def test_a_section_without_an_order_grows_where_the_others_do():
    falling = tuple(range(240308, 240300, -1))
    lists = file_of(("Small Things", UNSORTED), ("Large Things", falling), ("Old Things", (230101,)))
    assert [placed(lists, f"{name} Things") for name in ("Small", "Old")] == ["top", "top"]


def test_years_of_headings_tell_where_a_list_grows():
    lists = file_of(
        ("Things of 2024", UNSORTED), ("Things of 2023", (230101,)), ("Things of 2022", (220101,))
    )
    assert placed(lists, "Things of 2024") == "top"
    lists = file_of(
        ("Things of 2022", (220101,)), ("Things of 2023", (230101,)), ("Things of 2024", UNSORTED)
    )
    assert placed(lists, "Things of 2024") == "bottom"


def test_habits_say_what_the_file_says():
    sites = [f"https://arxiv.org/abs/2501.0000{n}" for n in range(2)] + [
        f"https://a.org/{n}.pdf" for n in range(3)
    ]
    items = "".join(
        f"- [Maps of the Sea, Part {n}]({site}) {'Chen _et. al._' if n else 'Chen and others'}, 2024\n"
        for n, site in enumerate(sites)
    )
    words = learn_habits(read_document(f"# Maps\n\n## Sea\n\n{items}".encode()), ()).words
    assert words["paper link"] == "in 100% of entries, mostly to other sites than arXiv (60% of those)"
    assert words["authors"].startswith("in 100% of entries, mostly as 'first 1 and et al.'")
    twice = f"# Maps\n\n{items}{items}"
    assert "several places" not in learn_habits(read_document(twice.encode()), ()).words
    apart = f"# Maps\n\n## Old\n\n{items}\n## New\n\n{items}"
    told = learn_habits(read_document(apart.encode()), ()).words["several places"]
    assert told == "5 papers stand in more than one section"
