"""Words of which one or the other ends each entry are told of papers; none is the list's own."""

from service.lists import NewEntry, insert_entry

LINE = "- **A Study of Hill {n}**, Ann Lee et al. [[paper](https://arxiv.org/abs/2501.0000{n})] {words}\n"
PAPER = {
    "title": "Sparse Frames for Long Walks",
    "authors": ["Mei Tanaka", "Tom Kim"],
    "arxiv_id": "2504.00009",
}


def added(*words: str) -> str:
    data = "# Things\n\n## Papers\n\n" + "".join(LINE.format(n=n, words=w) for n, w in enumerate(words, 1))
    edit = insert_entry(data.encode(), NewEntry.from_mapping(PAPER))
    return edit.additions[0].text.strip()


def test_a_word_that_half_of_the_papers_bear_is_not_written_for_a_new_one():
    marks = ("`cache`", "`cache`", "`cache` `long`", "`vision`", "`vision` `long`", "`vision`")
    assert added(*marks).endswith("[[paper](https://arxiv.org/abs/2504.00009)]")


def test_a_word_that_most_entries_have_and_no_other_replaces_is_the_lists_own():
    assert added(*(["(see notes)"] * 5), "").endswith(
        "[[paper](https://arxiv.org/abs/2504.00009)] (see notes)"
    )
