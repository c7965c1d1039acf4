"""Tags that stand together in one pair of marks, as `(video, survey)`, are written together again."""

import pytest

from service.lists import NewEntry, insert_entry

OTHERS = [
    ("A Study of Maps", ["pruning", "survey"]),
    ("Grids in the Wild", ["memory"]),
    ("Views of the Sea", ["pruning"]),
    ("Fog and Lines", ["audio", "memory"]),
    ("Lines of Trees", []),
    ("Ways to Learn Trees", ["pruning", "memory"]),
]
FORMS = ["({})", "`{}`", "*{}*", "<sub>{}</sub>", "*({})*", "[{}]", "{}"]


def line(number: int, title: str, tags: list[str], form: str, joint: str, *, before: bool = False) -> str:
    words = form.format(joint.join(tags)) if tags else ""
    link = f"[[paper](https://arxiv.org/abs/2501.{number:05})]"
    parts = [words, f"**{title}**", link] if before else [f"**{title}**", link, words]
    return "- " + " ".join(filter(None, parts)) + "\n"


def added(tags: list[str], form: str, joint: str, *, before: bool = False) -> str:
    rows = "".join(line(n, *other, form, joint, before=before) for n, other in enumerate(OTHERS, 1))
    place = "before_title" if before else "tail"
    facts = {"title": "Sparse Grids", "arxiv_id": "2501.00404", "tags": {place: tags}}
    text = f"# Awesome Things\n\n## Papers\n\n{rows}"
    return insert_entry(text.encode(), NewEntry.from_mapping(facts)).additions[0].text


@pytest.mark.parametrize("joint", [", ", "; ", "/", " & "])
@pytest.mark.parametrize("form", FORMS)
def test_tags_are_joined_as_the_list_joins_them(form: str, joint: str) -> None:
    for tags in (["survey", "memory"], ["audio", "pruning", "survey"], ["memory"], ["cooking"]):
        assert added(tags, form, joint) == line(404, "Sparse Grids", tags, form, joint)


@pytest.mark.parametrize("form", ["({})", "`{}`", "[{}]", "*{}*"])
def test_tags_in_front_of_the_title_too(form: str) -> None:
    tags = ["survey", "memory"]
    assert added(tags, form, ", ", before=True) == line(404, "Sparse Grids", tags, form, ", ", before=True)


@pytest.mark.parametrize(("form", "joint"), [("`{}`", "` `"), ("[{}]", "] ["), ("#{}", " #")])
def test_tags_with_marks_of_their_own_stay_apart(form: str, joint: str) -> None:
    tags = ["survey", "memory"]
    assert added(tags, form, joint) == line(404, "Sparse Grids", tags, form, joint)
