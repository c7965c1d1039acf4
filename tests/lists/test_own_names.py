"""A method's name out of the title, in the brackets in which a list names its methods."""

import pytest

from service.lists import NewEntry, insert_entry, read_document

NAMES = ("FishNet", "Crab and Shell", "OctoCut", "SquidPool")


def tails(*names: str) -> str:
    return "# Things\n\n## Papers\n\n" + "".join(
        f"- [{name}: A Study of Things](https://arxiv.org/abs/2501.0000{n}). [{name};Video]\n"
        for n, name in enumerate(names, 1)
    )


def added(before: str, **facts: object) -> str:
    entry = NewEntry.from_mapping({"title": "GridSieve: Fewer Grids", "arxiv_id": "2503.00404", **facts})
    return insert_entry(before.encode(), entry).additions[0].text


def test_a_name_with_an_and_is_no_two_authors():
    entry = read_document(tails(*NAMES).encode()).entries[1]
    assert entry.authors == ()


def test_the_name_is_taken_out_of_the_title():
    assert added(tails(*NAMES)).endswith("[GridSieve]\n")


def test_a_tail_that_somebody_wrote_stays_as_it_was_given():
    assert added(tails(*NAMES), tags={"tail": ["Sieve", "Depth"]}).endswith("[Sieve;Depth]\n")


@pytest.mark.parametrize("title", ["Fewer Grids", "What a Long Beginning of It: Fewer Grids"])
def test_a_title_without_a_name_gives_none(title: str):
    assert "[GridSieve" not in added(tails(*NAMES), title=title)
    assert added(tails(*NAMES), title=title).count("[") == 1


def test_where_tails_hold_other_words_the_name_stays_out():
    before = tails(*NAMES)
    for name in NAMES:
        before = before.replace(f"[{name};", "[Pruning;")
    assert "[GridSieve]" not in added(before)


@pytest.mark.parametrize("form", ["{}", "**{}**"])
def test_a_column_of_names_gets_the_name_out_of_the_title(form: str):
    rows = "".join(
        f"| {form.format(name)} | [{name}: A Study](https://arxiv.org/abs/2501.0000{n}) | Video |\n"
        for n, name in enumerate(NAMES, 1)
    )
    before = "# Things\n\n| Method | Paper | Modality |\n| --- | --- | --- |\n" + rows
    named = f"| {form.format('GridSieve')} | [GridSieve: Fewer Grids](https://arxiv.org/abs/2503.00404) |"
    assert added(before).startswith(named)
    given = added(before, tags={"cell:Method": ["Sieve"]})
    assert given.startswith(f"| {form.format('Sieve')} |")
    assert "| GridSieve |" not in added(before.replace("| Video |", "| Pruning |"), title="Fewer Grids")
