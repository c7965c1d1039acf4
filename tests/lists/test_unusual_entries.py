"""Ways of writing that no form of the zoo can show, because a part of them follows from no fact."""

import pytest

from service.lists import NewEntry, insert_entry, read_document
from service.lists.reading.parts import Field

HEAD = "# Awesome Things\n\n## Papers\n\n"


def entry(**facts: object) -> NewEntry:
    known = {
        "title": "GridNet: Sparse Grids for Depth Maps",
        "arxiv_id": "2405.01234",
        "url": "https://arxiv.org/abs/2405.01234",
        "authors": ["Ann Chen", "Bo Li"],
        "published": "2024-05-02",
    }
    return NewEntry.from_mapping({**known, **facts})


def written(before: str, **facts: object) -> str:
    return insert_entry(before.encode(), entry(**facts)).additions[0].text.strip()


def test_names_that_are_linked_are_the_authors():
    before = HEAD + "".join(
        f"**A Study of Things, Part {n}.**<br>\n*[Mei Tanaka](https://mei.org/{n}), Tom Kim, Zoe Ng.*<br>\n"
        f"arXiv 2024. [[PDF](https://arxiv.org/abs/2404.0000{n})]\n\n"
        for n in range(1, 5)
    )
    found = read_document(before.encode()).entries
    assert [e.authors for e in found] == [("Mei Tanaka", "Tom Kim", "Zoe Ng")] * 4
    assert "*Ann Chen, Bo Li.*<br>" in written(before)


def test_an_institution_behind_a_name_is_left_out_and_the_emphasis_stays_whole():
    before = HEAD + "".join(
        f"- **A Study of Things, Part {n}.** *Mei Tanaka (Kyoto University) et al. arXiv.*"
        f" [[paper](https://arxiv.org/abs/2404.0000{n})]\n"
        for n in range(1, 5)
    )
    assert read_document(before.encode()).entries[0].authors == ("Mei Tanaka",)
    assert written(before) == (
        "- **GridNet: Sparse Grids for Depth Maps.** *Ann Chen et al. arXiv.*"
        " [[paper](https://arxiv.org/abs/2405.01234)]"
    )


def test_lines_that_nothing_is_known_of_go_with_their_punctuation():
    before = HEAD + "".join(
        f"- [A Study of Things, Part {n}](https://arxiv.org/abs/2404.0000{n})\n  - Mei Tanaka, Tom Kim\n"
        f"  - Where: {place}\n  - Publisher: arXiv\n  - In short: {short}.\n"
        for n, place, short in ((1, "Kyoto", "It works"), (2, "Oslo", "It is fast"), (3, "Rome", "It is new"))
    )
    assert written(before) == (
        "- [GridNet: Sparse Grids for Depth Maps](https://arxiv.org/abs/2405.01234)\n"
        "  - Ann Chen, Bo Li\n  - Publisher: arXiv"
    )


def test_marks_around_the_words_of_a_tail_are_not_doubled():
    before = HEAD + "".join(
        f"- [[arXiv](https://arxiv.org/abs/2404.0000{n})] A Study of Things, Part {n}."
        f" [__`{w}.`__ __`seg.`__]\n"
        for n, w in ((1, "cls"), (2, "det"), (3, "rec"), (4, "reg"))
    )
    tags = {"tail": ["__`det.`__", "__`seg.`__"]}
    assert written(before, tags=tags).endswith(
        "GridNet: Sparse Grids for Depth Maps. [__`det.`__ __`seg.`__]"
    )


def test_news_without_links_are_no_entries():
    text = "# Awesome Things\n\n## Papers\n\n" + "".join(
        f"* A Study of Things, Part {n} (CVPR 2024)\n" for n in range(3)
    )
    told = "## How we work\n\n* We read everything.\n* In 2024 we moved.\n* Our survey is at CVPR 2024!\n"
    assert [e.section_path[-1] for e in read_document(f"{text}\n{told}".encode()).entries] == ["Papers"] * 3


def test_a_published_paper_is_written_as_the_published_ones_though_only_preprints_have_code():
    before = HEAD + "".join(
        f"- [[CVPR2024](https://arxiv.org/abs/2404.0000{n})] A Study of Things, Part {n}\n"
        for n in range(1, 5)
    )
    before += "- [[Arxiv](https://arxiv.org/abs/2404.00007)] A Study of Stuff [[code](https://github.com/a/stuff)]\n"
    line = written(before, venue="ICLR 2024", code_url="https://github.com/b/gridnet")
    assert line.startswith("- [[ICLR2024](https://arxiv.org/abs/2405.01234)] GridNet")
    assert line.endswith("[[code](https://github.com/b/gridnet)]")


def test_a_name_in_front_of_the_title_comes_from_the_title_where_the_others_do():
    before = HEAD + "".join(
        f'* **Thing{n}**: "Thing{n}: A Study of Things", arXiv, 2024 (*{place}*).'
        f" [[Paper](https://arxiv.org/abs/2404.0000{n})]\n"
        for n, place in enumerate(("Oslo", "Kyoto", "Rome", "Lima"), 1)
    )
    assert written(before) == (
        '* **GridNet**: "GridNet: Sparse Grids for Depth Maps", arXiv, 2024.'
        " [[Paper](https://arxiv.org/abs/2405.01234)]"
    )
    assert written(before, title="A Grid of Sparse Depth Maps").startswith('* "A Grid of Sparse Depth Maps"')


def test_surnames_stand_first_where_they_do():
    before = HEAD + "".join(
        f"- A Study of Things, Part {n}.\n  [[pdf]](https://arxiv.org/abs/2404.0000{n})\n"
        f"  - Tanaka, Mei and Kim, Tom. *CVPR 2024*\n"
        for n in range(1, 5)
    )
    assert written(before, venue="ICLR 2024").endswith("  - Chen, Ann and Li, Bo. *ICLR 2024*")


def test_a_demo_on_a_page_of_its_own_is_the_page_of_the_project():
    before = HEAD + "".join(
        f"- A Study of Things, Part {n} [[paper](https://arxiv.org/abs/2404.0000{n})]"
        f"[[demo](https://things{n}.github.io/)]\n"
        for n in range(1, 5)
    )
    line = written(before, project_url="https://gridnet.github.io/")
    assert line.endswith("(https://arxiv.org/abs/2405.01234)][[demo](https://gridnet.github.io/)]")


def test_marks_that_the_list_writes_around_a_word_are_not_doubled():
    before = HEAD + "".join(
        f"- [**Thing{n}**] A Study of Things, Part {n} (*{place}*) [[paper](https://arxiv.org/abs/2404.0000{n})]\n"
        for n, place in enumerate(("Oslo", "Kyoto", "Rome", "Lima"), 1)
    )
    plain = written(before, tags={"before_title": ["Grid"], "after_title": ["Bern"]})
    assert plain.startswith("- [**Grid**] GridNet: Sparse Grids for Depth Maps (*Bern*) [[paper]")
    assert written(before, tags={"before_title": ["**Grid**"], "after_title": ["(*Bern*)"]}) == plain
    assert written(before, tags={"before_title": ["[**Grid**]"], "after_title": ["*Bern*"]}) == plain


def test_a_remark_behind_a_bold_title_is_no_part_of_it():
    before = HEAD + "".join(
        f"- **A Longer Study of Things {n}**: it shows that things work, [paper](https://arxiv.org/abs/2404.0000{n})\n"
        for n in range(1, 5)
    )
    titles = [e.title for e in read_document(before.encode()).entries]
    assert titles == [f"A Longer Study of Things {n}" for n in range(1, 5)]


def test_a_title_in_plain_words_is_an_entry_where_sections_hold_one_or_two():
    def paper(number: int) -> str:
        return f"A Study of Things, Part {number} (**ICML2024**) [[paper](https://arxiv.org/abs/2404.0000{number})]\n\n"

    before = f"# Things\n\n## Maps\n\n{paper(1)}{paper(2)}## Grids\n\n{paper(3)}## Rays\n\n{paper(4)}"
    found = read_document(before.encode()).entries
    assert [e.title for e in found] == [f"A Study of Things, Part {n}" for n in range(1, 5)]
    edit = insert_entry(before.encode(), entry(venue="ICLR 2024"), section=("Things", "Rays"))
    assert edit.additions[0].text.strip() == (
        "GridNet: Sparse Grids for Depth Maps (**ICLR2024**) [[paper](https://arxiv.org/abs/2405.01234)]"
    )


def test_one_name_is_an_author_behind_by_and_a_surname_may_come_first():
    before = HEAD + "".join(
        f"- [A Study of Things, Part {n}](https://arxiv.org/abs/2404.0000{n}) by {names}, 2024.\n"
        for n, names in enumerate(["Mei Tanaka", "Ng, Zoe", "Kim, Tom and Ng, Zoe"], 1)
    )
    found = [e.reading.first(Field.AUTHORS) for e in read_document(before.encode()).entries]
    assert found == ["Mei Tanaka", "Ng, Zoe", "Kim, Tom and Ng, Zoe"]
    assert written(before).endswith(") by Chen, Ann and Li, Bo, 2024.")


def test_a_section_with_few_citations_is_read_where_the_list_is_full_of_them():
    def section(name: str, *behind: str) -> str:
        papers = (f"- A Study of Things, Part {name}{n}. {words}\n" for n, words in enumerate(behind))
        return f"\n## {name}\n\n{''.join(papers)}"

    full = ("CVPR 2024", "ICML 2023", "ICCV 2023")
    before = f"# Things\n{section('Maps', *full)}{section('Grids', *full)}{section('Rays', *full)}"
    few = section("Dots", "ECCV 2022", "2021", "2020")
    found = read_document((before + few).encode())
    assert [found.regions[e.region].path[-1] for e in found.entries][-1] == "Dots"
    alone = read_document(f"# Things\n{section('Maps', *full)}{few}".encode())
    assert [alone.regions[e.region].path[-1] for e in alone.entries][-1] == "Maps"


def test_a_blank_behind_an_address_is_not_copied():
    before = HEAD + "".join(
        f"- A Study of Part {n}. [[Paper](https://arxiv.org/abs/2404.0000{n}{' ' * (n % 2)})]\n"
        for n in range(1, 6)
    )
    assert written(before) == (
        "- GridNet: Sparse Grids for Depth Maps. [[Paper](https://arxiv.org/abs/2405.01234)]"
    )


def test_words_before_a_venue_stand_in_its_emphasis_where_others_do() -> None:
    linked = "- **{}** *{}* [[paper](https://arxiv.org/abs/2401.0000{})] [[code](https://github.com/a/b)]\n"
    alone = (
        "- **Deep Rivers at Night** *AISec workshop@ ACL2024* [[paper](https://arxiv.org/abs/2401.00009)]\n"
    )
    others = "".join(linked.format(f"A Sea of Many Seas, {n}", "ICLR2025", n) for n in range(12))
    before = HEAD + linked.format("Walking on Thin Glass", "ICML2025", 8) + alone + "\n## Others\n\n" + others
    code = "https://github.com/late/merging"
    line = written(before, authors=None, venue="AAAI25", tags={"after_title": ["AIA"]}, code_url=code)
    assert "** *AIA AAAI2025* [[paper]" in line


def test_a_tag_around_a_name_goes_with_it() -> None:
    form = '- <span id="{n}">**[{name}]**</span> | **ICML\'24** | {title} | [pdf](https://arxiv.org/abs/2401.0000{n})\n'
    titles = (
        "Sparse Grids for Maps",
        "Deep Rivers at Night",
        "What Small Hands Hold",
        "Walking on Thin Glass",
    )
    before = HEAD + "".join(form.format(n=n, name=f"Net{n}", title=t) for n, t in enumerate(titles))
    line = written(before, title="Late Merging of Long Frames", authors=None, venue="ECCV 2024")
    assert line.count("<span") == line.count("</span>")
    assert "**ECCV'24** | Late Merging of Long Frames | [pdf]" in line


def test_a_paper_below_a_bold_label_is_none_of_its_lines() -> None:
    items = "".join(
        f"- Grid{n}: Sparse Grids for the Maps of Part {n} [[Paper]](https://arxiv.org/abs/2401.0000{n})\n"
        for n in range(4)
    )
    single = "- LinNet: Maps of Rivers Made Linear [[Paper]](https://arxiv.org/abs/2401.00009)\n"
    document = read_document(f"{HEAD}{items}\n**Hidden-state Grids**\n\n{single}".encode())
    assert [e.title for e in document.entries][-1] == "LinNet: Maps of Rivers Made Linear"


@pytest.mark.parametrize("title", ["Maps of Many Cities", "**Maps**"])
def test_a_sentence_behind_the_links_is_no_title(title: str) -> None:
    said = "$15$ cities are mapped here by night and by day with hardly any light at all."
    link = "[Paper](https://arxiv.org/abs/2401.00009)"
    document = read_document(f"{HEAD}- {title} {link}. {said}\n".encode())
    assert [e.title for e in document.entries] == [title.strip("*")]


def test_stars_are_those_of_a_work_that_is_code_alone() -> None:
    stars = "![stars](https://img.shields.io/github/stars/{0}?style=social)"
    form = "- [Tool {1}](https://github.com/{0}): what it does with maps, and how " + stars + "\n"
    papers = "".join(
        f"- [Maps of Part {n}](https://arxiv.org/abs/2401.0000{n}), [code](https://github.com/part/maps{n})\n"
        for n in range(4)
    )
    before = HEAD + "".join(form.format(f"tools/maps{n}", n) for n in range(5)) + "\n## Maps\n\n" + papers
    new = entry(
        title="Rebuff: what it does", arxiv_id=None, url="https://github.com/protect/rebuff", authors=None
    )
    line = insert_entry(before.encode(), new, section=("Awesome Things", "Papers")).additions[0].text
    assert stars.format("protect/rebuff") in line


def test_a_list_of_nouns_at_the_end_of_a_bold_title_is_not_its_authors():
    title = "Maps for Everyone: A Study of Speed, Explainability, Recall, and Trust"
    line = "- (2024-0{n}) **{title}** [paper](https://arxiv.org/abs/240{n}.0000{n})\n"
    titles = ["A Study of Things", "Grids and Grounds", title, "Seas of Old Maps", "Deep Rivers in the North"]
    text = HEAD + "".join(line.format(n=n, title=said) for n, said in enumerate(titles, 1))
    assert [(e.title, e.authors) for e in read_document(text.encode()).entries] == [
        (said, ()) for said in titles
    ]


def test_a_remark_on_one_paper_s_badge_is_not_said_of_another():
    badge = "- ![](https://img.shields.io/badge/Conference-ACL'23{mark}-blue) "
    entries = "".join(
        badge.format(mark=mark) + f"[A Study of Nets, {n}](https://arxiv.org/abs/2404.0000{n})\n"
        for n, mark in enumerate(("", "%20Findings", "%20Oral", "", "%20Industry%20Track%20Oral"), 1)
    )
    assert "Conference-ECCV'24-blue" in written(HEAD + entries, venue="ECCV 2024")


def test_conferences_of_usenix_keep_their_name():
    entries = "".join(
        f"- A Study of Nets, {n}, *{venue}* [[Paper](https://arxiv.org/abs/2404.0000{n})]\n"
        for n, venue in enumerate(("ICML, 2023", "USENIX ATC, 2021", "USENIX OSDI, 2022", "ACL, 2024"), 1)
    )
    venues = [e.venue for e in read_document((HEAD + entries).encode()).entries]
    assert venues == ["ICML, 2023", "USENIX ATC, 2021", "USENIX OSDI, 2022", "ACL, 2024"]
    assert "*USENIX ATC, 2024*" in written(HEAD + entries, venue="USENIX ATC 2024")
