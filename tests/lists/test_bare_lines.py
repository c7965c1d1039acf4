"""Entries without marks or blank lines between: a paper a line."""

import pytest

from service.lists import NewEntry, insert_entry, read_document
from tests.lists.ways import papers

FORMS = (
    "**[{title}]({url})** *{authors}*, arXiv 2025\n",
    "[{title}]({url}), {authors}  \n",
    "[{title}]({url}) - {authors}<br>\n",
    "**{title}** {authors} [[paper]({url})]\n",
    "{title} [[pdf]({url})]\n",
    "2025.03 [{title}]({url})\n",
)
PROSE = """Much was done since [one](https://arxiv.org/abs/2401.00001) and what followed from it in the year
after, when [two](https://arxiv.org/abs/2402.00002) came out, and of course the great others that
we name in [three](https://arxiv.org/abs/2403.00003) with all that is known of them until today.
"""


@pytest.mark.parametrize("form", FORMS)
def test_each_line_is_an_entry_and_a_new_one_is_one_line(form: str):
    lines = [
        form.format(title=p.record.title, url=p.url, authors=", ".join(p.record.authors))
        for p in papers()[:12]
    ]
    before = "# Maps\n\n## Papers\n\n" + "".join(lines[:-1]) + "\n## License\n\nMIT\n"
    facts = {k: v for k, v in papers()[11].given.items() if k not in ("venue", "code_url", "published")}
    facts["date_text"] = "2025.03"
    edit = insert_entry(before.encode(), NewEntry.from_mapping(facts))
    assert len(read_document(before.encode()).entries) == 11
    assert "".join(a.text for a in edit.additions) == lines[-1]


def test_lines_of_prose_are_no_entries():
    listed = "- [A Study of Maps](https://arxiv.org/abs/2404.00004)\n"
    read = read_document(f"# Maps\n\n{PROSE}\n## Papers\n\n{listed}".encode())
    assert [e.title for e in read.entries] == ["A Study of Maps"]
