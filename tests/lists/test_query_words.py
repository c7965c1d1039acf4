"""The words of a list's arXiv query: shared by its papers, and worth what they let through besides."""

from service.lists import read_document
from service.lists.onboarding.onboard import KnownPaper, describe
from service.lists.onboarding.phrases import choose_query

RARE = ("Kelp", "Moraine", "Fjord", "Estuary", "Lagoon")


def terms(*titles: str) -> set[str]:
    return {" AND ".join(term) for term in choose_query(titles).terms}


def test_a_word_of_a_single_paper_is_no_word_of_the_query():
    query = choose_query([f"Sonar Mapping of a {word} Bed" for word in RARE] + ["Zostera"])
    assert not {"kelp", "zostera"} & {word for term in query.terms for word in term}
    assert query.recall == 5 / 6
    assert terms("Zostera in the North") == {"zostera"}


def test_a_word_that_every_other_paper_says_is_dearer_than_a_rare_one():
    found = terms(*(f"Models of {word} for Bathymetry" for word in RARE))
    assert found == {"bathymetry"}


def test_a_word_of_three_letters_is_a_word_and_one_that_says_nothing_is_none():
    assert terms(*(f"EEG of {word} Set Out" for word in RARE)) == {"eeg"}


def test_a_few_known_papers_tell_the_categories_where_titles_tell_the_words():
    items = "".join(f"- [Sonar of {w}](https://arxiv.org/abs/2501.{n:05d})\n" for n, w in enumerate(RARE * 9))
    document = read_document(f"# Sonar\n\n{items}".encode())
    met = {f"2501.{n:05d}": KnownPaper("Sonar", "Of beds.", ("eess.SP", f"cs.{n // 2}")) for n in range(3)}
    found = describe([document], met)
    assert found.query.categories == ("eess.SP", "cs.0")
    assert any("its categories by 3 papers" in doubt for doubt in found.unsure)
    assert "cs.CV" in describe([document], dict(list(met.items())[:2])).query.categories


def test_categories_that_only_some_papers_tell_are_not_cut_down_to_the_fewest():
    titles = [f"Sonar of {w}" for w in RARE]
    some = [("cs.CL", "cs.CV"), ("cs.CL", "cs.CV"), (), (), ()]
    assert set(choose_query(titles, categories=some).categories) == {"cs.CL", "cs.CV"}
    assert len(choose_query(titles, categories=[some[0]] * 5).categories) == 1


def test_a_query_of_common_words_alone_is_a_doubt_and_its_share_is_estimated():
    titles = [f"Models of the {word}" for word in RARE]
    assert choose_query(titles).expected > 0.25
    items = "".join(f"- [{t}](https://arxiv.org/abs/2501.{n:05d})\n" for n, t in enumerate(titles, 1))
    doubts = describe([read_document(f"# Models\n\n{items}".encode())]).unsure
    assert any("of all papers through; take broad phrases out" in doubt for doubt in doubts)
