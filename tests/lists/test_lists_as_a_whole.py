"""Made-up lists with what was first seen wrong in whole READMEs of strangers, from reading to adding."""

import re

import pytest

from service.lists import Habits, NewEntry, insert_entry, read_document
from service.lists.checking.lint import lint
from service.lists.editing.extras import NUMBERS, offer_extras
from service.lists.onboarding.phrases import choose_query
from service.lists.placing.learn import learn_habits
from service.lists.writing.addresses import Addresses
from service.lists.writing.arxiv_forms import ArxivForms

ABS, PDF = "https://arxiv.org/abs/", "https://arxiv.org/pdf/"
TITLES = ("Sparse Grids for Maps", "Deep Rivers at Night", "Walking on Thin Glass", "Ports Without Pilots")
SHIELD = "https://img.shields.io/badge/"


def added(text: str, section: str | None = None, **facts: object) -> str:
    new = NewEntry.from_mapping({"title": "Late Frames", "arxiv_id": "2603.01999", **facts})
    edit = insert_entry(text.encode(), new, section=[section] if section else None)
    return "".join(a.text for a in edit.additions)


def found(text: str) -> list[tuple[str, int, str]]:
    return [(f.kind, f.line, f.fix) for f in lint(read_document(text.encode()))]


def shown(number: str, venue: str, year: int, code: str) -> str:
    badges = (
        (f"{ABS}{number}", "link", "-Link-blue"),
        (f"{ABS}{number}", "Arxiv", f"-{number}-red"),
        (f"{ABS}{number}", f"{venue}{year % 100}", f"{venue}-{year}-green"),
        (f"https://github.com/maps/{code}", "Github", "-Code-black"),
    )
    return " ".join(
        f'<a href="{url}" target="_blank"><img alt="{alt}" src="{SHIELD}{said}"/></a>'
        for url, alt, said in badges
    )


QUOTED = (
    "We present *{0}* (TM), a way to draw the maps of rivers, lakes and seas with as few cells as {0} has, "
    "or a river, a lake or a sea has drops."
)
PAPERS = "\n\n\n<br>\n\n".join(
    f"**{title}**. {venue}{year % 100}. \n\n"
    f"{shown(f'{year % 100 - 1}05.0123{n}', venue, year, f'm{n}')}\n\n> {QUOTED.format(title)}"
    for n, (title, venue, year) in enumerate(
        zip(TITLES, ("ICML", "ICLR", "CVPR", "ICLR"), range(2021, 2025), strict=True)
    )
)
BADGED = f"# Maps\n\n## Land\n\n{PAPERS}\n\n## Feedback\n\nTell us.\n"


def test_no_badge_in_html_shows_the_number_or_the_venue_of_the_copied_paper():
    text = added(BADGED, "Land", venue="NeurIPS 2025", code_url="https://github.com/late/frames")
    assert re.findall(r"\d{4}\.\d{5}", text) == ["2603.01999"] * 4
    assert re.findall(r'alt="([^"]*)"', text) == ["link", "Arxiv", "NeurIPS25", "Github"]
    assert f"{SHIELD}NeurIPS-2025-green" in text


def test_a_break_between_papers_stands_before_the_next_one_and_a_quoted_abstract_leaves_no_full_stop():
    text = added(BADGED, "Land", title="Late Frames of Rivers")
    assert text.strip().startswith("<br>\n\n**Late Frames of Rivers**")
    assert text.rstrip().endswith("</a>")
    assert [e.title for e in read_document(BADGED.encode()).entries] == list(TITLES)


BLOCKS = "\n\n".join(
    f"### {n}. [{venue} '20{24 - n // 3}] {title}\n**Authors**: Ann Chen, Bo Li\n\n"
    f"  [📄 Paper]({PDF}2405.0123{n}) | {code} | {page}"
    for n, (title, venue, code, page) in enumerate(
        zip(
            TITLES,
            ("ICML", "Arxiv", "CVPR", "Arxiv"),
            ("[💻 Code](https://github.com/m/1)", "💻 Code", "[💻 Code](https://github.com/m/3)", "💻 Code"),
            (
                "[🌐 Project Page](https://m.io/1)",
                "🌐 Project Page",
                "🌐 Project Page",
                "[🌐 Project Page](https://m.io/4)",
            ),
            strict=True,
        ),
        1,
    )
)
NUMBERED = f"# Maps\n\nA list of maps.\n\n{BLOCKS}\n"


@pytest.mark.parametrize(
    ("facts", "links"),
    [
        ({}, "💻 Code | 🌐 Project Page"),
        ({"code_url": "https://github.com/l/f"}, "[💻 Code](https://github.com/l/f) | 🌐 Project Page"),
        ({"project_url": "https://late.io/"}, "💻 Code | [🌐 Project Page](https://late.io/)"),
    ],
)
def test_a_label_without_its_link_says_that_there_is_none(facts, links):
    text = added(NUMBERED, venue="CVPR 2025", authors=["Di Xu", "Eva Roth"], **facts)
    assert f"| {links}\n" in text
    assert text.count("Di Xu") == 1


def test_numbers_in_headings_count_on_where_that_is_wanted():
    new = NewEntry(title="Late Frames", url=f"{PDF}2603.01999", venue="CVPR 2025")
    edit = insert_entry(NUMBERED.encode(), new, habits=Habits(order={"*": "top"}))
    (extra,) = [e for e in offer_extras(edit.data, new, section=edit.section_path) if e.kind == NUMBERS]
    assert re.findall(r"(?m)^### (\d)", extra.data.decode()) == ["1", "2", "3", "4", "5"]


def test_numbers_that_are_all_one_are_said_to_be_so():
    items = "".join(f"1. **{t}.** ICML 2024. [[paper]]({ABS}2405.0123{n})\n" for n, t in enumerate(TITLES))
    assert "number 1" in learn_habits(read_document(f"# L\n\n{items}".encode())).words["numbers"]
    assert learn_habits(read_document(NUMBERED.encode())).words["numbers"].startswith("entries are numbered")


TURNED = ("Rossi, Ann, and Bo Li", "Chen, Cy, Mei Ito, and Ola Berg", "Lee, Min, et al.", "Vu, Hung, et al.")


def cited(authors: tuple[str, ...] = TURNED) -> str:
    ends = ("" if a.endswith(".") else "." for a in authors)
    return "# L\n\n" + "".join(
        f'- {names}{end} "{title}." ICLR 2024 | [paper]({PDF}2405.0123{n}.pdf)\n'
        for n, (names, end, title) in enumerate(zip(authors, ends, TITLES, strict=True))
    )


def test_the_first_author_alone_has_the_surname_first():
    assert read_document(cited().encode()).entries[1].authors == ("Cy Chen", "Mei Ito", "Ola Berg")
    assert read_document(cited().encode()).entries[2].authors == ("Min Lee",)
    names = ["Di Xu", "Eva Roth", "Jo Lund", "Max Weber"]
    for count, said in ((1, "Xu, Di."), (2, "Xu, Di, and Eva Roth."), (4, "Xu, Di, et al.")):
        assert f'- {said} "Late Frames." ICLR 2026 | ' in added(
            cited(), venue="ICLR 2026", authors=names[:count]
        )


def test_surnames_alone_stay_surnames():
    plain = cited(("Rossi and Li", "Chen, Ito, and Berg", "Lee, Min, and Roe", "Vu, Hung, and Tran"))
    assert "- Xu, Roth, and Lund." in added(
        plain, venue="ICLR 2026", authors=["Di Xu", "Eva Roth", "Jo Lund"]
    )


def test_an_address_on_arxiv_is_written_as_all_others_are_where_the_copied_paper_stands_elsewhere():
    forms = ArxivForms([e.reading for e in read_document(cited().encode()).entries])
    new = NewEntry(title="Late Frames", url=f"{ABS}2603.01999")
    elsewhere = "https://openaccess.thecvf.com/a.pdf"
    assert Addresses(new, (), arxiv_forms=forms).paper(elsewhere) == f"{PDF}2603.01999.pdf"
    assert Addresses(new, ()).paper(elsewhere) == f"{ABS}2603.01999"


def test_a_table_of_data_sets_lists_no_papers():
    papers = "".join(f"| [{t}]({ABS}2405.0123{n}) | ICML 2024 |\n" for n, t in enumerate(TITLES))
    sets = "".join(f"| [Set {n}]({ABS}2405.0123{n % 3}) | {n}9.06 | 3{n},000 |\n" for n in range(8))
    head = "| Dataset | #Graphs | #Edges |\n|-|-|-|\n"
    text = f"# L\n\n| Paper | Venue |\n|-|-|\n{papers}\n## Data\n\n{head}{sets}"
    assert [e.title for e in read_document(text.encode()).entries] == list(TITLES)
    assert found(text) == []
    own = text.replace("0123", "0456", 4)  # each set has a paper of its own
    one_each = re.sub(r"Set (\d)\]\(([^)]*)\d\)", r"Set \1](\g<2>\1)", own)
    assert len(read_document(one_each.encode()).entries) == len(TITLES) + 8


def test_slips_in_the_names_of_venues_are_found_and_other_venues_left_alone():
    venues = (
        "ICJAI 2024",
        "NeurlPS 2024",
        "aiXiv 2024",
        "IJCNN 2024",
        "ICIAR 2024",
        "IJCAI 2024",
        "NIPSW 2024",
    )
    rows = "".join(f"| [Maps of Kind {n}]({ABS}2405.0123{n}) | {v} |\n" for n, v in enumerate(venues))
    slips = [("venue-spelling", 5, "IJCAI"), ("venue-spelling", 6, "NeurIPS"), ("venue-spelling", 7, "arXiv")]
    assert found(f"# L\n\n| Paper | Venue |\n|-|-|\n{rows}") == slips


def test_a_link_to_code_that_leads_to_the_paper_is_found():
    def of(url: str) -> str:
        return f"# L\n\n- {TITLES[0]} | [paper]({PDF}2405.01231.pdf) | [git]({url})\n"

    assert found(of("https://github.com/maps/m1")) == []
    assert [kind for kind, _, _ in found(of(f"{PDF}2405.01231.pdf"))] == ["wrong-link"]


def test_a_paper_under_two_names_at_two_venues_is_found():
    row = "| [Sparse Grids for Maps of Land]({}2405.01231) | {} | {} |\n"
    head = "# L\n\n| Paper | Method | Venue |\n|-|-|-|\n"
    apart = head + row.format(ABS, "SG", "ICML 2024") + row.format(ABS, "SGM", "CVPR 2025")
    assert [(kind, line) for kind, line, _ in found(apart)] == [("duplicate", 6)]
    assert found(head + row.format(ABS, "SG", "ICML 2024") + row.format(ABS, "SGM", "ICML 2024")) == []


def test_narrow_words_together_are_preferred_to_one_that_every_other_paper_says():
    query = choose_query(
        [f"{a} {b} Images" for a in ("Satellite", "Moraine") for b in ("Kelp", "Fjord", "Estuary")]
    )
    said = {word for term in query.terms for word in term}
    assert said == {"satellite", "moraine"}
    assert query.recall == 1
