"""Lists are read without loss, whatever their shape."""

import pytest

from service.domain.taxonomy import Facet, Tag, TagPlace, Taxonomy
from service.errors import BadInput
from service.lists import read_document
from tests.lists.shapes import SHAPES


@pytest.mark.parametrize("shape", sorted(set(SHAPES) - {"details"}))
def test_three_entries_are_found_with_their_ids(shape):
    document = read_document(SHAPES[shape])
    assert [str(e.arxiv_id) for e in document.entries] == ["2503.00101", "2502.00202", "2501.00303"]
    assert document.entries[0].title == "Pruning Visual Tokens by Attention Entropy"
    assert b"".join(document.spans) == SHAPES[shape]


def test_fields_of_a_row_are_read_by_its_header():
    entry = read_document(SHAPES["table"]).entries[0]
    assert entry.authors == ("Ada Lovell", "Ben Okri")
    assert (entry.date_text, entry.venue) == ("2025/03", "CVPR 2025")
    assert [(link.role, link.url) for link in entry.links if link.role == "code"] == [
        ("code", "https://github.com/okri/entropy")
    ]


def test_an_entry_is_a_block_of_several_lines():
    entry = read_document(SHAPES["blocks"]).entries[0]
    assert entry.last_line - entry.first_line == 7
    assert entry.venue == "CVPR 2025"


def test_brackets_inside_a_title_do_not_break_its_link():
    text = b"- [[CLS] Attention is All You Need for Pruning](https://arxiv.org/abs/2412.01818)\n"
    assert read_document(text).entries[0].title == "[CLS] Attention is All You Need for Pruning"


def test_a_title_broken_over_two_lines_is_one_title():
    text = b"- [Adaptive Tokens:\nReduction for Models](https://arxiv.org/abs/2403.15388)\n"
    assert read_document(text).entries[0].title == "Adaptive Tokens: Reduction for Models"


@pytest.mark.parametrize(
    ("link", "key"),
    [
        ("https://arxiv.org/abs/2407.02392.pdf", "arxiv:2407.02392"),
        ("http://www.arxiv.org/pdf/2407.02392v3", "arxiv:2407.02392"),
        ("https://openreview.net/pdf?id=UQJ7CDW8nb", "openreview:UQJ7CDW8nb"),
        ("https://link.springer.com/chapter/10.1007/978-3-031-73004-7_2", "doi:10.1007/978-3-031-73004-7_2"),
        ("https://arxiv.org/abs/2509.262311", "title:someworkabouttokens"),
        ("https://openaccess.thecvf.com/content/x.pdf", "title:someworkabouttokens"),
    ],
)
def test_identity_is_the_id_or_else_the_title(link, key):
    assert read_document(f"- [Some Work About Tokens]({link})\n".encode()).entries[0].key == key


def test_news_and_contents_hold_no_entries():
    text = b"# L\n## News\n- [A Paper of Ours Came Out](https://arxiv.org/abs/2501.00001)\n"
    assert read_document(text).entries == ()


def test_a_closed_details_block_ends_its_section():
    sections = [e.section_path for e in read_document(SHAPES["details"]).entries]
    assert sections == [("L", "Image")]


@pytest.mark.parametrize("data", [b"\xff\xfea\x00", b"caf\xe9\n", b"a\x00b"])
def test_what_is_no_utf8_text_is_refused_with_a_sentence(data):
    with pytest.raises(BadInput, match=r"README\.md"):
        read_document(data)


def test_a_byte_order_mark_and_crlf_stay():
    assert b"".join(read_document(SHAPES["mark"]).spans) == SHAPES["mark"]
    assert read_document(SHAPES["crlf"]).eol == b"\r\n"


def test_badges_are_tags_by_colour_and_drifted_spellings_are_read():
    stage = Facet(
        name="stage",
        title="Stage",
        place=TagPlace.BADGE,
        marker="cyan",
        tags=(Tag(name="encoder", spellings=("Vision_Encoder",), drifted=("Vision_Encoderr",)),),
    )
    row = "- [A Work on Tokens Here](https://arxiv.org/abs/2501.00001) ![S](https://img.shields.io/badge/{}-cyan)\n"
    text = (row.format("Vision_Encoderr") + row.format("Elsewhere")).encode()
    entries = read_document(text, taxonomy=Taxonomy(facets=(stage,))).entries
    assert entries[0].tags == {"stage": ("encoder",)}
    assert (entries[1].tags, entries[1].unknown_tags) == ({}, ("Elsewhere",))


@pytest.mark.shared
def test_the_five_founding_lists_hold_392_entries(founding):
    assert sum(len(read_document(data).entries) for data in founding.values()) == 392
    assert all(b"".join(read_document(data).spans) == data for data in founding.values())
