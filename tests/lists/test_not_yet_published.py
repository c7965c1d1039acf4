"""What stands where the venue would: a server, its number, `Preprint`, `Under review`; in any marks."""

import pytest

from service.lists import NewEntry, insert_entry

TITLES = ("Sparse Grids", "Deep Rivers at Night", "What Small Hands Hold", "Walking on Ice", "Ships")
NAMES = ("Ann Chen, Bo Li", "Mei Fu, Fei Su", "Mei Sato, Tom Kim", "Nora Weber, Jo Hall", "Ida Berg, Al Roy")
SERVERS = ("arXiv", "arXiv preprint", "Preprint", "arXiv:{id}", "Under review")
FORMS = (
    "- {title} for Maps, ({venue}) [[Paper]({url})]",
    "- {title} for Maps. ({venue}) [[Paper]({url})]",
    "- {title} for Maps ({venue}) [[Paper]({url})]",
    "- {title} for Maps. {venue}. [[Paper]({url})]",
    "- *{title} for Maps*, {names}, {venue} [[Paper]({url})]",
    "- **{title} for Maps**, {names} ({venue}) [[Paper]({url})]",
    "- **{venue}** [{title} for Maps]({url})",
    "- `{venue}` {title} for Maps [[Paper]({url})]",
    "- ({venue}) {title} for Maps [[Paper]({url})]",
    "- [{title} for Maps]({url}). *{venue}*.",
)


def line(form: str, number: str, title: str, names: str, venue: str) -> str:
    said = {"title": title, "names": names, "url": f"https://arxiv.org/abs/{number}"}
    return form.format(venue=venue.format(id=number), **said) + "\n"


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("server", SERVERS)
@pytest.mark.parametrize("venue", ["ECCV 2024", None])
def test_a_server_and_a_venue_stand_in_the_same_place(form: str, server: str, venue: str | None) -> None:
    where = (server, server, "ICLR 2025", server, server)
    before = "# Maps\n\n## Grids\n\n" + "".join(
        line(form, f"2403.0{n}123", title, names, said)
        for n, (title, names, said) in enumerate(zip(TITLES, NAMES, where, strict=True))
    )
    facts = {"title": "Late Merging for Maps", "arxiv_id": "2404.00001", "authors": ["Eva Rossi", "Jo Park"]}
    entry = NewEntry.from_mapping({**facts, "venue": venue or server.format(id="2404.00001")})
    want = line(form, "2404.00001", "Late Merging", "Eva Rossi, Jo Park", venue or server)
    assert insert_entry(before.encode(), entry).additions[0].text == want
