"""What is offered besides an entry: a News line, a second place, numbers; each alone, none unasked."""

from datetime import date

import pytest

from service.errors import EditRefused
from service.lists import Habits, NewEntry, insert_entry, read_document
from service.lists.editing.extras import NEWS, NUMBERS, PLACES, offer_extras, with_extras
from service.lists.editing.guard import guard
from service.lists.editing.numbers import guard_numbers
from service.lists.placing.past import inserted_lines
from service.lists.reading.lines import split_lines
from tests.lists.shapes import SHAPES

NEW = NewEntry(title="Dropping Tokens Late", url="https://arxiv.org/abs/2504.00404", today=date(2025, 5, 2))
_PAPERS = [(f"250{n}.0000{n}", f"Visual Tokens of Kind {n}") for n in range(1, 6)]


def line(number: str, title: str) -> str:
    return f"- [{title}](https://arxiv.org/abs/{number})\n"


def newsy(end: str = "\n") -> bytes:
    news = "".join(
        f"- [2025/0{n}/11] We add [{t}](https://arxiv.org/abs/{i}).\n"
        for n, (i, t) in enumerate(_PAPERS[:3], 1)
    )
    text = f"# L\n\n## News\n\n{news}\n## Papers\n\n" + "".join(line(*p) for p in _PAPERS)
    return text.replace("\n", end).encode()


def twofold() -> bytes:
    text = "# L\n\n## Papers\n\n" + "".join(line(*p) for p in _PAPERS)
    return (text + "\n## Benchmarks\n\n" + "".join(line(*p) for p in _PAPERS[:4])).encode()


def offered(data: bytes, **options):
    edit = insert_entry(data, NEW, habits=Habits(order={"*": "top"}), **options)
    return edit, offer_extras(edit.data, NEW, section=edit.section_path)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_news_line_is_offered_in_the_form_of_the_others_with_the_day(end):
    edit, (extra,) = offered(newsy(end))
    assert b"2025/05/02" not in edit.data
    assert extra.kind == NEWS
    assert extra.words == "3 of 3 lines under 'News' announce listed papers"
    said = "- [2025/05/02] We add [Dropping Tokens Late](https://arxiv.org/abs/2504.00404)."
    assert extra.text == said + end
    assert extra.data.splitlines()[extra.line - 1].decode() == said
    assert inserted_lines(split_lines(edit.data), split_lines(extra.data)) is not None


def test_news_about_other_things_is_no_habit():
    text = newsy().replace(b"https://arxiv.org/abs/", b"https://example.org/", 3)
    assert offered(text)[1] == ()


def test_a_second_place_is_offered_where_such_papers_stand_too():
    edit, (extra,) = offered(twofold(), section=["L", "Papers"])
    assert (extra.kind, extra.words) == (
        PLACES,
        "4 of the 5 other papers here stand under 'L > Benchmarks' too",
    )
    assert len(read_document(extra.data).entries) == len(read_document(edit.data).entries) + 1
    assert inserted_lines(split_lines(edit.data), split_lines(extra.data)) is not None


def test_numbers_below_are_offered_and_nothing_but_numbers_changes():
    edit, (extra,) = offered(SHAPES["numbered"])
    assert extra.kind == NUMBERS
    numbers = [text.split(b".")[0] for text in extra.data.splitlines()[1:]]
    assert numbers == [b"1", b"2", b"3", b"4"]
    before, after = (
        b"".join(text.partition(b".")[1:][1] for text in d.splitlines()) for d in (edit.data, extra.data)
    )
    assert before == after


def test_a_list_that_does_not_count_is_left_alone():
    ones = SHAPES["numbered"].replace(b"\n2.", b"\n1.").replace(b"\n3.", b"\n1.")
    assert offered(ones)[1] == ()


@pytest.mark.parametrize("data", [newsy(), twofold(), SHAPES["numbered"]])
def test_nothing_is_done_unasked_and_twice_is_once(data):
    edit, (extra,) = offered(data, section=None)
    untouched, told = with_extras(edit.data, NEW, (), section=edit.section_path)
    assert (untouched, [e.kind for e in told]) == (edit.data, [extra.kind])
    done, _ = with_extras(edit.data, NEW, [extra.kind], section=edit.section_path)
    assert done == extra.data
    again, _ = with_extras(done, NEW, [extra.kind], section=edit.section_path)
    assert again == done
    guard(data, edit.data, edit.additions)


def test_a_catalog_entry_can_rule_an_extra_out():
    edit, _ = offered(newsy())
    never = Habits.from_catalog({"news": "never"})
    assert offer_extras(edit.data, NEW, section=edit.section_path, habits=never) == ()
    with pytest.raises(EditRefused, match="needs a new section"):
        insert_entry(SHAPES["months"], NEW, habits=Habits.from_catalog({"new sections": "never"}))


def test_the_guard_of_numbers_lets_no_other_byte_through():
    guard_numbers(b"1. a\n2. b\n", b"1. a\n3. b\n", [1])
    for after in (b"2. a\n3. b\n", b"1. a\n3. c\n", b"1. a\n3. b\n4. c\n", b"1. a\n3) b\n"):
        with pytest.raises(EditRefused):
            guard_numbers(b"1. a\n2. b\n", after, [1])
