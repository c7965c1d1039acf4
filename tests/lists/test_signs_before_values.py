"""Values behind a label or an emoji, in one line or in one cell, parted in any of the usual ways."""

import pytest

from service.lists import NewEntry, guard, insert_entry

TITLES = ("Sparse Grids for Maps", "Deep Rivers at Night", "What Small Hands Hold", "Walking on Thin Glass")
AUTHORS = ("Ann Chen, Bo Li", "Fei Su", "Mei Sato, Tom Kim, Zoe Ng", "Nora Weber")
VENUES = ("CVPR 2024", "ICLR 2025", "arXiv 2024", "arXiv 2024")
NEW = {"title": "Late Merging of Frames", "arxiv_id": "2404.00001", "authors": ["Eva Rossi"],
       "code_url": "https://github.com/rossi/code", "venue": "ECCV 2024"}  # fmt: skip
FORMS = (
    "Authors: AUTHORS#Venue: VENUE#Code: [link](CODE)",
    "**Authors:** AUTHORS#**Venue:** VENUE#**Code:** [link](CODE)",
    "👤 AUTHORS#📍 VENUE#💻 [Code](CODE)",
    "🏫 Authors: AUTHORS#📍 Venue: VENUE#💻 Code: [link](CODE)",
    "📅 VENUE#✍️ AUTHORS#[[code](CODE)]",
)
SEPARATORS = ("<br>", " <br/> ", ". ", " | ", "; ", " · ")
HEADS = (
    "- [TITLE](URL)#",
    "- **TITLE**#[[paper](URL)]#",
    "| [TITLE](URL) | ",
    "| **TITLE** <br> [pdf](URL) | ",
)
TABLE = "| Title | Info |\n|---|---|\n"


def entry(form: str, title: str, authors: str, venue: str, number: str, owner: str) -> str:
    said = form.replace("TITLE", title).replace("AUTHORS", authors).replace("VENUE", venue)
    said = said.replace("URL", f"https://arxiv.org/abs/{number}")
    return said.replace("CODE", f"https://github.com/{owner}/code") + "\n"


@pytest.mark.parametrize(
    "form",
    ["TITLE. *VENUE*. **arXiv:** [ID](URL)", '"TITLE" arXiv: [ID](URL)'],
)
def test_arxiv_before_a_linked_number_is_no_venue(form: str):
    def filled(title: str, venue: str, number: str) -> str:
        said = form.replace("TITLE", title).replace("VENUE", venue).replace("ID", number)
        return f"- {said.replace('URL', f'https://arxiv.org/abs/{number}')}\n"

    rows = [filled(t, v, f"2403.0123{n}") for n, (t, v) in enumerate(zip(TITLES, VENUES, strict=True))]
    edit = insert_entry(
        f"# List\n\n{''.join(rows)}".encode(), NewEntry.from_mapping({**NEW, "code_url": None})
    )
    assert edit.additions[0].text == filled(str(NEW["title"]), str(NEW["venue"]), "2404.00001")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("head", HEADS)
def test_each_value_is_the_new_papers_behind_its_own_label_or_sign(head: str, form: str):
    is_row = head.startswith("|")
    for separator in SEPARATORS:
        if is_row and "|" in separator:
            continue
        own = f"{head}{form}{' |' * is_row}".replace("#", separator)
        rows = [
            entry(own, TITLES[i], AUTHORS[i], VENUES[i], f"2403.0123{i}", f"own{i}")
            for i in range(len(TITLES))
        ]
        before = f"# List\n\n## Maps\n\n{TABLE * is_row}{''.join(rows)}".encode()
        edit = insert_entry(before, NewEntry.from_mapping(NEW))
        guard(before, edit.data, edit.additions)
        wanted = entry(own, str(NEW["title"]), "Eva Rossi", str(NEW["venue"]), "2404.00001", "rossi")
        assert edit.additions[0].text.split() == wanted.split()


DAYS = ("2024-03-01", "2024-03-05", "2024-03-11", "2024-03-12")
LABS = ("MIT", "Tsinghua University", "Google", "KAIST")
TASKS = ("pruning", "video", "agents", "pruning")
WORDED = (
    ("📅 Date: DAY#🏛️ Affiliation: LAB", ("🏛️ Affiliation: CMU",)),
    ("🗓️ DAY#✍️ Authors: AUTHORS#🎯 Task: TASK", ("🎯 Task: merging",)),
    ("👥 **Authors:** AUTHORS#🏢 **Affiliation:** LAB", ("Affiliation: CMU",)),
    ("Published: DAY#Venue: VENUE#Task: TASK", ("Task: merging",)),
    ("**VENUE**#🔑 Keywords: TASK", ("🔑 Keywords: merging",)),
    ("📌 TASK#📍 VENUE", ("📌 merging",)),
)


@pytest.mark.parametrize("is_signed", [True, False], ids=["given with its emoji", "given in words"])
@pytest.mark.parametrize(("form", "given"), WORDED)
@pytest.mark.parametrize("head", HEADS[:3])
def test_words_are_the_new_papers_and_what_the_list_puts_before_them_stays(
    head: str, form: str, given: tuple[str, ...], *, is_signed: bool
):
    tags = list(given if is_signed else (word.lstrip("🏛️🎯🔑📌 ") for word in given))
    is_row = head.startswith("|")
    for separator in ("<br>", " <br> ", " | ", " · ") if not is_row else ("<br>", " <br> "):
        own = f"{head}{form}{' |' * is_row}".replace("#", separator)

        def filled(values: dict[str, str], number: str, form: str = own) -> str:
            for name, value in values.items():
                form = form.replace(name, value)
            return form.replace("URL", f"https://arxiv.org/abs/{number}") + "\n"

        rows = [
            filled(
                dict(zip(("TITLE", "AUTHORS", "VENUE", "DAY", "LAB", "TASK"), each, strict=True)),
                f"2403.0{n}123",
            )
            for n, each in enumerate(zip(TITLES, AUTHORS, VENUES, DAYS, LABS, TASKS, strict=True), 1)
        ]
        before = f"# List\n\n## Maps\n\n{TABLE * is_row}{''.join(rows)}".encode()
        facts = {**NEW, "published": "2024-04-01", "code_url": None, "tags": {"after_title": tags}}
        edit = insert_entry(before, NewEntry.from_mapping(facts))
        new = {"TITLE": str(NEW["title"]), "AUTHORS": "Eva Rossi", "VENUE": str(NEW["venue"])}
        wanted = filled({**new, "DAY": "2024-04-01", "LAB": "CMU", "TASK": "merging"}, "2404.00001")
        assert edit.additions[0].text.split() == wanted.split()
