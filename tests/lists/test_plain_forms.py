"""Facts as anybody would give them, written as the list does: names of journals, labels, tags, titles."""

from service.lists.reading.entry_text import read_entry
from tests.lists.test_unusual_entries import HEAD, written

PAPER = "https://arxiv.org/abs/2405.01234"


def test_a_venue_nobody_knows_is_written_in_the_form_of_the_others():
    before = HEAD + "".join(
        f"- `{venue}` **A Study of Things, Part {n}** [[pdf](https://arxiv.org/abs/2404.0000{n})]\n"
        for n, venue in enumerate(("CVPR'25", "ICML'24", "WWW'25", "ACL'23"), 1)
    )
    assert "`Nature Communications'25`" in written(before, venue="Nature Communications 2025")
    assert "`IEEE RA-L'25`" in written(before, venue="IEEE RA-L 2025")


def test_a_label_that_all_papers_bear_is_no_venue():
    before = HEAD + "".join(
        f"- **A Study of Things, Part {n}** [[arXiv](https://arxiv.org/abs/2404.0000{n})]\n"
        for n in range(1, 10)
    )
    assert written(before, venue="CVPR 2025").endswith(f" [[arXiv]({PAPER})]")


def test_keys_are_marks_of_a_word():
    before = HEAD + "".join(
        f"- **A Study of Things, Part {n}**. Oslo Lab. <kbd>{tag}</kbd> <kbd>video</kbd>."
        f" [[pdf](https://arxiv.org/abs/2404.0000{n})]\n"
        for n, tag in enumerate(("slam", "pose", "flow", "maps"), 1)
    )
    line = written(before, tags={"after_title": ["Oslo Lab", "pose", "video"]})
    assert line.endswith(f". Oslo Lab. <kbd>pose</kbd> <kbd>video</kbd>. [[pdf]({PAPER})]")


def test_a_bold_title_goes_on_behind_by():
    text = "- **Better Sun Forecasts by Integrating Satellite Imagery and Ground Sensors**<br> [PDF](https://arxiv.org/abs/2404.00001)"
    assert read_entry(text, is_row=False)[0].title.endswith("Ground Sensors")


def test_emphasised_authors_behind_a_plain_title_are_no_part_of_it():
    before = HEAD + "".join(
        f"- A Study of Things, Part {n} -- _Mei Tanaka, Tom Kim_ -- **CVPR 202{n}**"
        f" [[pdf](https://arxiv.org/abs/2404.0000{n})]\n"
        for n in range(1, 5)
    )
    wanted = "- GridNet: Sparse Grids for Depth Maps -- _Ann Chen, Bo Li_ -- **ICLR 2024** [[pdf]"
    assert written(before, venue="ICLR 2024").startswith(wanted)


def test_emphasised_words_of_a_title_stay_in_it():
    text = "- Pruning **Visual Tokens** of Frames [[pdf](https://arxiv.org/abs/2404.00001)]"
    assert read_entry(text, is_row=False)[0].title == "Pruning **Visual Tokens** of Frames"


def test_what_leads_to_the_links_leads_to_those_that_are_left():
    before = HEAD + "".join(
        f"- [A Study of Things, Part {n}](https://arxiv.org/abs/2404.0000{n}) CVPR 202{n} <br>"
        f" [Code](https://github.com/mei/things{n}){page}\n"
        for n, page in enumerate(["", "", "[Project](https://mei.org/things)", ""], 1)
    )
    page = "https://ann.org/gridnet"
    assert written(before, venue="ICLR 2024", project_url=page).endswith(f" ICLR 2024 <br> [Project]({page})")
