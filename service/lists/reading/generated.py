"""Generated lists: files that a program writes, where an edit by hand would be lost."""

import re
from collections.abc import Mapping, Sequence

from service.domain.papers import title_key
from service.lists.reading.entries import Entry

_MARKS = re.compile(
    r"do not edit|don'?t edit (this|the) (file|readme)"
    r"|\b(is|was|are) auto[- ]?generated"
    r"|auto[- ]?generated(?=[\W_]*$| (on|at|by|from|via|using|with|daily|every|file|list|readme|section)\b)"
    r"|automatically (generated|updated) (by|from|via|using|with)"
    r"|generated (by|from) [`\w./-]*\.(py|js|ts|sh|json|ya?ml|csv|bib)"
    r"|this (file|readme|list) (is|was) generated"
    r"|BEGIN (AUTO|GENERATED)|START_SECTION|updated daily by (github )?action"
    r"|\bthis (repo|repository|list|readme|page) (is )?(updates?|updated) automatically"
    r"|由[^。\n]{0,100}自动(生成|更新)|自动(追踪|跟踪|抓取|收集|更新)[^。\n]{0,30}论文"
    r"|^#+ updated on \d{4}[.-]\d{2}[.-]\d{2}\s*$",
    re.IGNORECASE | re.MULTILINE,
)
_ENTRY = re.compile(r"\s*(?:[-*+]\s|\d+[.)]\s|\||#+\s)")  # or a heading: a title may say anything
_OF_THE_FILE = re.compile(r"\b(?:this|the) (?:file|readme|list|page|table|section|repo\w*)\b", re.IGNORECASE)
_FAR_DOWN = 6000  # characters; the notice stands on top or in a comment
_TAIL = 1000  # characters; or at the end
_MOST_ENTRIES = 0.6  # share of the entries that a data file holds if the list is made from it
_FEW = 5  # entries; fewer are in a data file by chance
_SETTINGS = 20_000  # characters; what is longer holds data
_SHORT = 15  # characters; a shorter title is in any text
DATA_ENDINGS = (".json", ".jsonl", ".yaml", ".yml", ".csv", ".tsv", ".bib", ".toml")
SCRIPT_ENDINGS = (".py", ".js", ".mjs", ".ts", ".sh", ".rb", ".r", ".go", "makefile")


def generated_by(text: str) -> str | None:
    """Return the words that show that a program writes the file, or None."""
    comments = re.findall(r"<!--(.*?)-->", text, re.DOTALL)
    for place in [text[:_FAR_DOWN], text[_FAR_DOWN:][-_TAIL:], *comments]:
        for found in _MARKS.finditer(place):
            line = place[place.rfind("\n", 0, found.start()) + 1 :].split("\n", 1)[0]
            if found[0].startswith("#") or not _ENTRY.match(line) or _OF_THE_FILE.search(line):
                return re.sub(r"\s+", " ", line).strip()[:120]
    return None


def find_data(entries: Sequence[Entry], data: Mapping[str, str]) -> str | None:
    """Return the path of a data file that holds most of a list's papers, or None."""
    if len(entries) < _FEW:
        return None
    for path, text in data.items():
        titles = title_key(text)
        held = sum(
            (e.arxiv_id is not None and str(e.arxiv_id) in text)
            or (len(e.title) > _SHORT and title_key(e.title) in titles)
            for e in entries
        )
        if held >= _MOST_ENTRIES * len(entries):
            return path
    return None


def find_writer(name: str, scripts: Mapping[str, str], settings: Mapping[str, str]) -> str | None:
    """Return the path of a script that writes files and names the list's, itself or in its settings."""
    writes = re.compile(
        r"write_text|writelines?\b|\.write\(|open\([^)]*['\"]w|writeFile|>\s*\S*" + re.escape(name)
    )
    told = [
        path.rpartition("/")[2] for path, text in settings.items() if len(text) < _SETTINGS and name in text
    ]
    return next(
        (
            path
            for path, text in scripts.items()
            if writes.search(text) and (name in text or any(setting in text for setting in told))
        ),
        None,
    )
