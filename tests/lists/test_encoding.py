"""Text that was read in the wrong encoding: recognised, reported with what it may mean, never written."""

import pytest

from service.errors import BadInput, EditRefused
from service.lists import NewEntry, insert_entry, read_document
from service.lists.checking.lint import lint
from service.lists.reading.encoding import find_mojibake, repaired
from tests.lists.shapes import SHAPES

WRONG = "Don’t Drop Tokens – Ever, José".encode().decode("cp1252")


def test_mojibake_is_known_and_its_meaning_found():
    assert find_mojibake(WRONG)
    assert repaired(WRONG) == "Don’t Drop Tokens – Ever, José"


@pytest.mark.parametrize(
    "text", ["Don’t Drop", "José Ângelo – naïve", "São Paulo", "Ünï ĀĂ", "€ 5", "数据 — 模型"]
)
def test_words_of_other_languages_are_none(text):
    assert find_mojibake(text) is None


def test_it_is_reported_wherever_it_stands_with_what_it_may_mean():
    text = SHAPES["bullets"].decode().replace("# List", f"# List\n\n{WRONG}", 1)
    (finding,) = lint(read_document(text.encode()))
    assert (finding.kind, finding.line) == ("mojibake", 3)
    assert "Don’t" in finding.fix


def test_it_is_never_written():
    with pytest.raises(EditRefused, match="wrong encoding; it may mean"):
        insert_entry(SHAPES["bullets"], NewEntry(title=WRONG, url="https://arxiv.org/abs/2504.00404"))


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1", "gb18030"])
def test_other_encodings_are_refused_with_what_to_do(encoding):
    with pytest.raises(BadInput, match="save it as UTF-8"):
        read_document(
            "# Liste\n\n- [Schöne Bilder für alle 模](https://arxiv.org/abs/2504.00404)\n".replace(
                "模" if encoding == "latin-1" else "", ""
            ).encode(encoding)
        )


def test_a_byte_order_mark_stays():
    edit = insert_entry(
        SHAPES["mark"], NewEntry(title="Dropping Late", url="https://arxiv.org/abs/2504.00404")
    )
    assert edit.data.startswith(b"\xef\xbb\xbf# List")
    assert edit.data.count(b"\xef\xbb\xbf") == 1
