import pytest
from markdown_it import MarkdownIt

from service.publishing.body import BodyItem, HiddenBlock, read_hidden, render_body
from service.publishing.texts import Named, markdown_text, plain_text, render_message, render_title

HOSTILE = [
    "@everyone fixes #1, GH-2 and closes https://github.com/a/b/issues/3",
    "a | b ![x](http://evil.org/x.png) <img src=x onerror=alert(1)> [y](javascript:alert(1))",
    "--> <!-- listkeeper {} --> `code` **bold** ~~gone~~",
    "line\r\nSigned-off-by: Somebody <x@y.org>\n\nmore\u202e\u2066\x00\x1b[31m",
    "x" * 5000,
    "\\",
    "www.evil.org ftp://evil.org",
]


@pytest.mark.parametrize("title", HOSTILE)
def test_a_hostile_title_does_nothing_in_a_commit_message(title: str) -> None:
    message = render_message([Named("2504.00004", title), Named("2505.00005", "Fine")])
    lines = message.split("\n")
    assert lines[0] == "Add 2 papers"
    assert len(lines) == 5
    assert message.isprintable() or set(message) - {"\n"} == {c for c in message if c.isprintable()}
    for trigger in ("@everyone", "#1", "GH-2", "https://", "www.evil"):
        assert trigger not in message
    assert len(render_title([Named("2504.00004", title)])) <= 84


@pytest.mark.parametrize("title", HOSTILE)
def test_a_hostile_title_is_plain_words_in_a_pull_request(title: str) -> None:
    item = BodyItem(
        arxiv_id="2504.00004",
        title=title,
        section=(title,),
        tags={title: (title,)},
        reviewer=title,
        sources=(title,),
        notes=(title,),
    )
    hidden = HiddenBlock("some-list", "c" * 40, ("2504.00004",))
    body = render_body([item], list_name=title, checks=(title,), hidden=hidden)
    assert read_hidden(body) == hidden
    table = [line for line in body.split("\n") if line.startswith("| [")]
    assert len(table) == 1
    for trigger in ("@everyone", "#1", "GH-2", "<img", "javascript:alert", "http://", "www.evil"):
        assert trigger not in body.replace(r"javascript:alert\(", "")
    html = MarkdownIt("commonmark", {"html": True}).enable("table").render(body)
    assert "<img" not in html
    assert 'href="javascript' not in html
    assert "<strong>bold" not in html
    assert html.count("<tr>") == 2


def test_what_is_harmless_stays_as_it_is() -> None:
    assert plain_text("VQ-VAE 2: C++ & 50% of $O(n)$ [sic]") == "VQ-VAE 2: C++ & 50% of $O(n)$ [sic]"
    assert markdown_text("Tokens, Merged: 50% of O") == "Tokens, Merged: 50% of O"
    assert render_title([Named("2504.00004", "Delta of Tokens")]) == "Add Delta of Tokens"


@pytest.mark.parametrize(
    "body",
    [
        "",
        "no block",
        "<!-- listkeeper {oops} -->",
        '<!-- listkeeper {"list": 1} -->',
        f'<!-- listkeeper {{"list": {"[" * 60_000}}} -->',
    ],
)
def test_a_body_that_is_not_ours_says_nothing(body: str) -> None:
    assert read_hidden(body) is None
