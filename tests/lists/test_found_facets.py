"""Facets of lists that nobody has described: what their badges, labels, columns, files and headings say."""

import re

from service.domain.taxonomy import Taxonomy
from service.lists import read_document
from service.lists.onboarding.onboard import Description, describe
from service.lists.reading.parts import Reading
from service.lists.reading.tags import read_tags

WORDS = ("Driving-blue", "Robotics-green", "Video_Generation-orange")
KINDS = ("[Simulation]", "[Simulation], [Real Robot]", "[Real Robot]")


def link(number: int) -> str:
    return f"[A Work on Maps Number {number}](https://arxiv.org/abs/2501.{number:05d})"


def described(*texts: str, **files: str) -> Description:
    named = {"README.md": texts[0]} if texts else {f"{name}.md": text for name, text in files.items()}
    return describe([read_document(text.encode(), path=path) for path, text in named.items()])


def facets(found: Description) -> dict[str, list[str]]:
    return {f.title: [t.spellings[0] for t in f.tags] for f in found.facets}


def badge(number: int) -> str:
    return f"![](https://img.shields.io/badge/{WORDS[number % len(WORDS)]})"


def test_badges_that_have_a_colour_each_are_one_facet():
    rows = "".join(f"| {link(n)} | {badge(n)} |\n" for n in range(1, 10))
    found = described("# Maps\n\n| Paper | Task |\n|---|---|\n" + rows)
    assert facets(found) == {"Task": ["Robotics", "Video Generation", "Driving"]}
    assert found.facets[0].marker == ""


def test_badges_of_one_colour_in_no_column_are_called_badges():
    items = "".join(f"- {link(n)} {badge(n)}\n" for n in range(1, 10))
    assert set(facets(described("# Maps\n\n" + items))) == {"Badge"}


def test_every_file_of_a_list_without_papers_in_its_readme_is_named_after_its_topic():
    files = {
        name: f"# {name.capitalize()}\n\n" + "".join(f"- {link(at + n)}\n" for n in range(3))
        for at, name in ((10, "memory"), (20, "planning"), (30, "tools"))
    }
    assert facets(described(**files)) == {"Section": ["Memory", "Planning", "Tools"]}


def test_a_heading_over_nearly_all_entries_or_of_a_mere_count_is_no_tag():
    papers = "".join(f"- {link(n)}\n" for n in range(1, 30))
    found = described(f"# Maps\n\n## Papers\n\n{papers}\n## Data\n\n- {link(40)}\n")
    assert facets(found) == {}
    assert "nearly all entries stand under 'Papers': such headings are no tags" in found.unsure
    folds = "".join(
        f"## {name}\n\n<details open>\n<summary>{n} papers</summary>\n\n"
        + "".join(f"- {link(10 * n + i)}\n" for i in range(n))
        + "\n</details>\n\n"
        for name, n in (("Old", 3), ("New", 4))
    )
    assert facets(described("# Maps\n\n" + folds)) == {"Section": ["New", "Old"]}


def under(*headings: str, each: int = 3) -> str:
    return "".join(
        f"\n{heading}\n\n" + "".join(f"- {link(20 * at + n)}\n" for n in range(each))
        for at, heading in enumerate(headings, 1)
    )


def test_headings_are_tags_however_long_and_without_their_bullets_and_numbers():
    long = "Matching of Aerial Images and Texts with Large Foundation Models"
    found = described("# Maps\n" + under(f"## 1. {long}", "## - 3D Maps", "## 2.1 3D Scans"))
    assert facets(found) == {"Section": [long, "3D Maps", "3D Scans"]}
    taxonomy = Taxonomy(facets=tuple(f.facet for f in found.facets))
    for heading, tag in ((f"1. {long}", 0), ("- 3D Maps", 1), ("2.1 3D Scans", 2)):
        read, _ = read_tags(Reading("", ()), ("Maps", heading), taxonomy)
        assert read == {"section": (found.facets[0].tags[tag].name,)}


def test_headings_that_say_what_stands_there_and_not_what_it_is_about_are_no_tags():
    text = "# Maps\n\n## Papers\n" + under("### Old", "### New") + under("## Books", "## 📚 Other Resources")
    assert facets(described(text)) == {"Section": ["Old", "New"]}


def test_the_name_over_a_list_is_no_tag_of_the_papers_right_below_it():
    text = "# Awesome-Maps\n\n" + "".join(f"- {link(n)}\n" for n in range(3)) + under("# Old", "# New")
    assert facets(described(text)) == {"Section": ["Old", "New"]}


def test_colours_without_a_word_are_badges_and_several_are_told_apart():
    shown = "".join(
        f"- {link(n)} ![](https://img.shields.io/badge/{'Old' if n % 2 else 'New'}-blue) "
        f"![](https://img.shields.io/badge/{'Sea' if n % 3 else 'Land'}-green)\n"
        for n in range(1, 10)
    )
    assert set(facets(described("# Maps\n\n" + shown))) == {"Blue badge", "Green badge"}
    assert set(facets(described("# Maps\n\n" + re.sub(r" \S+-green\)", "", shown)))) == {"Badge"}


def test_lines_with_labels_are_facets_of_their_own_and_words_in_brackets_else_are_tags():
    items = "".join(
        f"- {link(n)}\n  - 💻 Env: {KINDS[n % 3]}\n  - 🔑 Platform: {('[Arm]', '[Phone]')[n % 2]}\n"
        for n in range(1, 10)
    )
    assert facets(described("# Maps\n\n" + items)) == {
        "Env": ["Real Robot", "Simulation"],
        "Platform": ["Phone", "Arm"],
    }
    plain = described("# Maps\n\n" + "".join(f"- {link(n)} [{['Arm', 'Phone'][n % 2]}]\n" for n in range(8)))
    assert [(f.name, f.title) for f in plain.facets] == [("tags", "Tags")]


def test_words_in_code_marks_are_a_tag_each():
    kinds = ("`cross-device`", "`cross-silo` `LLM`", "`cross-device` `LLM`")
    rows = "".join(f"| {link(n)} | {kinds[n % 3]} |\n" for n in range(1, 10))
    found = described("# Maps\n\n| Paper | Keywords |\n|---|---|\n" + rows)
    assert facets(found) == {"Keywords": ["LLM", "cross-device", "cross-silo"]}


def test_tags_in_other_scripts_keep_their_names_when_others_come():
    def names(*headings: str) -> dict[str, str]:
        text = "# 论文\n\n" + "".join(
            f"## {heading}\n\n" + "".join(f"- {link(10 * at + n)}\n" for n in range(at + 1)) + "\n"
            for at, heading in enumerate(headings)
        )
        return {t.spellings[0]: t.name for t in described(text).facets[0].tags}

    two, three = names("检测", "缓解"), names("Évaluation", "检测", "缓解", "LLM 推理")
    assert set(three.values()) > set(two.values())
    assert three["检测"].startswith("tag-")
    assert three["LLM 推理"].startswith("llm-")
    assert three["Évaluation"] == "evaluation"


def test_entries_without_an_arxiv_number_are_known_by_their_doi_or_their_title():
    items = "".join(f"- [Works on Maps {n}](https://doi.org/10.1000/maps.{n})\n" for n in range(3))
    items += "".join(f"- [Works on Seas {n}](https://a.org/{n}.pdf)\n" for n in range(2))
    told = "5 of 5 entries name no arXiv work; 2 are known by title alone"
    assert told in described(f"# Maps\n\n{items}").unsure
