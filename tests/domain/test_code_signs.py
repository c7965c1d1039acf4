"""Links to what the authors released, as a reviewer sees them."""

from service.domain.code_signs import CodeSign, code_signs
from tests.makers import make_record


def test_a_link_that_is_written_twice_is_shown_once():
    sentence = r"Our code is available at \href{https://github.com/a/B}{https://github.com/a/B}."
    record = make_record("2510.00001", abstract=f"We prune. {sentence}", comment="Code: github.com/a/b")
    assert list(code_signs(record)) == [CodeSign("https://github.com/a/b", "comment", "Code: github.com/a/b")]
    (sign,) = code_signs(make_record("2510.00001", abstract=f"We prune. {sentence}"))
    assert (sign.url, sign.quote) == (
        "https://github.com/a/B",
        "Our code is available at https://github.com/a/B.",
    )


def test_words_of_tex_are_no_part_of_an_address():
    record = make_record("2510.00001", abstract=r"Project page: \url{https://a.github.io/\~b\_c/}")
    assert [sign.url for sign in code_signs(record)] == ["https://a.github.io/~b_c"]


def test_repositories_come_before_pages():
    record = make_record("2510.00001", abstract="Code: https://a.github.io and https://github.com/a/b")
    assert [sign.url for sign in code_signs(record)] == ["https://github.com/a/b", "https://a.github.io"]
