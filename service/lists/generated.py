"""Generated lists: files that a program writes, where an edit by hand would be lost."""

import re

_MARKS = re.compile(
    r"do not edit|don'?t edit (this|the) (file|readme)|auto[- ]?generated"
    r"|automatically (generated|updated) (by|from|via|using|with)"
    r"|generated (by|from) [`\w./-]*\.(py|js|ts|sh|json|ya?ml|csv|bib)"
    r"|this (file|readme|list) (is|was) generated"
    r"|BEGIN (AUTO|GENERATED)|START_SECTION|updated daily by (github )?action",
    re.IGNORECASE,
)
_FAR_DOWN = 6000  # characters; the notice stands on top or in a comment


def generated_by(text: str) -> str | None:
    """Return the words that show that a program writes the file, or None."""
    comments = re.findall(r"<!--(.*?)-->", text, re.DOTALL)
    for place in [text[:_FAR_DOWN], *comments]:
        found = _MARKS.search(place)
        if found:
            line = place[place.rfind("\n", 0, found.start()) + 1 :].split("\n", 1)[0]
            return re.sub(r"\s+", " ", line).strip()[:120]
    return None
