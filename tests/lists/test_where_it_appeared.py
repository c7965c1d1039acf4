"""Where a paper appeared is told from its title, its authors and its links."""

from service.lists import read_document
from service.lists.reading.entries import Entry, EntryLink

LINK = "https://arxiv.org/abs/"
NAMES = ("Kelp", "Moraine", "Fjord", "Estuary")


def entries(text: str) -> tuple[Entry, ...]:
    return read_document(text.encode()).entries


def test_a_title_between_authors_and_a_year_is_a_citation_in_quotes_also_where_others_are_linked():
    journals = ("Trans. Sea Data", "in Proc. 4th Int. Conf. Depth", "J. Coast", "Charts, vol. 3")
    cited = "".join(
        f"- A. Rossi, et al., “Slow Sonar Maps of a {name},” {journal}, 2022, pp. 1-9.\n"
        for name, journal in zip(NAMES, journals, strict=True)
    )
    text = f"# Maps\n\n## Linked\n\n- [Sea Charts of the Coast]({LINK}2501.00001)\n\n## Cited\n\n{cited}"
    assert [e.title for e in entries(text)[1:]] == [f"Slow Sonar Maps of a {name}" for name in NAMES]
    said = "".join(f"- “Slow Sonar Maps of a {name},” 2022.\n" for name in NAMES)
    assert entries(f"# Maps\n\n## Notes\n\n{said}") == ()


def test_a_link_called_by_its_venue_and_year_is_the_papers_wherever_it_leads():
    text = "".join(
        f"**Slow Sonar Maps of a {name}**  \nAnn Rossi, Bo Chen  \n[ACL 2024]({url}) • [Code](https://github.com/a/{name})\n\n"
        for name, url in zip(
            NAMES, [f"{LINK}2501.0000{n}" for n in range(3)] + ["https://github.com/a/b"], strict=True
        )
    )
    found = entries(f"# Maps\n\n## Sea\n\n{text}")
    assert [e.title for e in found] == [f"Slow Sonar Maps of a {name}" for name in NAMES]
    assert found[-1].links[0] == EntryLink("paper", "ACL 2024", "https://github.com/a/b")
    assert found[-1].venue == "ACL 2024"


def test_a_venue_of_many_words_behind_a_title_is_not_the_title():
    rows = "".join(
        f"- Maps of a {n} <br> Arxiv 2024 [[Paper]({LINK}2501.0000{i})]\n" for i, n in enumerate(NAMES)
    )
    where = "NeurIPS Workshop on Charts of the Deep Sea and Its Coasts (CHARTS-IV) 2024"
    long = f"- Sonar Maps <br> {where} [[Paper]({LINK}2501.00009)]\n"
    assert [e.title for e in entries(f"# Maps\n\n{rows}{long}")][-1] == "Sonar Maps"


def test_a_journal_with_an_and_in_its_name_is_no_list_of_authors():
    rows = "".join(
        f"- [Slow Maps of a {n}]({LINK}2501.0000{i}), {where} 2013.\n"
        for i, (n, where) in enumerate(
            zip(NAMES, ("Robotics and Autonomous Systems", "IJRR", "ICRA", "IROS"), strict=True)
        )
    )
    assert [e.authors_text for e in entries(f"# Maps\n\n{rows}")] == [None] * 4


def test_a_bracket_inside_a_word_belongs_to_the_title():
    rows = "".join(
        f"- **{title}**\n  [paper]({LINK}2501.0000{i}) · *Ann Rossi et al.*\n"
        for i, title in enumerate(
            ("M[AP]$^2$: Charts of the Sea", "Slow Sonar Maps of a Fjord", "Old Maps of Kelp")
        )
    )
    assert entries(f"# Maps\n\n{rows}")[0].title == "M[AP]$^2$: Charts of the Sea"
    tail = f"- **Slow Sonar Maps**[ICLR24] [paper]({LINK}2501.00001)\n"
    assert entries(f"# Maps\n\n{tail}")[0].title == "Slow Sonar Maps"


def test_a_name_that_nobody_knows_and_a_year_end_a_title_in_a_list_without_links():
    ends = ("CVPR 2020", "ICCV 2021", "ECCV 2022", "CHARTS 2004", "Sea Journal. 2013", "2019")
    items = "".join(f"- Slow Maps of a Coast and Its {n}. {end}\n" for n, end in enumerate(ends))
    found = entries(f"# Maps\n\n## Old\n\n{items}\n## New\n\n{items.replace('Coast', 'Fjord')}")
    assert [e.title for e in found[:6]] == [f"Slow Maps of a Coast and Its {n}" for n in range(6)]
    assert len(found) == 12
    assert (
        entries("# Maps\n\n## Notes\n\n- Slow Maps of a Coast. CHARTS 2004\n- Told by many. In June 2004\n")
        == ()
    )
