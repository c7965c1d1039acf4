"""A neighbour's tags never pass to another paper, however common they are."""

from service.domain.taxonomy import Facet, Tag, TagPlace, Taxonomy
from service.lists import NewEntry, insert_entry

SPEED = "![Speed](https://img.shields.io/badge/{}-orange)"
HEAD = "| Paper | Tags |\n| --- | --- |\n"
PAPER = NewEntry.from_mapping({"title": "Dropping Tokens Late", "arxiv_id": "2504.00404"})


def row(number: int, speed: str) -> str:
    link = f"[A Work on Tokens Number {number}](https://arxiv.org/abs/2501.{number:05d})"
    return f"| {link} | {SPEED.format(speed)} |\n"


LIST = (HEAD + "".join(row(n, "Infer") for n in range(1, 9)) + row(9, "Train") + row(10, "Train")).encode()


def test_a_common_badge_is_not_taken_over_without_a_taxonomy():
    assert "img.shields.io" not in insert_entry(LIST, PAPER).additions[0].text


def test_the_papers_own_tag_is_written_with_the_lists_badge():
    tags = (Tag(name="infer", spellings=("Infer",)), Tag(name="train", spellings=("Train",)))
    speed = Facet(name="speed", title="Speed", place=TagPlace.BADGE, marker="orange", tags=tags)
    entry = NewEntry.from_mapping(
        {"title": PAPER.title, "arxiv_id": str(PAPER.arxiv_id), "tags": {"speed": ["train"]}}
    )
    text = insert_entry(LIST, entry, taxonomy=Taxonomy(facets=(speed,))).additions[0].text
    assert SPEED.format("Train") in text
    assert "Infer" not in text


def test_an_empty_section_made_for_the_papers_tag_takes_it():
    text = (
        "# L\n\n<details open>\n<summary><b>Image</b></summary>\n\n"
        "- [One Paper About Tokens](https://arxiv.org/abs/2501.00001) ok\n</details>\n\n"
        "<details>\n<summary>Video</summary>\n</details>\n"
    )
    tags = (Tag(name="image", spellings=("Image",)), Tag(name="video", spellings=("Video",)))
    modality = Facet(name="modality", title="Modality", place=TagPlace.HEADING, tags=tags)
    entry = NewEntry.from_mapping(
        {"title": PAPER.title, "arxiv_id": "2504.00404", "tags": {"modality": ["video"]}}
    )
    edit = insert_entry(text.encode(), entry, taxonomy=Taxonomy(facets=(modality,)))
    assert edit.section_path == ("L", "Video")
    assert b"<summary>Video</summary>\n\n- [Dropping Tokens Late]" in edit.data


def test_what_the_paper_has_no_tag_for_is_told_only_where_nothing_is_written():
    two = SPEED.format("Train") + " ![Area](https://img.shields.io/badge/Video-purple)"
    link = "[A Work on Tokens Number {0}](https://arxiv.org/abs/2501.{0:05d})"
    text = HEAD + "".join(f"| {link.format(n)} | {two} |\n" for n in range(1, 9))
    speed = Facet(
        name="speed",
        title="Speed",
        place=TagPlace.BADGE,
        marker="orange",
        tags=(Tag(name="train", spellings=("Train",)),),
    )

    def notes(tags: dict[str, list[str]]) -> tuple[str, ...]:
        entry = NewEntry.from_mapping({"title": PAPER.title, "arxiv_id": str(PAPER.arxiv_id), "tags": tags})
        return insert_entry(text.encode(), entry, taxonomy=Taxonomy(facets=(speed,))).notes

    assert "Tags is not known and was left out" not in notes({"speed": ["train"]})
    assert "Tags is not known and was left out" in notes({})


def test_tags_of_two_labelled_lines_go_to_their_own_lines():
    envs, platforms = ("[Sim]", "[Sim], [Robot]", "[Robot]"), ("[Arm]", "[Phone]")
    link = "[A Work on Tokens Number {0}](https://arxiv.org/abs/2501.{0:05d})"
    text = "# L\n\n" + "".join(
        f"- {link.format(n)}\n  - Env: {envs[n % 3]}\n  - Platform: {platforms[n % 2]}\n"
        for n in range(1, 10)
    )
    taxonomy = Taxonomy(
        facets=tuple(
            Facet(
                name=name.lower(),
                title=name,
                place=TagPlace.TAIL,
                marker=name,
                tags=tuple(Tag(name=word.lower(), spellings=(word,)) for word in words),
            )
            for name, words in (("Env", ("Sim", "Robot")), ("Platform", ("Arm", "Phone")))
        )
    )
    for tags, lines in (
        (
            {"env": ["sim", "robot"], "platform": ["phone"]},
            "  - Env: [Sim], [Robot]\n  - Platform: [Phone]\n",
        ),
        (
            {"env": ["robot"], "platform": ["arm", "phone"]},
            "  - Env: [Robot]\n  - Platform: [Arm], [Phone]\n",
        ),
        ({"tail": ["Phone", "Sim"]}, "  - Env: [Sim]\n  - Platform: [Phone]\n"),
    ):
        entry = NewEntry.from_mapping({"title": PAPER.title, "arxiv_id": "2504.00404", "tags": tags})
        written = insert_entry(text.encode(), entry, taxonomy=taxonomy).additions[0].text
        assert written == f"- [{PAPER.title}](https://arxiv.org/abs/2504.00404)\n{lines}"


def test_tags_of_a_column_are_marked_and_parted_as_the_column_does():
    for words, written in (("`sim` `robot`", "`sim` `arm`"), ("sim / robot", "sim / arm")):
        rows = "".join(row(n, "Infer").replace("|\n", f"| {words} |\n") for n in range(1, 9))
        text = "| Paper | Tags | Where |\n| --- | --- | --- |\n" + rows
        tags = tuple(Tag(name=word, spellings=(word,)) for word in ("sim", "robot", "arm"))
        where = Facet(name="where", title="Where", place=TagPlace.CELL, marker="Where", tags=tags)
        entry = NewEntry.from_mapping(
            {"title": PAPER.title, "arxiv_id": "2504.00404", "tags": {"where": ["sim", "arm"]}}
        )
        edit = insert_entry(text.encode(), entry, taxonomy=Taxonomy(facets=(where,)))
        assert edit.additions[0].text.rstrip().endswith(f"| {written} |")


def test_a_paper_without_tags_has_no_brackets_either_written_out_or_escaped():
    for marks in (r"\[{}\]", "[{}]", r"\[**{}**\]", "[**{}**]", "(`{}`)", r"\({}\)"):
        text = "# A\n\n## P\n\n" + "".join(
            f"- [Work {n} on Maps and Grids](https://arxiv.org/abs/2501.{n:05d}) {marks.format(word)}\n"
            for n, word in enumerate(("towns", "trees", "night"))
        )
        added = insert_entry(text.encode(), PAPER).additions[0].text
        assert added == f"- [{PAPER.title}](https://arxiv.org/abs/2504.00404)\n"
