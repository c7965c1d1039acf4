"""Ways of writing an entry: `BULLETS`, `BLOCKS` and, with the head of their table, `TABLES`."""

from collections.abc import Callable

from tests.lists.zoo.papers import Paper

Form = Callable[[Paper], str]


def _if(value: str | None, form: str) -> str:
    return form.format(value) if value else ""


def _stars(p: Paper) -> str:
    return f"[![Star](https://img.shields.io/github/stars/{p.repo}.svg?style=social&label=Star)]({p.code})"


def _badge(p: Paper) -> str:
    return f"[![arXiv](https://img.shields.io/badge/arXiv-{p.arxiv_id}-b31b1b.svg)]({p.url})"


def _named(p: Paper) -> str:
    name, colon, rest = p.title.partition(": ")
    return f"**{name}**: {rest}" if colon else p.title


BULLETS: dict[str, Form] = {
    "title linked, authors in italics": lambda p: (
        f"- [**{p.title}**]({p.url}). *{p.everybody}*. {p.at()}." + _if(p.code, " [[code]({})]")
    ),
    "venue in brackets first": lambda p: f"- [{p.at()}] [**{p.title}**]({p.url}). {p.everybody}.",
    "venue in round brackets first": lambda p: (
        f"- ({p.at()}) {p.title}, [[Paper]]({p.url})" + _if(p.code, ", [[Code]]({})")
    ),
    "venue or month of the preprint first": lambda p: (
        f"- ({p.at(preprint='arXiv {year}.{month:02d}')}) {p.title},"
        f" [[Paper]]({p.url})" + _if(p.code, ", [[Code]]({})")
    ),
    "venue in the title's link": lambda p: (
        f"- [{p.title} ({p.at()})]({p.url})" + _if(p.code, " [[Code]({})]")
    ),
    "venue in the link behind a dash": lambda p: (
        f"- [{p.title} - {p.at()}]({p.url})" + _if(p.code, " [[Code]({})]")
    ),
    "venue in the link before the title": lambda p: (
        f"- [[{p.at()}] {p.title}]({p.url})" + _if(p.code, " [[Code]({})]")
    ),
    "month in the title's link": lambda p: (
        f"- [{p.title} ({p.month_name[:3]} {p.year})]({p.url})" + _if(p.code, " [[Code]({})]")
    ),
    "venue behind the authors in italics": lambda p: (
        f"- [{p.year}/{p.month:02d}] **{p.title}.** *{p.first}"
        f" {p.venue or 'arXiv'}.* [[paper]({p.url})]" + _if(p.code, " [[code]({})]")
    ),
    "authors quoted below": lambda p: (
        f"- **{p.title}**\n> {p.everybody}. *{p.at()}*. [[Paper]({p.url})]" + _if(p.code, " [[Code]({})]")
    ),
    "semicolons": lambda p: (
        f"- {p.title}; {p.everybody}; {p.at()}; [pdf]({p.url})" + _if(p.code, "; [code]({})")
    ),
    "authors first": lambda p: f"- {p.everybody}. {p.title}. {p.at()}. [pdf]({p.url})",
    "authors first, title quoted": lambda p: f'* {p.everybody}, "{p.title}," {p.at()}. [[PDF]({p.url})]',
    "full-width commas": lambda p: f"- {p.title}，{p.at()}，[论文]({p.url})" + _if(p.code, "，[代码]({})"),
    "surname and year in brackets": lambda p: f"- {p.title} ({p.surname}, {p.year}) [[paper]({p.url})]",
    "list tags": lambda p: f'<li><a href="{p.url}">{p.title}</a> {p.everybody}. <i>{p.at()}</i></li>',
    "link tags": lambda p: (
        f'- <a href="{p.url}">{p.title}</a>, {p.at()}' + _if(p.code, ' <a href="{}">[code]</a>')
    ),
    "bare addresses": lambda p: f"- {p.title}. {p.url}" + _if(p.code, " {}"),
    "long dates without zeros": lambda p: (
        f"+ **{p.title}** [[Paper]({p.url})] ({p.month_name} {p.day}, {p.year})"
    ),
    "date first": lambda p: (
        f"* [{p.year}.{p.month:02d}] [**{p.title}**]({p.url}), {p.first}" + _if(p.code, " [[Code]({})]")
    ),
    "venue in code": lambda p: f"* `{p.at()}` {p.title} [[Paper]({p.url})]" + _if(p.code, "[[Code]({})]"),
    "venue with an apostrophe": lambda p: (
        "- ["
        + p.at("{name}'{yy:02d}", "arXiv'{yy:02d}")
        + f"] [{p.title}]({p.url})"
        + _if(p.code, " - [Code]({})")
    ),
    "links first": lambda p: f"- [[Paper]({p.url})]" + _if(p.code, " [[Code]({})]") + f" {p.title}",
    "number of the paper linked": lambda p: f"* [[{p.arxiv_id}]({p.url})] {p.title} - {p.first}",
    "authors behind by": lambda p: f"* <[{p.title}]({p.url})> by {p.everybody}, {p.year}.",
    "venue behind a full stop in the link": lambda p: (
        f"- [{p.title}. {p.at(preprint='{year}')}]({p.url})" + _if(p.code, " [[Code]({})]")
    ),
    "venue and a comma first, the name bold": lambda p: (
        f"- {p.at(preprint='arXiv {year}.{month:02d}')}, {_named(p)}, [arXiv]({p.url})"
        + _if(p.code, " / [Github]({})")
    ),
    "the name bold in the link": lambda p: f"- [{_named(p)}]({p.url}), {p.everybody}, {p.at()}",
    "venue or year in the paper's link": lambda p: (
        f"+ {p.title} [[{p.at(preprint='{year}')}]]({p.url})" + _if(p.code, "[[code]]({})")
    ),
    "venue or day in the paper's link": lambda p: (
        f"- {p.title} [[{p.at('{name}{year}', f'arXiv {p.day} {p.month_name[:3]} {p.year}')}]]({p.url})"
        + _if(p.code, " [[Pytorch]]({})")
    ),
    "links as code between pipes": lambda p: (
        f"- {p.title} | **["
        + p.at("{name}' {yy:02d}", "arXiv' {yy:02d}")
        + f"]** | [`[pdf]`]({p.url})"
        + _if(p.code, " | [`[code]`]({})")
    ),
    "nothing linked": lambda p: f"* {p.title} ({p.at()})",
    "nothing linked, authors first": lambda p: (
        f"* {p.surname} **{p.title}.** {p.at('{name}, {year}', 'arXiv, {year}')}."
    ),
    "rows of HTML": lambda p: (
        f'<tr><td>{p.at()}</td><td><a href="{p.url}">{p.title}</a></td><td>'
        + _if(p.code, '<a href="{}">code</a>')
        + "</td></tr>"
    ),
    "links in one bracket": lambda p: (
        f"- {p.title} ({p.at()}) [[Paper]({p.url})" + _if(p.code, " / [Code]({})") + "]"
    ),
    "quoted title, month and venue in brackets": lambda p: (
        f'- "{p.title}" [{p.year}-{p.month:02d}]' + _if(p.venue, f" [{{}} {p.year}]") + f" [[paper]({p.url})]"
    ),
    "stars without a link": lambda p: (
        f"- ({p.at()}) **{p.title}** [[Paper]]({p.url})"
        + _if(p.code, f" [[Code]]({{}}) ![Stars](https://img.shields.io/github/stars/{p.repo}?style=social)")
    ),
    "authors folded away": lambda p: (
        f"+ **{p.title}** ({p.day} {p.month_name[:3]} {p.year})<details><summary>Who</summary>"
        f" {p.everybody}</details> [[Paper]]({p.url})"
    ),
}
BLOCKS: dict[str, Form] = {
    "plain words and escaped brackets": lambda p: (
        f"{p.title}{'' if p.title.endswith('?') else '.'} \\[[pdf]({p.url})\\]"
        + _if(p.venue, f" \\[{{}} {p.year}\\]")
        + f" \\[{p.year}.{p.month}\\]"
    ),
    "labelled lines, authors in bold labels": lambda p: (
        f"- **{p.title}**\n  - **Authors**: {p.everybody}\n  - **Venue**: {p.at()}\n"
        f"  - **Links**: [Paper]({p.url})" + _if(p.code, ", [Code]({})")
    ),
    "item with badges below that are not indented": lambda p: (
        f"1. [**{p.title}.**]({p.url}) *{p.everybody}.* {p.at('{name} {year}', 'Arxiv {year}')}."
        + _if(p.code, f"\n\n&nbsp;&nbsp; [![Stars](https://img.shields.io/github/stars/{p.repo})]({{}})")
    ),
    "bold title, labelled items": lambda p: (
        f"**{p.title}**\n\n"
        + _if(p.project, "- 主页：{}\n")
        + f"- 论文：{p.url}"
        + _if(p.code, "\n- 代码：{}")
    ),
    "title of a summary": lambda p: (
        f"<details>\n<summary>{p.title}</summary>\n\n- Authors: {p.everybody}\n- [Paper]({p.url})"
        + _if(p.code, "\n- [Code]({})")
        + "\n\n</details>"
    ),
    "numbered titles": lambda p: (
        f"[{7 + p.month}] {p.title}\n\n" + _if(p.code, "- Code: {}\n") + f"- Paper: {p.url}"
    ),
    "item with labelled lines": lambda p: (
        f"- [{p.title}]({p.url})\n    - {p.everybody}\n    - 📅 Date: {p.month_name} {p.day:02d}, {p.year}"
        f"\n    - 📑 Publisher: {p.at(preprint='arXiv')}" + _if(p.code, "\n    - 💻 Code: {}")
    ),
    "day on a line of its own": lambda p: (
        f"**{p.title}** \\\n*{p.everybody}* \\\n{p.at()}. [[Paper]({p.url})]"
        + _if(p.project, " [[Project]({})]")
        + _if(p.code, " [[Github]({})]")
        + f" \\\n{p.day} {p.month_name[:3]} {p.year}"
    ),
    "heading, numbered": lambda p: (
        f"### 1. {p.title}\n**Authors**: {p.everybody}\n\n  [📄 Paper]({p.url})"
        + _if(p.project, " | [🌐 Project Page]({})")
        + _if(p.code, " | [💻 Code]({})")
    ),
    "heading that is the link": lambda p: (
        f"### [{p.title}]({p.url})\n- **Authors:** {p.everybody}\n- **Venue:** {p.at()}"
        + _if(p.code, "\n- **Code:** {}")
    ),
    "heading, authors, links": lambda p: (
        f"#### {p.title}\n\n{p.everybody}\n\n[[Paper]]({p.url})" + _if(p.code, " [[Code]]({})")
    ),
    "heading with the venue": lambda p: (
        f"### {p.title} ({p.at()})\n*{p.everybody}*\n\n[Paper]({p.url})" + _if(p.code, " / [Code]({})")
    ),
    "bold title and hard breaks": lambda p: (
        f"**{p.title}**  \n{p.everybody}  \n*{p.at()}*. [[Paper]({p.url})]"
        + _if(p.code, " [[Code]({})]")
        + _if(p.project, " [[Project]({})]")
    ),
    "backslashes": lambda p: (
        f"**{p.title}** \\\n*{p.everybody}* \\\n{p.at()}. [[Paper]({p.url})]" + _if(p.code, " [[Github]({})]")
    ),
    "item with badges below": lambda p: (
        f"+ [{p.title}]({p.url}) ({p.at('{name}, {year}', p.month_name[:3] + '., {year}')})  \n"
        + (f"  {_stars(p)}\n" if p.code else "")
        + f"  [![arXiv](https://img.shields.io/badge/arXiv-b31b1b.svg)]({p.url})"
    ),
    "item with a paragraph below": lambda p: (
        f"1. **{p.title}.** {p.at(preprint='Preprint')}.\n\n   *{p.everybody}*."
        f" [[pdf]({p.url})]" + _if(p.code, ", [[project]({})]") + f", {p.year}.{p.month}"
    ),
    "nested items": lambda p: (
        f"- **{p.title}**\n  - {p.everybody}\n  - {p.at()}. [[Paper]]({p.url})" + _if(p.code, " [[Code]]({})")
    ),
}
TABLES: dict[str, tuple[str, Form]] = {
    "title and authors in one cell": (
        "| Title & Authors | Publication | Links |\n|---|---|---|",
        lambda p: (
            f"| **{p.title}**<br>{p.everybody} | {p.at()} | [[paper]]({p.url})"
            + _if(p.code, " [[code]]({})")
            + " |"
        ),
    ),
    "a dash where there is no code": (
        "| Title | Paper | Code | Venue | Year |\n|---|---|---|---|---|",
        lambda p: (
            f"| {p.title} | [Paper]({p.url}) | "
            + (_if(p.code, "[Code]({})") or "-")
            + f" | {p.venue or 'arXiv'} | {p.year} |"
        ),
    ),
    "date first": (
        "| Date | Paper | Authors | Venue | Code |\n|---|---|---|---|---|",
        lambda p: (
            f"| {p.year}.{p.month:02d} | [{p.title}]({p.url}) | {p.first} | {p.at()} | "
            + _if(p.code, "[link]({})")
            + " |"
        ),
    ),
    "badges in cells": (
        "| Date | Title | Venue | Paper | Code |\n|:-:|:-|:-:|:-:|:-:|",
        lambda p: (
            f"| {p.year}-{p.month:02d} | {p.title} | {p.venue or '-'} | {_badge(p)} | "
            + (_stars(p) if p.code else "-")
            + " |"
        ),
    ),
    "arXiv as a label": (
        "| Title | Venue | Paper | Code |\n|---|---|---|---|",
        lambda p: (
            f"| {p.title} | {p.at()} | 🔗 [arXiv]({p.url}) | "
            + (_if(p.code, "💻 [GitHub]({})") or "-")
            + " |"
        ),
    ),
    "N/A": (
        "| Paper | Venue | Code | Project |\n|:---|:---:|:---:|:---:|",
        lambda p: (
            f"| [{p.title}]({p.url}) | {p.at()} | "
            + (_if(p.code, "[Code]({})") or "N/A")
            + " | "
            + (_if(p.project, "[Page]({})") or "N/A")
            + " |"
        ),
    ),
    "venue below the title": (
        "| Paper | Authors | Code |\n|---|---|---|",
        lambda p: (
            f"| [{p.title}]({p.url})<br>*{p.at()}* | {p.everybody} | "
            + (_if(p.code, "[GitHub]({})") or "-")
            + " |"
        ),
    ),
}
