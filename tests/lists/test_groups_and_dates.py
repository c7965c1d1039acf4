"""A paper keeps to the group it belongs to, and to dates and years that stand in order there."""

from service.lists import NewEntry, insert_entry, past_additions, read_document

HEAD = "# Sea\n\n## Papers\n"
PUBLISHED = (
    "Tides Without Tears [[ICLR 2023]](https://arxiv.org/abs/2301.00001)",
    "Mapping the Sea Floor [[KDD 2022]](https://arxiv.org/abs/2203.00002)",
    "A Study of Kelp [[CVPR 2022]](https://arxiv.org/abs/2201.00003)",
    "Crabs Walk Sideways [[ICML 2021]](https://arxiv.org/abs/2102.00004)",
    "Sand in Motion [[AAAI 2021]](https://arxiv.org/abs/2012.00005)",
    "Gulls Above the Pier [[ACL 2020]](https://arxiv.org/abs/2002.00006)",
    "Nets and Knots [[EMNLP 2019]](https://arxiv.org/abs/1909.00007)",
    "Old Salt [[Sea Open]](https://www.sciencedirect.com/science/article/pii/S2666651021000310)",
)
DATED = (
    "Foam on Rocks [[19 Jul 2022]](https://arxiv.org/abs/2207.00008)",
    "Lamps of the Harbour [[6 Jul 2022]](https://research.sea.org/publications/lamps/)",
    "Ropes That Remember [[8 May 2022]](https://arxiv.org/abs/2205.00009)",
    "Wind in Nine Parts [[17 Feb 2022]](https://arxiv.org/abs/2202.00010)",
)


def listed(published: tuple[str, ...], preprints: tuple[str, ...]) -> bytes:
    groups = (("Publication", published), ("Preprints", preprints))
    body = "\n\n".join(f"**{n}**\n" + "".join(f"- {line}\n" for line in lines) for n, lines in groups)
    return (HEAD + body).encode()


def line_of(before: bytes, past: list[tuple[bytes, bytes]], **facts: object) -> tuple[str, str]:
    """Return the titles above and below the new one, or nothing at an end."""
    new = NewEntry.from_mapping({"title": "Late Merging of Waves", **facts})
    edit = insert_entry(before, new, section=["Sea", "Papers"], history=past_additions(past))
    titles = ["", *(e.title for e in read_document(edit.data).entries), ""]
    at = titles.index("Late Merging of Waves")
    return titles[at - 1], titles[at + 1]


def test_one_venue_that_nobody_knows_does_not_mix_the_published_with_the_others():
    whole = listed(PUBLISHED, DATED)
    past = [
        (listed(PUBLISHED[1:], DATED), whole),
        (listed(PUBLISHED[2:], DATED), listed(PUBLISHED[1:], DATED)),
    ]
    above, below = line_of(whole, past, arxiv_id="2208.01234", date_text="3 Aug 2022")
    assert (above, below) == ("Old Salt", "Foam on Rocks")


def test_full_dates_in_order_are_kept_though_papers_came_on_top():
    newest = listed(PUBLISHED, DATED)
    past = [(listed(PUBLISHED, DATED[n + 1 :]), listed(PUBLISHED, DATED[n:])) for n in range(2)]
    above, below = line_of(newest, past, arxiv_id="2206.01234", date_text="20 Mar 2022")
    assert (above, below) == ("Ropes That Remember", "Wind in Nine Parts")


def test_a_link_called_by_its_day_is_the_papers_wherever_it_leads():
    entry = next(e for e in read_document(listed(PUBLISHED, DATED)).entries if "Lamps" in e.title)
    assert entry.date_text == "6 Jul 2022"
    assert [link.role for link in entry.links] == ["paper"]


TOPICS = """# Sea

## 2024
**Pruning & the Sea**
- Fewer Sails on the Sea. [[Paper](https://arxiv.org/abs/2401.00004)]
- Light Hulls. [[Paper](https://arxiv.org/abs/2402.00005)]

**General**
- Tides Without Tears of the Sea. [[Paper](https://arxiv.org/abs/2401.00001)]
- Mapping the Sea Floor. [[Paper](https://arxiv.org/abs/2402.00002)]
- A Study of Sea Kelp. [[Paper](https://arxiv.org/abs/2403.00003)]
"""


def test_a_title_names_the_group_it_belongs_to():
    lines = {}
    for title in ("Pruned Masts of the Sea", "Sails at Sea"):
        new = NewEntry.from_mapping({"title": title, "arxiv_id": "2404.01234"})
        lines[title] = insert_entry(TOPICS.encode(), new, section=["Sea", "2024"]).line or 0
    general = TOPICS.split("\n").index("**General**")
    assert lines["Pruned Masts of the Sea"] <= general
    assert lines["Sails at Sea"] > general  # a word that titles below other labels have tells nothing


def by_year(titles: tuple[tuple[str, int], ...]) -> bytes:
    rows = "".join(
        f"- **{title}.** CVPR {year}. [[Paper](https://sea.org/{title[0]}.pdf)]\n" for title, year in titles
    )
    return f"# Sea\n\n## Papers\n\n{rows}".encode()


YEARS = tuple(zip("ABDEGHJKM", (2014, 2015, 2015, 2016, 2016, 2016, 2017, 2017, 2018), strict=True))


def test_years_in_order_are_kept_though_the_past_went_by_title():
    rows = tuple((f"{letter} Study of Shores", year) for letter, year in YEARS)
    past = [(by_year((*rows[:n], *rows[n + 1 :])), by_year(rows)) for n in (4, 5, 6)]
    new = {"title": "Ice and Late Merging", "venue": "ICML 2018", "url": "https://sea.org/i.pdf"}
    edit = insert_entry(
        by_year(rows), NewEntry.from_mapping(new), section=["Sea", "Papers"], history=past_additions(past)
    )
    titles = [e.title for e in read_document(edit.data).entries]
    assert titles.index("Ice and Late Merging") >= len(rows) - 1
