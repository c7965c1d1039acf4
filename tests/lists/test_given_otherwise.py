"""Facts given in ways of their own: two venues, people with an institution, a server behind the title."""

from service.lists import NewEntry, insert_entry

HEAD = "# Awesome Things\n\n## Papers\n\n"


def added(text: str, **facts: object) -> str:
    return insert_entry(text.encode(), NewEntry.from_mapping(facts)).additions[0].text.rstrip()


def lines(form: str, count: int = 6) -> str:
    return HEAD + "".join(form.format(n=n) + "\n" for n in range(1, count + 1))


def test_two_venues_are_both_kept() -> None:
    text = lines(
        "- A Study of Maps, {n}, <ins>arXiv, 2024</ins> [[Paper](https://arxiv.org/abs/2401.0000{n})]"
    )
    line = added(text, title="Sparse Grids", arxiv_id="2402.00009", venue="arXiv, ICML")
    assert line == "- Sparse Grids, <ins>arXiv, ICML</ins> [[Paper](https://arxiv.org/abs/2402.00009)]"


def test_a_title_that_ends_with_its_server_gets_no_second_one() -> None:
    text = lines("- A Study of Maps, {n} <br> Arxiv 2024 [[Paper]](https://arxiv.org/abs/2401.0000{n})")
    line = added(text, title="Sparse Grids Arxiv 2024", arxiv_id="2402.00009")
    assert line == "- Sparse Grids Arxiv 2024 [[Paper]](https://arxiv.org/abs/2402.00009)"


def test_people_with_an_institution_stand_where_the_authors_do() -> None:
    text = lines("- [A Study of Maps, {n}](https://arxiv.org/abs/2401.0000{n}) <br> Ann Sea, Bo Li, Eva Su")
    people = "Mei Sato, Tom Kim, Zoe Rossi, Map Lab (Riverside)"
    line = added(text, title="Sparse Grids", arxiv_id="2402.00009", tags={"after_title": [people]})
    assert line == f"- [Sparse Grids](https://arxiv.org/abs/2402.00009) <br> {people}"


def test_a_label_that_is_a_plural_in_few_entries_is_copied_as_most_have_it() -> None:
    form = "- A Study of Maps, {n} [[Paper]](https://arxiv.org/abs/2401.{n:05}) [[Code]](https://github.com/a/b{n})"
    entries = [form.format(n=n) for n in range(1, 111)]
    own = "\n".join(entry.replace("[[Code]]", "[[Codes]]") for entry in entries[-2:])
    text = HEAD + "\n".join(entries[:-2]) + f"\n\n## Others\n\n{own}\n"
    code = "https://github.com/bo/grids"
    line = added(text, title="Sparse Grids", arxiv_id="2402.00009", code_url=code, section_path=["Others"])
    assert line == f"- Sparse Grids [[Paper]](https://arxiv.org/abs/2402.00009) [[Code]]({code})"


def test_words_in_front_of_a_title_bring_no_dash_with_them() -> None:
    text = lines("- [A Study of Maps, {n}](https://arxiv.org/abs/2401.0000{n})")
    text += (
        "- [Ann Sea](https://ann.example.org) - A course on [Maps at Sea](https://arxiv.org/abs/2401.00008)\n"
    )
    title = "Sparse Grids for All Who Go to Sea"
    line = added(text, title=title, arxiv_id="2402.00009", tags={"before_title": ["- A book on"]})
    assert line == f"- A book on [{title}](https://arxiv.org/abs/2402.00009)"
