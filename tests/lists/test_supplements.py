"""Supplements beside papers on one host, code named for a conference, transactions like `T-PAMI (2022)`."""

from service.lists import NewEntry, insert_entry
from service.lists.reading.document import read_document

CVF, BMVC = "https://openaccess.thecvf.com/content", "https://www.bmvc2020.org"
LINES = (
    (
        "CVPR (2021)",
        f"[[pdf]]({CVF}/a1.pdf) [[supp]]({CVF}/a1_supp.pdf) [[code]](https://github.com/x/grids)",
    ),
    (
        "BMVC (2020)",
        f"[[pdf]]({BMVC}/2.pdf) [[supp]]({BMVC}/2.zip) [[code]](https://github.com/x/bmvc2020_rivers)",
    ),
    ("T-IP (2020)", "[[pdf]](https://ieeexplore.ieee.org/document/3) [[code]](https://github.com/x/glass)"),
    ("ICCV (2019)", f"[[pdf]]({CVF}/a4.pdf) [[supp]]({CVF}/a4_supp.pdf)"),
)
TITLES = ("Sparse Grids", "Deep Rivers", "Thin Glass", "Loud Bees")
PDF = "https://ieeexplore.ieee.org/document/9"


def _list() -> bytes:
    papers = zip(TITLES, LINES, strict=True)
    lines = (f'+ Ann Chen, Bo Li: "*{title}.*" {venue} {links}\n' for title, (venue, links) in papers)
    return ("# List\n\n## Maps\n\n" + "".join(lines)).encode()


def _added(**facts: object) -> str:
    new = NewEntry.from_mapping(
        {"title": "Late Frames", "url": PDF, "authors": ["Di Xu", "Eva Roth"], **facts}
    )
    return insert_entry(_list(), new).additions[0].text.strip()


def test_each_link_is_what_its_label_says():
    roles = [[part.role for part in e.reading.parts()][3:] for e in read_document(_list()).entries]
    assert roles == [
        ["paper", "link:supp", "code"],
        ["paper", "link:supp", "code"],
        ["paper", "code"],
        ["paper", "link:supp"],
    ]
    assert [e.venue for e in read_document(_list()).entries][2] == "T-IP (2020)"


def test_no_link_leads_elsewhere_than_its_label_says():
    for venue, year in (
        ("T-PAMI", "2022"),
        ("CVPR", "2022"),
        ("T-CSVT", "2023"),
        ("Nobody's Journal", "2020"),
    ):
        added = _added(venue=venue, date_text=year, published=year)
        assert added == f'+ Di Xu, Eva Roth: "*Late Frames.*" {venue} ({year}) [[pdf]]({PDF})'


def test_the_supplement_stands_where_the_others_do():
    added = _added(
        venue="ECCV 2022",
        code_url="https://github.com/x/late",
        extra={"links": [{"label": "supp", "url": "https://www.ecva.net/9_supp.pdf"}]},
    )
    assert added == (
        f'+ Di Xu, Eva Roth: "*Late Frames.*" ECCV (2022) [[pdf]]({PDF}) '
        "[[supp]](https://www.ecva.net/9_supp.pdf) [[code]](https://github.com/x/late)"
    )
