# ruff: noqa: RUF001  # letters that look alike are what this file is about
"""Titles and abstracts as people read them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.tex import readable

SAID = [
    (r"$\alpha$-stable noise in $\mathbb{R}^2$", "α-stable noise in R²"),
    (r"An $O(n^2)$ bound, $k \leq 10$", "An O(n²) bound, k ≤ 10"),
    (r"$\times$ 3.5$\times$ faster, 50\% fewer", "× 3.5× faster, 50% fewer"),
    (r"Erd\H{o}s, G\"odel and Universit\'e", "Erdős, Gödel and Université"),
    (r"{\it Bold} \textbf{claims} about \emph{x}", "Bold claims about x"),
    (r"H$_2$O and x$_{i}$", "H₂O and xᵢ"),
    (r"90$^\circ$ turns", "90° turns"),
    (r"$x^{a+b}$ stays", "x^a+b stays"),
    ("costs $5 and $10 or $x", "costs $5 and $10 or $x"),
    ("Nothing <b>to</b> do & stay", "Nothing <b>to</b> do & stay"),
    (r"Code at \url{https://a.org/b\_c}.", "Code at https://a.org/b_c."),
    (r"Code at \url{https://a.org/\~b}", "Code at https://a.org/~b"),
    (r"It is at \href{https://a.org/}{https://a.org}.", "It is at https://a.org/."),
    (r"It is at \href{https://a.org/b}{a.org/b} now", "It is at https://a.org/b now"),
    (r"See \href{https://a.org}{\textbf{our page}}", "See our page (https://a.org)"),
    (r"as others~\cite{a2024,b} do \citep{c}.", "as others do."),
    (r"\textcolor{red}{\underline{New}}: more", "New: more"),
    (r"\unknown{thing}", r"\unknownthing"),
]


@pytest.mark.parametrize(("written", "read"), SAID)
def test_tex_is_read_as_people_read_it(written: str, read: str):
    assert readable(written) == read


@given(st.text(alphabet="ab$\\{}^_ '\"~%12", max_size=60))
def test_nothing_breaks_it_and_twice_is_not_needed_to_finish(text: str):
    assert isinstance(readable(text), str)


@given(st.text(alphabet=st.characters(blacklist_characters="$\\{}`'-"), max_size=60))
def test_text_without_tex_stays_as_it_is(text: str):
    assert readable(text) == text
