"""The rules of a list's own checks, and the lines that break them."""

from typing import Any

import pytest

from service.lists.checking.ci_breaches import find_breaches, new_breaches
from service.lists.checking.ci_rules import ITEM, ORDER, TWICE, CiRules, read_markdownlint

GOOD = b"# A\n\n- [Alpha](https://a.example/1)\n- [Beta](https://a.example/2)\n"


def rules(**settings: Any) -> CiRules:
    return CiRules(("x",), read_markdownlint({"default": False, **settings}))


@pytest.mark.parametrize(
    ("settings", "line"),
    [
        ({"MD004": True}, "* [Gamma](https://a.example/3)"),
        ({"ul-style": {"style": "dash"}}, "+ [Gamma](https://a.example/3)"),
        ({"MD009": True}, "- [Gamma](https://a.example/3) "),
        ({"no-hard-tabs": True}, "-\t[Gamma](https://a.example/3)"),
        ({"MD012": True}, "\n"),
        ({"MD013": {"line_length": 40}}, "- [Gamma](https://a.example/3) and some words more"),
        ({"MD022": True}, "## Gamma"),
        ({"MD030": True}, "-  [Gamma](https://a.example/3)"),
        ({"MD033": True}, "- [Gamma](https://a.example/3) <br> x"),
        ({"MD033": {"allowed_elements": ["sub"]}}, "- [Gamma](https://a.example/3) <BR/> <sub>x</sub>"),
        ({"no-bare-urls": True}, "- Gamma https://a.example/3"),
        ({"MD045": True}, "- ![](https://a.example/3.png)"),
    ],
)
def test_a_new_line_that_breaks_a_rule_is_found(settings: dict[str, Any], line: str) -> None:
    after = GOOD + f"{line}\n".encode()
    assert find_breaches(GOOD, rules(**settings)) == ()
    found = new_breaches(GOOD, after, rules(**settings), range(5, 8))
    assert [each.line for each in found][:1] in ([5], [6])
    assert new_breaches(after, after + f"{line}\n".encode(), rules(**settings), range(6, 9)) == ()


@pytest.mark.parametrize(
    ("settings", "line"),
    [
        ({"MD004": {"style": "consistent"}}, "- [Gamma](https://a.example/3)"),
        ({"MD009": True}, "- [Gamma](https://a.example/3)  "),
        ({"MD013": {"line_length": 20}}, "- [Gamma](https://a.example/a-very-long-address)"),
        (
            {"MD013": {"line_length": 40, "tables": False}},
            "| a row of a table that is | long enough |",
        ),
        ({"MD033": {"allowed_elements": ["br"]}}, "- [Gamma](https://a.example/3) <br> x"),
        ({"MD033": True}, "- `<br>` <https://a.example/3> <!-- <br> -->"),
        ({"MD034": True}, "- [![x](https://a.example/3.svg)](https://a.example/3) <https://a.example/4>"),
        ({"MD034": True, "url": False}, "- https://a.example/3"),
        ({"whitespace": True, "no-trailing-spaces": False}, "- [Gamma](https://a.example/3) "),
        ({}, "*\thttps://a.example/3 <br> "),
    ],
)
def test_what_a_rule_allows_is_no_breach(settings: dict[str, Any], line: str) -> None:
    assert new_breaches(GOOD, GOOD + f"{line}\n".encode(), rules(**settings), range(5, 8)) == ()


def test_rules_that_the_file_switches_off_do_not_count() -> None:
    long = b"- [Gamma](https://a.example/3)" + b" and many words more" * 4 + b"\n"
    everything = CiRules(("x",), read_markdownlint({}))
    assert [b.rule for b in find_breaches(GOOD + long, everything)] == ["MD013"]
    assert find_breaches(b"<!-- markdownlint-disable MD013 -->\n\n" + GOOD + long, everything) == ()
    assert find_breaches(b"<!-- markdownlint-disable -->\n\n" + GOOD + long, everything) == ()


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            "{long}x-disable MD013 -->\n{long}x-enable MD013 -->\n{long}",
            [1, 5],
        ),
        ("x-disable -->\n{long}x-enable -->\n{long}", [4]),
        (
            "x-disable line-length -->\n{long}x-enable whitespace -->\n{long}",
            [],
        ),
        ("x-disable MD034 -->\n{long}", [2]),
        ("x-disable-next-line MD013 -->\n{long}{long}", [3]),
        ("{bare} x-disable-line MD013 -->\n{long}", [2]),
        ("{long}{long}x-disable-file MD013 -->\n", []),
        (
            "x-capture -->x-disable -->\n{long}x-restore -->\n{long}",
            [4],
        ),
    ],
)
def test_a_rule_is_off_only_where_the_file_switches_it_off(text: str, lines: list[int]) -> None:
    bare = "- [Gamma](https://a.example/3)" + " and many words more" * 4
    text = text.replace("x-", "<!-- markdownlint-")
    data = text.format(long=f"{bare}\n", bare=bare).encode()
    assert [b.line for b in find_breaches(data, rules(MD013={"line_length": 80}))] == lines


def test_awesome_lints_own_comments_count_for_its_rules() -> None:
    awesome = CiRules(("x",), {ITEM: {}, TWICE: {}, "MD034": {}})
    bad = b"- [Gamma](https://a.example/1) does a thing\n"
    off = b"<!--lint disable awesome-list-item-->\n" + bad + b"<!--lint enable awesome-list-item-->\n" + bad
    assert [(b.rule, b.line) for b in find_breaches(off, awesome)] == [(ITEM, 4), (TWICE, 4)]
    assert find_breaches(b"<!--lint ignore-->\n" + bad, awesome) == ()


def test_items_are_held_to_the_order_of_the_alphabet_where_a_check_does_so() -> None:
    order = CiRules(("x",), {ORDER: {}})
    good = b"# A\n\n- [alpha](x)\n- [Beta](y)\n  - [zeta](z)\n- *Gamma*\n\n# B\n\n- [Alpha](x)\n"
    assert find_breaches(good, order) == ()
    bad = good.replace(b"# B", b"- [Alto](w)\n\n# B")
    assert [(b.rule, b.line) for b in find_breaches(bad, order)] == [(ORDER, 8)]


@pytest.mark.parametrize(
    ("settings", "off"),
    [
        ({"extends": "markdownlint/style/prettier"}, {"MD013", "MD009"}),
        ({"extends": "markdownlint/style/relaxed", "MD013": True}, {"MD033", "MD009"}),
        ({"extends": "some/package"}, set()),
        ({"extends": 7}, set()),
    ],
)
def test_a_style_that_comes_with_markdownlint_may_be_extended(
    settings: dict[str, Any], off: set[str]
) -> None:
    found = set(read_markdownlint(settings))
    assert off.isdisjoint(found)
    assert {"MD004", "MD047"} <= found
    assert "MD013" in found or "MD013" in off


def test_code_is_left_out_and_a_missing_last_line_end_is_found() -> None:
    everything = CiRules(("x",), read_markdownlint({"MD013": False}))
    assert find_breaches(GOOD + b"\n```\n\thttps://a.example <br>   \n```\n", everything) == ()
    assert [b.rule for b in find_breaches(GOOD.rstrip(b"\n"), everything)] == ["MD047"]


def test_an_awesome_lists_items_have_a_form_and_no_link_twice() -> None:
    awesome = CiRules(("x",), {ITEM: {}, TWICE: {}})
    good = b"- [Alpha](https://a.example/1) - Does a thing.\n- [Beta](https://a.example/2)\n"
    assert find_breaches(good, awesome) == ()
    bad = b"- [Gamma](https://a.example/1) does a thing\n"
    assert [b.rule for b in find_breaches(good + bad, awesome)] == [ITEM, TWICE]


@pytest.mark.parametrize(
    "odd", [{"MD013": {"line_length": "long"}}, {"MD013": 7}, {"nonsense": {"a": 1}}, {"MD013": None}]
)
def test_settings_that_make_no_sense_do_no_harm(odd: dict[str, Any]) -> None:
    assert find_breaches(GOOD, CiRules(("x",), read_markdownlint(odd))) == ()
