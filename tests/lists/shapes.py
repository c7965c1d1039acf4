"""Small made-up lists in the shapes that occur, for tests of any of them."""

_ENTROPY = ("2503.00101", "Pruning Visual Tokens by Attention Entropy", "Ada Lovell, Ben Okri")
_FRAMES = ("2502.00202", "Merging Frames in Long Video Models", "Cho Min, Dana Ruiz")
_POOL = ("2501.00303", "Pooling Image Tokens Before the Projector", "Eva Lind, Finn Moe")
_ROWS = [
    (*_ENTROPY, "2025/03", "CVPR 2025", "okri/entropy"),
    (*_FRAMES, "2025/02", "arXiv 2025", ""),
    (*_POOL, "2025/01", "arXiv 2025", "lind/pool"),
]


def _table() -> str:
    out = "# Papers\n\n| Date | Paper | Venue | Code |\n| --- | --- | :---: | --- |\n"
    for number, title, authors, date, venue, repo in _ROWS:
        code = f"[GitHub](https://github.com/{repo})" if repo else "-"
        out += f"| {date} | [{title}](https://arxiv.org/abs/{number}) <br> {authors} | {venue} | {code} |\n"
    return out


def _bullets() -> str:
    out = "# List\n\n## Image\n\n"
    for number, title, _, _, venue, repo in _ROWS:
        code = f" [[Code](https://github.com/{repo})]" if repo else ""
        out += f"- **{title}**, *{venue}* [[Paper](https://arxiv.org/abs/{number})]{code}\n\n"
    return out + "## License\n\nMIT\n"


def _tails() -> str:
    out = "# List\n"
    for number, title, _, _, _, repo in _ROWS:
        code = f";[GitHub](https://github.com/{repo})" if repo else ""
        out += f"- [{title}](https://arxiv.org/pdf/{number}). [Short;Video{code}]\n"
    return out


def _numbered() -> str:
    out = "## Papers\n"
    for at, (number, title, authors, _, venue, _) in enumerate(_ROWS, 1):
        out += f"{at}. [**{title}.**](https://arxiv.org/abs/{number}) *{authors}.* {venue}.\n"
    return out


def _blocks() -> str:
    out = "# List\n\n"
    for number, title, authors, _, venue, repo in _ROWS:
        out += f"* **{title}**  \n*{authors}*<br>\n{venue} [[Paper](https://arxiv.org/abs/{number})]\n"
        out += f"[[Code](https://github.com/{repo})]\n" if repo else ""
        out += "   <details>\n   <summary>Figure</summary>\n"
        out += '   <img src="https://x.org/a.png">\n   </details>\n\n'
    return out


def _paragraphs() -> str:
    out = "# Topic\n\n"
    for number, title, _, _, venue, repo in _ROWS:
        code = f"[[Code](https://github.com/{repo})]\n" if repo else ""
        out += f"**{title}** \\\n[[{venue}](https://arxiv.org/abs/{number})]\n{code}\n"
    return out


def _months() -> str:
    out = "# List\n"
    for number, title, _, date, _, _ in _ROWS:
        out += f"## {date}\n|Date|Paper|Author|\n|:---:|:---:|:---:|\n"
        out += f"|{date}|[{title}](https://arxiv.org/abs/{number})|A Lab|\n\n\n"
    return out


_TEXTS = {
    "table": _table(),
    "bullets": _bullets(),
    "tails": _tails(),
    "numbered": _numbered(),
    "blocks": _blocks(),
    "paragraphs": _paragraphs(),
    "months": _months(),
}
SHAPES: dict[str, bytes] = {
    **{name: text.encode() for name, text in _TEXTS.items()},
    "crlf": _table().replace("\n", "\r\n").encode(),
    "open end": _bullets().split("## License")[0].rstrip().encode(),
    "mark": b"\xef\xbb\xbf" + _bullets().encode(),
    "details": (
        b"# L\n\n<details open>\n<summary><b>Image</b></summary>\n\n"
        b"- [One Paper About Tokens](https://arxiv.org/abs/2501.00001) ![](https://img.shields.io/badge/abs-2025.01-red)\n"
        b"</details>\n\n<details>\n<summary>Video</summary>\n</details>\n"
    ),
}
