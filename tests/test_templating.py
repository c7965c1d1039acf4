"""Templates: everything is escaped, unknown names are errors, and dates and numbers read well."""

from datetime import UTC, date, datetime

import pytest
from jinja2 import DictLoader, Environment, UndefinedError

from service import errors
from service.templating import day, known_day, make_environment, month, percent, plural, render, when


@pytest.fixture
def environment() -> Environment:
    made = make_environment()
    made.loader = DictLoader({"page.html": "<p>{{ title }} {{ at|day }}</p>", "plain.txt": "{{ title }}"})
    return made


def test_titles_are_escaped_in_pages_and_plain_in_texts(environment: Environment) -> None:
    title = "<script>alert('x')</script> & Co"
    page = render(environment, "page.html", title=title, at=None)
    assert page == "<p>&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; Co –</p>"
    assert render(environment, "plain.txt", title=title) == title


def test_a_name_that_nobody_gave_is_an_error(environment: Environment) -> None:
    with pytest.raises(UndefinedError, match="'at' is undefined"):
        render(environment, "page.html", title="T")


def test_a_value_may_have_any_name() -> None:
    made = make_environment()
    made.loader = DictLoader({"page.html": "{{ name }} {{ environment }}"})
    assert render(made, "page.html", name="a", environment="b") == "a b"


def test_dates_read_well_for_people_and_machines() -> None:
    moment = datetime(2025, 10, 2, 4, 5, 6, tzinfo=UTC)
    assert day(date(2025, 10, 2)) == day(moment) == '<time datetime="2025-10-02">2 Oct 2025</time>'
    assert when(moment) == '<time datetime="2025-10-02T04:05:06+00:00">2 Oct 2025, 04:05 UTC</time>'
    assert day(None) == when(None) == "–"


def test_a_day_of_which_only_the_month_is_known_is_that_month() -> None:
    assert known_day(datetime(2025, 10, 1, tzinfo=UTC)) == '<time datetime="2025-10">Oct 2025</time>'
    assert known_day(datetime(2025, 10, 1, 0, 0, 1, tzinfo=UTC)) == day(date(2025, 10, 1))
    assert known_day(datetime(2025, 10, 2, tzinfo=UTC)) == day(date(2025, 10, 2))
    assert month("2025-10") == "Oct 2025"


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 papers"), (1, "1 paper"), (2, "2 papers"), (12345, "12,345 papers")]
)
def test_numbers_agree_with_their_nouns(number: int, words: str) -> None:
    assert plural(number, "paper") == words


def test_nouns_may_have_plurals_of_their_own() -> None:
    assert (plural(1, "entry", "entries"), plural(3, "entry", "entries")) == ("1 entry", "3 entries")


@pytest.mark.parametrize(("value", "words"), [(None, "–"), (0.0, "0 %"), (0.126, "13 %"), (1.0, "100 %")])
def test_shares_are_whole_per_cent(value: float | None, words: str) -> None:
    assert percent(value) == words


def test_every_error_says_whether_it_is_permanent_and_how_a_page_answers() -> None:
    def below(kind: type[errors.ListkeeperError]) -> list[type[errors.ListkeeperError]]:
        return [kind, *(found for each in kind.__subclasses__() for found in below(each))]

    drawn = errors.__doc__ or ""
    for kind in below(errors.ListkeeperError):
        if kind.__module__ != errors.__name__:
            continue
        assert kind.__name__ in drawn
        assert kind("A sentence.").status >= 400
        assert isinstance(kind("A sentence.").is_permanent, bool)
    assert not errors.SourceBusy("Wait.", retry_after=3).is_permanent
    assert not errors.SourceLied("No.").is_permanent
    assert errors.SourceError("No.", is_permanent=True).is_permanent
    assert not errors.PublishError("Later.", is_permanent=False).is_permanent
