"""What counts as the same paper, and entries whose titles are hardly any."""

import pytest

from service.lists import Habits, NewEntry, insert_entry, read_document

TITLE = "Dropping Tokens Late in Old Models"
SECTION = ("Lists", "Papers")
BULLETS = f"""# Lists

## Papers

- {TITLE}, ACL 2024 [[Paper](https://aclanthology.org/2024.acl-long.388/)]
- Keeping Tokens Early in New Models, ICLR 2023 [[Paper](https://arxiv.org/abs/2301.00404)]
- Merging Tokens Twice in Small Models, ICLR 2024 [[Paper](https://arxiv.org/abs/2401.00404)]
""".encode()
MODELS = """# Models

|   Model   | Size | Language | Paper                                       |
| :-------: | :--: | :------: | ------------------------------------------- |
|    GLM    | 130B | English  | [Paper](https://arxiv.org/pdf/2210.02414.pdf) |
|   盘古α   |  13B | Chinese  | [Paper](https://arxiv.org/pdf/2104.12369.pdf) |
|    YaLM   | 100B | Russian  | [Paper](https://arxiv.org/pdf/2206.00001.pdf) |
""".encode()
PREPRINT = NewEntry.from_mapping({"title": TITLE, "arxiv_id": "2401.12345", "venue": "ACL 2024"})


def test_the_same_title_under_another_address_is_added_only_where_somebody_asks_for_it():
    assert not insert_entry(BULLETS, PREPRINT, section=SECTION).changed
    asked = insert_entry(BULLETS, PREPRINT, section=SECTION, beside_namesake=True)
    assert "https://arxiv.org/abs/2401.12345" in asked.additions[0].text
    assert "the same title stands in line 5 with another address" in asked.notes
    again = insert_entry(asked.data, PREPRINT, section=SECTION, beside_namesake=True)
    assert again.data == asked.data


def test_without_a_section_the_same_title_is_the_same_paper():
    assert not insert_entry(BULLETS, PREPRINT, beside_namesake=True).changed


def test_a_table_of_models_is_read_by_their_names():
    assert [e.title for e in read_document(MODELS).entries] == ["GLM", "盘古α", "YaLM"]
    facts = {"title": "PaLM", "url": "https://arxiv.org/pdf/2204.02311.pdf", "arxiv_id": "2204.02311"}
    row = insert_entry(MODELS, NewEntry.from_mapping(facts)).additions[0].text
    cells = [cell.strip() for cell in row.strip().strip("|").split("|")]
    assert cells == ["PaLM", "", "", "[Paper](https://arxiv.org/pdf/2204.02311.pdf)"]


def test_the_cell_of_the_name_may_say_something_else_than_the_title():
    facts = {
        "title": "Chinese",
        "url": "https://arxiv.org/pdf/2105.02311.pdf",
        "tags": {"cell:Model": "CPM-2", "cell:Language": "Chinese"},
    }
    row = insert_entry(MODELS, NewEntry.from_mapping(facts)).additions[0].text
    assert [cell.strip() for cell in row.split("|")[1:4:2]] == ["CPM-2", "Chinese"]


def test_an_address_for_a_title_is_written_once():
    entry = NewEntry(title="https://arxiv.org/abs/2312.03863", url="https://arxiv.org/abs/2312.03863")
    once = insert_entry(BULLETS, entry, section=SECTION)
    assert once.changed
    assert not insert_entry(once.data, entry, section=SECTION).changed


@pytest.mark.parametrize("title", ["视觉语言模型中的晚期标记丢弃", "古いモデルにおけるトークンの削除"])
def test_a_title_need_not_be_written_in_latin_letters(title):
    entry = NewEntry.from_mapping({"title": title, "arxiv_id": "2403.12345"})
    assert title in insert_entry(BULLETS, entry, section=SECTION).additions[0].text


def test_paragraphs_do_not_run_together():
    blocks = b"# L\n\n" + b"".join(
        b"**Sparse Things Number %d and More** \\\n[[Paper](https://arxiv.org/abs/2301.0%04d)]\n%s"
        % (i, i, gap)
        for i, gap in enumerate([b"\n", b"---\n", b"<br>\n", b"---\n", b"\n"])
    )
    entry = NewEntry.from_mapping({"title": TITLE, "arxiv_id": "2302.00404"})
    for order in ("top", "number-asc-below-bottom"):
        edit = insert_entry(blocks, entry, habits=Habits(order={"*": order}))
        assert len(read_document(edit.data).entries) == len(read_document(blocks).entries) + 1
