"""Where the words of a title end in a run of text: before its authors, its venue or its year."""

import re
from itertools import islice

from service.lists.reading.atoms import trim
from service.lists.reading.dates import find_date, is_date
from service.lists.reading.emoji import EMOJI
from service.lists.reading.labels import is_generic
from service.lists.reading.leads import behind_authors, behind_venue
from service.lists.reading.names import parse_authors
from service.lists.reading.quotes import between_quotes
from service.lists.reading.venue_leads import LEADS_ON
from service.lists.reading.venues import find_venue

_EMOJI = rf"{EMOJI}\ufe0f?"
_LEADING_DATE = re.compile(
    rf"^(?:{_EMOJI}\s+)?[\[(（]?\s*"
    r"(?:\d{2,4}[-/.]\d{1,2}(?:[-/.]\d{1,2})?|\d{1,2}[-/.]\d{4}|\d{4}(?:, \d\d(?=,))?)"
    r"\s*[\])）]?[\s:,.-]+(?=\S)"
)
_DATE_BEFORE = re.compile(
    r"\W{0,4}(?P<date>\w[^()\[\]（）|–—]{2,18}\w)[\])）:|–—-][\s:,.|–—-]*(?=\S)"
)  # `(Apr 2024) ` or `Apr 2024: `
_DATE_BEHIND = re.compile(
    r"[(\[（](?P<in>[^()\[\]（）]{4,20})[)\]）]\W*\Z|[.,;]\s+(?P<date>[^()\[\];]{4,20})\Z"
)
_BREAK = re.compile(r"[.,;]\s+(?:by\s+)?|\s+\(|\s+by\s+")
_YEAR_IN_BRACKETS = re.compile(r"\s*[(（][^()（）]{0,40}\b(?:19|20)\d{2}[^()（）]{0,30}(?:[)）]\W*)?$")
DATED_END = r"\.\s+(?:[A-Z][\w&'’ -]{0,30}[.,]?\s+)?(?:19|20)\d{2}"  # behind a title: `. IC3DIM 2001`
_DATED_END = re.compile(rf"{DATED_END}$")
_FEWEST = 3  # words of a title in front of it
_LEADS_ON = re.compile(rf"(?<=[.,;:?!])\s+{LEADS_ON}\s*\Z", re.IGNORECASE)  # `. In *NeurIPS 2022*`
_NUMBERED = re.compile(r"(?<=[.,;] )\(?arxiv\s?:\s?\d{4}\.\d{4,5}", re.IGNORECASE)
_SERVER = (
    r"(?:(?:ar\s?xiv\s+)?preprint|ar\s?xiv(?:\s*:?\s*\d{4}\.\d{4,5}(?:v\d+)?)?|corr|biorxiv|under review)"
)
_UNPUBLISHED = re.compile(
    rf"(?:[(\[（]{_SERVER}[)\]）]|[.,;]\s+{_SERVER})\W*\Z", re.IGNORECASE
)  # `, (arXiv preprint)`
_AT_HOME = re.compile(r"\s*[(（]@[^()（）@]{2,80}[)）]\s*\Z")  # where it was written: `(@Lake University)`
_SETS_OFF = ".,:;([-–@|，。；：（"
MOST_BREAKS = 60  # places where a title may end; what has more is none, and would be read for minutes
_MARKS_BEFORE = re.compile(rf"(?:{_EMOJI}\s*)+(?=\w)")
_MARKS_BEHIND = re.compile(rf"(?:\s*{_EMOJI})+\s*\Z")
_TAGGED = re.compile(r"<(b|strong|i|em|u|code)>([^<>]*)</\1>", re.IGNORECASE)
_LINK_LABEL = re.compile(r"[.,;]\s+(?P<name>[^\W\d_][\w ]{1,24})\Z")
_LINK_BEHIND = re.compile(r"\s?[:：]\s*(?:\[|<a\b|<?https?:)", re.IGNORECASE)
YEAR_BEHIND = re.compile(r"[,\s]+\(?(?:19|20)\d{2}\)?$")


def cut_title(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Cut a date before, and authors or a venue behind, off a run of plain text."""
    end = _before_label(text, start, end)
    start += _behind_date(text[start:end])
    start += behind_venue(text[start:end])
    start += behind_authors(text[start:end])
    said = text[start:end]
    venue = find_venue(said)
    if venue and venue.year and venue.start > 0:
        before = _LEADS_ON.sub("", said[: venue.start]).rstrip(" ")
        end = start + venue.start if before[-1:] in _SETS_OFF else end
        opened = max(text.rfind("(", start, end), text.rfind("（", start, end))
        if opened > start and not re.search(r"[)）]", text[opened:end]):
            end = opened
    leads_on = _LEADS_ON.search(text[start:end])
    end = start + leads_on.start() if leads_on else end
    closed = _DATED_END.search(text, start, end)
    end = closed.start() if closed and len(text[start : closed.start()].split()) >= _FEWEST else end
    dated = _YEAR_IN_BRACKETS.search(text, start, end)
    if dated and dated.start() > start:
        end = dated.start()
    end = _before_date(text, start, end)
    unpublished = _UNPUBLISHED.search(text, start, end)
    end = unpublished.start() if unpublished and unpublished.start() > start else end
    numbered = _NUMBERED.search(text, start, end)
    end = numbered.start() if numbered and numbered.start() > start else end
    at_home = _AT_HOME.search(text, start, end)
    end = at_home.start() if at_home and at_home.start() > start else end
    is_held = _is_held(text, start, end)
    for match in islice(_BREAK.finditer(text, start, end), MOST_BREAKS):
        if is_held and "by" in match[0]:
            continue
        rest = YEAR_BEHIND.sub("", text[match.end() : end].strip(" .,:;()"))
        names = parse_authors(rest)
        if is_held and not any(" " in name for name in names):
            continue  # `**A Study of Speed, Recall and Trust**`
        if names and (match[0][0] != "," or rest.count(",") > 1 or "et al" in rest):
            end = match.start()
            break
    cut = trim(text, start, end)
    return trim(text, *between_marks(text, *cut)) if cut else None


def _behind_date(said: str) -> int:
    """Return where the words go on behind a date."""
    lead = _LEADING_DATE.match(said)
    if lead and find_date(lead[0]):
        return lead.end()
    named = _DATE_BEFORE.match(said)
    return named.end() if named and is_date(named["date"]) else 0


def _before_label(text: str, start: int, end: int) -> int:
    """Return where the words end in front of the label of a link: `A Title. Paper: [link](...)`."""
    found = _LINK_LABEL.search(text, start, end) if _LINK_BEHIND.match(text, end) else None
    return found.start() if found and is_generic(found["name"]) else end


def _before_date(text: str, start: int, end: int) -> int:
    """Return where the words end in front of a month or a day: ` (Apr 2024)`, `. 2024/04/09`."""
    for found in islice(_DATE_BEHIND.finditer(text, start, end), MOST_BREAKS):
        date = find_date(said := (found["in"] or found["date"]).strip(" ."), with_month=True)
        if date and date.spelled == said and found.start() > start:
            return found.start()
    return end


def between_marks(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave outside a title what says something of the paper, as in `**Title⭐**`, and quotation marks."""
    start, end = between_quotes(text, start, end)
    before, behind = _MARKS_BEFORE.match(text, start, end), _MARKS_BEHIND.search(text, start, end)
    start = before.end() if before else start
    return start, behind.start() if behind and behind.start() > start else end


def between_tags(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave the tags outside that set all of a title in bold type or italics: `<b>Title</b>`."""
    whole = _TAGGED.fullmatch(text, start, end)
    return whole.span(2) if whole else (start, end)


def is_set_off(words: str) -> bool:
    """Whether words are a venue with its year, a preprint server or a month, and hardly anything else."""
    venue, date = find_venue(words), find_date(words, with_month=True)
    if venue and venue.is_preprint and venue.spelled == words.strip():
        return True
    found = venue if venue and venue.year else date
    return found is not None and len(words.strip()) - (found.end - found.start) <= 12  # noqa: PLR2004 - "(oral)" and the like


def _is_held(text: str, start: int, end: int) -> bool:
    """Whether marks stand around words, and perhaps their full stop, so that no authors are among them."""
    marks = (mark for mark in ("**", "__", "*", "_") if text.endswith(mark, 0, start))
    return any(text.startswith(mark, at) for mark in marks for at in (end, end + 1))
