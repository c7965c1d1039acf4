"""Lines that break the Markdown rules of a list's own checks."""

import re
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass

from service.lists.checking.ci_rules import ITEM, ORDER, TWICE, CiRules
from service.lists.checking.ci_switches import switched_off

_FENCE = re.compile(r"\s{0,3}(```|~~~)")
_BULLET = re.compile(r"\s*([-*+])(\s+)\S")
_HEADING = re.compile(r"\s{0,3}#{1,6}\s")
_CODE_SPAN = re.compile(r"(`+)(?:(?!\1).)*\1")
_COMMENT = re.compile(r"<!--.*?-->")
_LINK = re.compile(r"!?\[(?:[^\[\]]|\[[^\]]*\])*\]\([^)]*\)")
_HTML = re.compile(r"<([A-Za-z][A-Za-z0-9-]*)\b[^>]*>")
_AUTOLINK = re.compile(r"<https?://[^>]*>", re.IGNORECASE)
_BARE = re.compile(r"https?://\S+", re.IGNORECASE)
_ITEM = re.compile(r"\s*[-*+]\s+\[(?:[^\[\]]|\[[^\]]*\])+\]\([^)]*\)(?P<rest>.*)")
_DESCRIPTION = re.compile(r"\s[-–—]\s.*[.!?…]\s*")
_TARGET = re.compile(r"(?<!!)\[(?:[^\[\]]|\[[^\]]*\])*\]\(<?([^)\s>]+)")
_LABEL = re.compile(r"(\s*)[-*+]\s+\[?\W*(.*)")
_MARKERS = {"asterisk": "*", "dash": "-", "plus": "+"}


@dataclass(frozen=True, slots=True)
class Breach:
    """A line that breaks a rule; `line` counts from 1."""

    rule: str
    line: int
    words: str


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    text: str

    @property
    def bare(self) -> str:
        """The line without code and comments."""
        return _COMMENT.sub("", _CODE_SPAN.sub("", self.text))


def new_breaches(before: bytes, after: bytes, rules: CiRules, added: Container[int]) -> tuple[Breach, ...]:
    """Return the rules that added lines break and that the file kept before."""
    found = [breach for breach in find_breaches(after, rules) if breach.line in added]
    if not found:
        return ()
    broken = {breach.rule for breach in find_breaches(before, rules)}
    return tuple(breach for breach in found if breach.rule not in broken)


def find_breaches(data: bytes, rules: CiRules) -> tuple[Breach, ...]:
    """Return all breaches in a file, in the order of its lines.

    Code blocks are left out, and so are places where the file itself switches a rule off.
    """
    text = data.decode("utf-8", "replace").replace("\r\n", "\n")
    lines = list(_outside_code(text))
    off = switched_off(text.split("\n"), rules.rules)
    checked = [name for name in rules.rules if name in _CHECKS]
    breaches = [breach for name in checked for breach in _CHECKS[name](lines, rules)]
    counted = (breach for breach in breaches if breach.rule not in off[breach.line - 1])
    return tuple(sorted(counted, key=lambda breach: (breach.line, breach.rule)))


def _outside_code(text: str) -> Iterator[_Line]:
    fence = ""
    for number, line in enumerate(text.split("\n"), start=1):
        found = _FENCE.match(line)
        if found and fence in ("", found[1]):
            fence = "" if fence else found[1]
            continue
        if not fence:
            yield _Line(number, line)


def _line_length(lines: Sequence[_Line], rules: CiRules) -> Iterator[Breach]:
    most = rules.setting("MD013", "line_length", 80)
    in_tables = rules.setting("MD013", "tables", otherwise=True)
    for line in lines:
        is_row = line.text.lstrip().startswith("|")
        if len(line.text) > most and " " in line.text[most:].strip() and (in_tables or not is_row):
            yield Breach(
                "MD013", line.number, f"the line has {len(line.text)} characters, {most} are allowed"
            )


def _trailing_spaces(lines: Sequence[_Line], rules: CiRules) -> Iterator[Breach]:
    allowed = rules.setting("MD009", "br_spaces", 2)
    for line in lines:
        count = len(line.text) - len(line.text.rstrip(" "))
        if count and (count != allowed or not line.text.strip()):
            yield Breach("MD009", line.number, "the line ends with spaces")


def _tabs(lines: Sequence[_Line], _: CiRules) -> Iterator[Breach]:
    for line in lines:
        if "\t" in line.text:
            yield Breach("MD010", line.number, "the line holds a tab")


def _blank_lines(lines: Sequence[_Line], rules: CiRules) -> Iterator[Breach]:
    most, count = rules.setting("MD012", "maximum", 1), 0
    for line in lines[:-1]:
        count = 0 if line.text.strip() else count + 1
        if count > most:
            yield Breach("MD012", line.number, f"more than {most} blank lines in a row")


def _bullets(lines: Sequence[_Line], rules: CiRules) -> Iterator[Breach]:
    found = [(line, match[1]) for line in lines if (match := _BULLET.match(line.text))]
    style = rules.setting("MD004", "style", "consistent")
    wanted = _MARKERS.get(style) or (found[0][1] if found else "")
    for line, marker in found if style != "sublist" else ():
        if marker != wanted:
            yield Breach("MD004", line.number, f"the bullet is {marker}, not {wanted}")


def _marker_spaces(lines: Sequence[_Line], rules: CiRules) -> Iterator[Breach]:
    wanted = rules.setting("MD030", "ul_single", 1)
    for line in lines:
        match = _BULLET.match(line.text)
        if match and match[2] != " " * wanted:
            yield Breach("MD030", line.number, "the space behind the bullet is of another width")


def _headings(lines: Sequence[_Line], _: CiRules) -> Iterator[Breach]:
    texts = {line.number: line.text for line in lines}
    for line in lines:
        around = (texts.get(line.number - 1, ""), texts.get(line.number + 1, ""))
        if _HEADING.match(line.text) and any(text.strip() for text in around):
            yield Breach("MD022", line.number, "the heading has no blank line above or below")


def _inline_html(lines: Sequence[_Line], rules: CiRules) -> Iterator[Breach]:
    allowed = {str(name).lower() for name in rules.setting("MD033", "allowed_elements", [])}
    for line in lines:
        for name in _HTML.findall(_AUTOLINK.sub("", line.bare)):
            if name.lower() not in allowed:
                yield Breach("MD033", line.number, f"the line holds HTML (<{name}>)")
                break


def _bare_urls(lines: Sequence[_Line], _: CiRules) -> Iterator[Breach]:
    for line in lines:
        rest = _HTML.sub("", _AUTOLINK.sub("", _LINK.sub("", _LINK.sub("", line.bare))))
        if _BARE.search(rest) and not rest.lstrip().startswith("["):
            yield Breach("MD034", line.number, "an address stands there without a link around it")


def _alt_texts(lines: Sequence[_Line], _: CiRules) -> Iterator[Breach]:
    for line in lines:
        if "![](" in line.bare:
            yield Breach("MD045", line.number, "a picture has no words for those who cannot see it")


def _last_line(lines: Sequence[_Line], _: CiRules) -> Iterator[Breach]:
    if lines and lines[-1].text:
        yield Breach("MD047", lines[-1].number, "the file does not end with a line end")


def _items(lines: Sequence[_Line], _: CiRules) -> Iterator[Breach]:
    for line in lines:
        match = _ITEM.match(line.text)
        if match and match["rest"].strip() and not _DESCRIPTION.fullmatch(match["rest"]):
            yield Breach(ITEM, line.number, "the item is not “[name](link) - Description.”")


def _double_links(lines: Sequence[_Line], _: CiRules) -> Iterator[Breach]:
    seen: set[str] = set()
    for line in lines:
        here = {url for url in _TARGET.findall(line.bare) if not url.startswith("#")}
        for url in sorted(here & seen):
            yield Breach(TWICE, line.number, f"{url} is linked twice")
        seen |= here


def _in_order(lines: Sequence[_Line], _: CiRules) -> Iterator[Breach]:
    last: dict[int, str] = {}  # by how far an item is set in; a line that is none ends the lists
    for line in lines:
        match = _LABEL.match(line.text)
        if match is None:
            last = last if line.text.strip() == "" else {}
            continue
        depth, label = len(match[1].expandtabs()), match[2].casefold()
        last = {at: text for at, text in last.items() if at <= depth}
        if label < last.get(depth, ""):
            yield Breach(ORDER, line.number, "the item is not in alphabetical order")
        last[depth] = label


_CHECKS: dict[str, Callable[[Sequence[_Line], CiRules], Iterator[Breach]]] = {
    "MD004": _bullets,
    "MD009": _trailing_spaces,
    "MD010": _tabs,
    "MD012": _blank_lines,
    "MD013": _line_length,
    "MD022": _headings,
    "MD030": _marker_spaces,
    "MD033": _inline_html,
    "MD034": _bare_urls,
    "MD045": _alt_texts,
    "MD047": _last_line,
    ITEM: _items,
    TWICE: _double_links,
    ORDER: _in_order,
}
