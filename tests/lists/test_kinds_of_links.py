"""Links, badges and venues of one kind: each goes where its kind stands, once, and under its own name."""

import pytest

from service.lists import NewEntry, insert_entry, read_document
from service.lists.writing.host_labels import HostLabels, read_host_labels
from tests.lists.test_unusual_entries import HEAD
from tests.lists.test_words_and_labels import written


def data(*urls: str) -> dict[str, object]:
    return {"links": [{"label": "Data", "url": url} for url in urls]}


TABLE = "# Awesome Things\n\n## Papers\n\n| Title | Code | Data |\n|---|---|---|\n" + "".join(
    f"| [A Study of Things, Part {n}](https://arxiv.org/abs/2404.0000{n}) | {code} | {files} |\n"
    for n, code, files in (
        (1, "[Github](https://github.com/a/b)", "[Data](https://d.org/1) <br> [Data](https://d.org/2)"),
        (2, "[Github](https://github.com/a/c)", "[Data](https://d.org/3) <br> [Data](https://d.org/4)"),
        (3, "[Github](https://github.com/a/d)", "[Data](https://d.org/5) <br> [Data](https://d.org/6)"),
    )
)


def test_one_link_of_a_kind_is_not_written_twice():
    said = written(TABLE, code_url="https://github.com/x/grid", extra=data("https://d.org/grid"))
    assert said.endswith("| [Github](https://github.com/x/grid) | [Data](https://d.org/grid) |")


def test_two_links_of_a_kind_keep_their_order():
    links = data("https://d.org/grid", "https://d.org/more")
    said = written(TABLE, code_url="https://github.com/x/grid", extra=links)
    assert said.endswith("| [Data](https://d.org/grid) <br> [Data](https://d.org/more) |")


def test_a_repository_that_is_labelled_as_the_page_is_the_page():
    before = HEAD + "".join(
        f"* A Study of Things in Part {n}. [[Paper](https://arxiv.org/abs/2404.0000{n})]"
        f" [[Webpage]({page})] [[Code](https://github.com/a/{n})]\n"
        for n, page in (
            (1, "https://github.com/a/page"),
            (2, "https://two.github.io"),
            (3, "https://three.org"),
        )
    )
    first = read_document(before.encode()).entries[0]
    assert [link.role for link in first.links] == ["paper", "project", "code"]
    said = written(before, code_url="https://github.com/x/grid", project_url="https://grid.org")
    assert said.endswith("[[Webpage](https://grid.org)] [[Code](https://github.com/x/grid)]")


def badge(label: str, shown: str) -> str:
    return f"[![{label}](https://img.shields.io/badge/{shown})]()"


BADGES = HEAD + "".join(
    f"- {shown} [A Study of Things, Part {n}](https://arxiv.org/abs/2404.0000{n})\n"
    for n, shown in (
        (1, badge("Arxiv", "arXiv-2024\\.04-red")),
        (2, badge("Arxiv", "arXiv-2024\\.03-red")),
        (3, badge("Publish", "ICCV-2023-blue")),
        (4, badge("Arxiv", "arXiv-2023\\.11-red")),
    )
)


def test_the_month_of_a_badge_is_the_papers_own():
    assert written(BADGES).startswith("- " + badge("Arxiv", "arXiv-2024\\.05-red"))


def test_a_badge_with_the_venue_stands_instead_of_the_one_with_the_month():
    said = written(BADGES, tags={"badges": ["![Publish](https://img.shields.io/badge/CVPR-2024-blue)"]})
    assert said == (
        f"- {badge('Publish', 'CVPR-2024-blue')}"
        " [GridNet: Sparse Grids for Depth Maps](https://arxiv.org/abs/2405.01234)"
    )


def test_a_venue_stands_without_the_month_where_only_preprints_have_one():
    before = HEAD + "".join(
        f"* **Thing{n}**: A Study of Things in Part {n}, *{said}*. [[Paper](https://arxiv.org/abs/2404.0000{n})]\n"
        for n, said in enumerate(
            ("arXiv, Apr 2024", "CVPR 2024", "arXiv, Mar 2024", "ICML 2023", "arXiv, Jun 2023", "ICRA 2024"),
            1,
        )
    )
    assert "*CoRL 2024*. [[" in written(before, venue="CoRL 2024", tags={"before_title": ["GridNet"]})


def test_a_venue_that_nobody_knows_stands_where_venues_do():
    before = HEAD + "".join(
        f"- (*{said}*) A Study of Things in Part {n} [[paper](https://arxiv.org/abs/2404.0000{n})]\n"
        for n, said in enumerate(("arXiv 2024.04", "CVPR 2024", "arXiv 2023.11", "ICML 2023"), 1)
    )
    said = written(before, tags={"before_title": ["Things and Maps Letters 2024"]})
    assert said.startswith("- (*Things and Maps Letters 2024*) GridNet")


def test_a_word_of_a_paper_goes_into_the_brackets_where_such_words_stand():
    before = HEAD + "".join(
        f"- A Study of Things in Part {n}. [**`{word}`**] [[paper](https://arxiv.org/abs/2404.0000{n})]\n"
        for n, word in enumerate(("maps", "grids", "maps", "grids"), 1)
    )
    assert "[**`mixed`**]" in written(before, tags={"after_title": ["mixed"]})


def test_an_id_behind_the_authors_ends_them():
    before = HEAD + "".join(
        f"{n}. A Study of Things in Part {n}. Tanaka, Mei et al. {said}\n"
        for n, said in enumerate(("arXiv:2404.00001", "ICML 2023", "arXiv:2403.00002", "CVPR 2024"), 1)
    )
    entries = read_document(before.encode()).entries
    assert [e.title for e in entries] == [f"A Study of Things in Part {n}" for n in (1, 2, 3, 4)]
    assert str(entries[2].arxiv_id) == "2403.00002"


def test_a_bullet_is_no_emphasis_that_loses_its_partner():
    before = HEAD + "".join(
        f"* **A Study of Things, Part {n}**. [[Paper](https://arxiv.org/abs/2404.0000{n})]\n"
        f"  * Tasks: {said}\n"
        for n, said in enumerate(("finding things", "counting things", "sorting things"), 1)
    )
    links = {"links": [{"label": "Blog", "url": "https://blog.org/grid"}]}
    said = written(before, extra=links, tags={"after_title": ["Tasks: packing grids"]})
    assert said.endswith("[[Blog](https://blog.org/grid)]\n  * Tasks: packing grids")


def test_a_home_page_is_no_name_for_code_where_code_has_its_own():
    before = HEAD + "".join(
        f"- A Study of Things in Part {n} [[paper](https://arxiv.org/abs/2404.0000{n})] {links}\n"
        for n, links in enumerate(
            (
                "[[homepage](https://one.org)] [[code](https://github.com/a/1)]",
                "[[homepage](https://two.org)] [[code](https://github.com/a/2)]",
                "[[homepage](https://github.com/a/3)]",
            ),
            1,
        )
    )
    said = written(before, code_url="https://github.com/x/grid")
    assert said.endswith("[[code](https://github.com/x/grid)]")


def test_code_that_one_entry_names_twice_is_named_once():
    before = HEAD + "".join(
        f'- "A Study of Things, Part {n}", ICML, 2023. [[paper](https://arxiv.org/abs/2404.0000{n})]'
        f" [[Code](https://github.com/a/{n})] [[code](https://github.com/a/{n})]\n"
        for n in range(1, 4)
    )
    assert written(before, venue="CVPR, 2024", code_url="https://github.com/x/grid").count("x/grid") == 1


def test_each_word_of_a_tail_gets_its_own_marks():
    before = HEAD + "".join(
        f"- A Study of Things in Part {n} [[paper](https://arxiv.org/abs/2404.0000{n})] [**`{word}`**]\n"
        for n, word in enumerate(("maps", "grids", "maps", "grids"), 1)
    )
    assert written(before, tags={"tail": ["maps", "grids"]}).endswith(" [**`maps`**] [**`grids`**]")


def test_a_remark_in_italics_belongs_to_a_bold_title_line():
    before = HEAD + "".join(
        f"**_{said}_ - Things and Their Parts, Volume {n}**\\\n_Mei Tanaka, Tom Kim_\\\n"
        f"arXiv, [[Paper](https://arxiv.org/abs/2404.0000{n})]\\\n1{n} Apr 2024\n\n"
        for n, said in enumerate(("Balance Loss", "Router Loss", "Hash Routing"), 1)
    )
    assert read_document(before.encode()).entries[0].title == "Things and Their Parts, Volume 1"
    facts = {"authors": ["Ann Chen", "Bo Li"], "tags": {"before_title": ["_Grid Loss_ -"]}}
    assert written(before, **facts).startswith(
        "**_Grid Loss_ - GridNet: Sparse Grids for Depth Maps**\\\n_Ann"
    )


def test_an_emoji_with_a_name_keeps_its_colons():
    before = HEAD + "".join(
        f"{mark}**Thing{n}:** Mei Tanaka, Tom Kim.<br />\n"
        f'"A Study of Things in Part {n}." ArXiv (2024).\n[[paper](https://arxiv.org/abs/2404.0000{n})]\n\n'
        for n, mark in enumerate((":boom:", ":boom:", "", ":boom:"), 1)
    )
    facts = {"authors": ["Ann Chen", "Bo Li"], "tags": {"before_title": [":boom:", "GridNet:"]}}
    assert written(before, **facts).startswith(":boom:**GridNet:** Ann Chen, Bo Li.<br />")


def test_the_stars_of_one_repository_are_shown_once():
    def stars(repository: str) -> str:
        shown = f"https://img.shields.io/github/stars/{repository}.svg?style=social"
        return f"[![Star]({shown})](https://github.com/{repository})"

    before = "# Awesome Things\n\n## Papers\n\n| Title | Code |\n|---|---|\n" + "".join(
        f"| [A Study of Things, Part {n}](https://arxiv.org/abs/2404.0000{n}) (Thing{n}) |"
        f" {stars(f'a/{n}')}<br>{stars(f'a/{n}-more')} |\n"
        for n in range(1, 4)
    )
    said = written(before, code_url="https://github.com/x/grid", tags={"after_title": ["GridNet"]})
    assert said.endswith(f"(GridNet) | {stars('x/grid')} |")


def test_an_empty_link_is_copied_only_where_such_links_are_usual():
    def listed(*codes: str) -> str:
        return HEAD + "".join(
            f"* A Study of Things in Part {n} [[Paper]](https://arxiv.org/abs/2404.0000{n}){code}\n"
            for n, code in enumerate(codes, 1)
        )

    full, empty = "[[Code]](https://github.com/a/b)", "[[Code]]()"
    assert "Code" not in written(listed(full, empty, "", "", full))
    assert written(listed(full, empty, empty, full, empty)).endswith(empty)


def test_a_link_that_is_put_in_stands_behind_the_others_if_it_does_elsewhere():
    rows = (
        ("[Page](https://one.org)", "1"),
        ("[Demo](https://demo.org/2)<br>[Data](https://d.org/2)", "2"),
        ("[Page](https://three.org)", "3"),
    )
    before = "# Awesome Things\n\n## Papers\n\n| Title | More |\n|---|---|\n" + "".join(
        f"| [A Study of Things, Part {n}](https://arxiv.org/abs/2404.0000{n}) | {more} |\n"
        for more, n in rows
    )
    said = written(before, project_url="https://grid.org", extra=data("https://d.org/grid"))
    assert said.endswith("| [Page](https://grid.org)<br>[Data](https://d.org/grid) |")


def linked(*links: tuple[str, str]) -> str:
    return HEAD + "".join(
        f"- **A Study of Things, Part {n}** [[{label}]](https://{url}{n})\n"
        for n, (label, url) in enumerate(links, 1)
    )


CATALOGUE, ABSTRACT = "aclanthology.org/2024.acl-long.7", "openreview.net/pdf?id=things"


@pytest.mark.parametrize(
    ("url", "label"),
    [
        (f"https://{CATALOGUE}", "link"),
        (f"https://{ABSTRACT}", "paper"),
        ("https://dl.acm.org/doi/10.1145/77", "paper"),
    ],
)
def test_a_link_to_a_paper_is_called_as_on_its_host(url: str, label: str):
    others = (
        ("paper", "ojs.aaai.org/index.php/AAAI/article/view/2"),
        ("paper", "www.ijcai.org/proceedings/2024"),
    )
    by_host = linked(*[("link", CATALOGUE)] * 3, *others, *[("paper", ABSTRACT)] * 3, ("link", CATALOGUE))
    facts = {"arxiv_id": None, "url": url}
    assert written(by_host, **facts).endswith(f"** [[{label}]]({url})")


def test_labels_that_change_on_one_host_are_whims():
    whims = linked(*[("link", CATALOGUE), ("paper", CATALOGUE)] * 3, *[("paper", ABSTRACT)] * 3)
    readings = [e.reading for e in read_document(whims.encode()).entries]
    assert read_host_labels(readings) == HostLabels()


def test_capitals_of_a_label_are_left_to_the_entry_that_is_copied():
    spelled = linked(*[("Paper", CATALOGUE)] * 5, *[("paper", ABSTRACT)] * 5)
    assert read_host_labels([e.reading for e in read_document(spelled.encode()).entries]) == HostLabels()
    known = HostLabels({"openreview.net": "Paper"})
    assert known.of(f"[[paper]](https://{ABSTRACT})", "paper") is None
    assert known.of(f"[[link]](https://{ABSTRACT})", "link") == "Paper"


def test_a_label_that_nearly_all_papers_have_is_not_lost_with_a_copied_entry():
    """The only entry with code and data beside it calls its project by a link alone."""
    item = "- [A Study of Hill {n}]({url}) | [Paper]({url}) [Code](https://github.com/a/hill{n})\n"
    url = "https://arxiv.org/abs/2501.000{n:02}"
    told = "# Things\n\n## Old\n\n"
    told += "".join(item.format(n=n, url=url.format(n=n)) for n in range(1, 10))
    told += (
        item.format(n=10, url=url.format(n=10))[:-1]
        + " [Data](https://huggingface.co/a/hill10)\n\n## New\n\n"
    )
    told += item.format(n=11, url=url.format(n=11))
    told += f"- [Open Hills]({url.format(n=12)}) | [Code](https://github.com/a/open) [Data](https://huggingface.co/a/open)\n"
    entry = NewEntry.from_mapping(
        {
            "title": "Sparse Frames for Long Walks",
            "arxiv_id": "2504.00009",
            "code_url": "https://github.com/a/frames",
            "extra": {"links": [{"label": "Data", "url": "https://huggingface.co/a/frames"}]},
        }
    )
    added = insert_entry(told.encode(), entry, section=["Things", "New"]).additions[0].text
    assert "| [Paper](https://arxiv.org/abs/2504.00009) [Code](https://github.com/a/frames) [Data](" in added
