"""Entries with a line for each thing they say: `- **Authors:** Ann Chen`, `**arXiv:** [link](...)`."""

import pytest

from service.lists import NewEntry, insert_entry
from service.lists.reading.document import read_document

TITLES = ("Sparse Grids for Maps", "Deep Rivers at Night", "What Small Hands Hold", "Walking on Thin Glass")
AUTHORS = ("Ann Chen, Bo Li", "Fei Su", "Mei Sato, Tom Kim, Zoe Ng", "Nora Weber")
NEW = {"title": "Late Merging of Frames", "arxiv_id": "2404.00001", "authors": ["Eva Rossi"],
       "code_url": "https://github.com/rossi/late", "venue": "CVPR 2024"}  # fmt: skip
CODE = "https://github.com/{}/late"

FORMS = {
    "starred": "- TITLE\n  * **Author(s)**: AUTHORS\n  * **PDF**: <https://arxiv.org/abs/ID>\n"
    "  * **Code**: <CODE>\n",
    "arxiv": "* **TITLE**\n  - *Authors:* AUTHORS\n  - **arXiv:** [link](https://arxiv.org/abs/ID)\n"
    "  - **Code:** [link](CODE)\n",
    "html": "<li><b>TITLE</b><br>\n<b>Authors:</b> AUTHORS<br>\n"
    '<b>arXiv:</b> <a href="https://arxiv.org/abs/ID">link</a><br>\n<b>Code:</b> <a href="CODE">x</a></li>\n',
    "paragraph": "<p>\n<strong>TITLE</strong><br>\n<i>AUTHORS</i><br>\n"
    '<a href="https://arxiv.org/abs/ID">PDF</a> | <a href="CODE">Code</a>\n</p>\n\n',
    "addresses": "> TITLE  \n> **Authors**: AUTHORS  \n"
    "> **Paper**: [https://arxiv.org/abs/ID](https://arxiv.org/abs/ID)  \n> **Code**: [CODE](CODE)\n\n",
    "links": "- [TITLE](https://arxiv.org/abs/ID)\n  - _Authors_: AUTHORS\n"
    "  - [**[pdf]**](https://arxiv.org/abs/ID) · [**[code]**](CODE)\n",
    "badges": '- "TITLE"\n  - AUTHORS\n  - [![P](https://img.shields.io/badge/P-red)](https://arxiv.org/abs/ID)'
    " / [![Code](https://img.shields.io/badge/Code-red)](CODE)\n",
    "italic labels": "- *TITLE*\n    * *Authors*: AUTHORS\n"
    "    * *Paper*: [https://arxiv.org/abs/ID](https://arxiv.org/abs/ID)\n    * *GitHub*: [CODE](CODE)\n",
    "underlined": "__TITLE__  \n*Authors*: AUTHORS  \n*Topics*: `maps`  \n"
    "[[Paper]](https://arxiv.org/abs/ID) · [[Code]](CODE)\n\n",
    "folds": "<details>\n<summary>_TITLE_</summary>\n\n**Authors**: AUTHORS \\\n"
    "**Paper**: [https://arxiv.org/abs/ID](https://arxiv.org/abs/ID) \\\n**Code**: [CODE](CODE)\n\n"
    "</details>\n\n",
    "emoji": "### TITLE\n👤 AUTHORS<br>\n[[Paper]](https://arxiv.org/abs/ID) [[Code]](CODE)\n\n",
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_each_line_says_its_thing_of_the_new_paper(form: str):
    def filled(title: str, authors: str, number: str, owner: str) -> str:
        said = form.replace("TITLE", title).replace("AUTHORS", authors).replace("ID", number)
        return said.replace("CODE", CODE.format(owner))

    rows = [
        filled(t, a, f"2403.0123{i}", f"own{i}") for i, (t, a) in enumerate(zip(TITLES, AUTHORS, strict=True))
    ]
    data = ("# List\n\n## Maps\n\n" + "".join(rows) + "\n## Licence\n\nMIT\n").encode()
    assert [e.title for e in read_document(data).entries] == list(TITLES)
    edit = insert_entry(data, NewEntry.from_mapping(NEW), section=["List", "Maps"])
    wanted = filled(str(NEW["title"]), "Eva Rossi", "2404.00001", "rossi")
    assert wanted.strip() in edit.data.decode()


def test_a_line_that_ends_with_a_backslash_keeps_it():
    lines = "".join(
        f"**{t}** \\\nAffiliation: Lab {i} \\\n[[Paper](https://arxiv.org/abs/2403.0123{i})]\n\n"
        for i, t in enumerate(TITLES)
    )
    entry = {"title": NEW["title"], "arxiv_id": "2404.00001", "tags": {"after_title": ["Affiliation: Acme"]}}
    edit = insert_entry(f"# List\n\n{lines}".encode(), NewEntry.from_mapping(entry))
    assert "Affiliation: Acme \\\n[[Paper]" in edit.data.decode()


def test_a_label_that_is_given_with_its_words_is_not_written_twice():
    lines = "".join(
        f'<li><a href="https://arxiv.org/abs/2403.0123{i}">{t}</a><br>\n<b>Lab:</b> <i>Lab {i}</i></li>\n'
        for i, t in enumerate(TITLES)
    )
    entry = {"title": NEW["title"], "arxiv_id": "2404.00001", "tags": {"after_title": ["Lab: Acme"]}}
    edit = insert_entry(f"# List\n\n{lines}".encode(), NewEntry.from_mapping(entry))
    assert "<b>Lab:</b> <i>Acme</i>" in edit.additions[0].text


def test_the_first_line_of_a_fold_leaves_its_blank_line_to_the_next():
    venues = ("CVPR'24", "Journal of Maps'24", "ICLR'25", "ECCV'24")
    rows = "".join(
        f"<details>\n<summary>_{t}_</summary>\n\n**Published in**: {venues[i]} \\\n"
        f"**Authors**: {AUTHORS[i]} \\\n**Paper**: [PDF](https://arxiv.org/abs/2403.0123{i})\n\n</details>\n\n"
        for i, t in enumerate(TITLES)
    )
    data = f"# List\n\n## Maps\n\n{rows}".encode()
    assert [e.title for e in read_document(data).entries] == list(TITLES)
    edit = insert_entry(data, NewEntry.from_mapping({**NEW, "venue": None, "code_url": None}))
    assert "_Late Merging of Frames_</summary>\n\n**Authors**: Eva Rossi \\\n" in edit.data.decode()


HEADS = (
    "#### [TITLE](URL)\n",
    "- **[TITLE](URL)**\n",
    "**[TITLE](URL)**  \n",
    "- **TITLE** [[paper]](URL)\n",
)
SIGNED = {
    "bullets": "- 🏫 Authors: AUTHORS\n- 📍 Venue: VENUE\n- 💻 Code: [link](CODE)\n",
    "pluses": "+ 🏫 Authors: AUTHORS\n+ 📍 Venue: VENUE\n+ 💻 Code: [link](CODE)\n",
    "bold": "- 🏫 **Authors**: AUTHORS\n- 📍 **Venue**: VENUE\n- 💻 **Code**: [link](CODE)\n",
    "inside": "- **🏫 Authors:** AUTHORS\n- **📍 Venue:** VENUE\n- **💻 Code:** [link](CODE)\n",
    "italics": "🏫 *Authors*: AUTHORS<br>\n📍 *Venue*: VENUE<br>\n💻 *Code*: [link](CODE)\n",
    "broken": "🏫 Authors: AUTHORS  \n📍 Venue: VENUE  \n💻 Code: [link](CODE)\n",
    "alone": "👤 AUTHORS  \n📍 VENUE  \n💻 [Code](CODE)\n",
    "named": ":book: Authors: AUTHORS  \n:pushpin: Venue: VENUE  \n:computer: Code: [link](CODE)\n",
}


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("form", SIGNED.values(), ids=SIGNED)
def test_an_emoji_before_a_label_stays_and_what_the_label_says_is_the_new_papers(head: str, form: str):
    venues = ("CVPR 2024", "ICLR 2025", "arXiv 2024", "arXiv 2024")
    indent = "  " if head.startswith("- ") else ""
    lines = "".join(f"{indent}{line}\n" for line in form.splitlines())
    between = "\n" if head.startswith("**") and form[0] in "-+" else ""

    def filled(title: str, authors: str, venue: str, number: str, owner: str) -> str:
        said = (head + between + lines).replace("TITLE", title).replace("AUTHORS", authors)
        said = said.replace("VENUE", venue).replace("URL", f"https://arxiv.org/abs/{number}")
        return said.replace("CODE", CODE.format(owner))

    rows = [filled(TITLES[i], AUTHORS[i], venues[i], f"2403.0123{i}", f"own{i}") for i in range(len(TITLES))]
    data = ("# List\n\n## Maps\n\n" + "\n".join(rows) + "\n## Licence\n\nMIT\n").encode()
    edit = insert_entry(data, NewEntry.from_mapping(NEW), section=["List", "Maps"])
    wanted = filled(str(NEW["title"]), "Eva Rossi", str(NEW["venue"]), "2404.00001", "rossi")
    assert wanted.strip() in edit.data.decode()
