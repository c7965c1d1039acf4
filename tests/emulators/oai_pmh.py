"""OAI-PMH over the same corpus: ListRecords in `arXivRaw`, in order of change, with resumption tokens.

A corpus line may say `changed` (the datestamp; else the day after its last version), `versions` (a moment
each) and `withdrawn` (the last version is a withdrawal).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from urllib.parse import parse_qsl, quote, unquote, urlencode
from xml.sax.saxutils import escape

from tests.emulators.arxiv_corpus import Corpus, Paper
from tests.emulators.arxiv_faults import Fault, FaultKind, spoil_body
from tests.emulators.arxiv_server import Answer

PATH = "/oai"
_XML = "text/xml; charset=utf-8"
_PHYSICS = ("astro-ph", "cond-mat", "gr-qc", "hep", "math-ph", "nlin", "nucl", "physics", "quant-ph")


class OaiError(ValueError):
    """An error with its code, as the protocol defines them."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code = code


@dataclass(frozen=True)
class Header:
    """What is listed of a paper: its name and the day of its last change."""

    paper_id: str
    changed_on: date
    paper: Paper | None  # None stands for a deleted one


class OaiPmh:
    """Answers `/oai`."""

    def __init__(self, corpus: Corpus, *, page_size: int = 1000) -> None:
        self.corpus = corpus
        self.page_size = page_size
        self.deleted: dict[str, date] = {}
        self.night = 0  # tokens of an earlier night have expired

    def expire_tokens(self) -> None:
        """Let midnight pass."""
        self.night += 1

    def respond(self, params: Mapping[str, str], fault: Fault | None) -> Answer:
        """Answer one request."""
        try:
            inside = self._list_records(params, fault)
        except OaiError as exc:
            inside = f'    <error code="{exc.code}">{escape(str(exc))}</error>'
        body = _ENVELOPE.format(now=f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}", inside=inside).encode()
        return Answer(200, spoil_body(body, fault), _XML)

    def _list_records(self, params: Mapping[str, str], fault: Fault | None) -> str:
        if fault and fault.kind is FaultKind.ERROR_FEED:
            raise OaiError("badArgument", "unexpected error")
        if params.get("verb") != "ListRecords":
            raise OaiError("badVerb", "only ListRecords is emulated")
        asked, skip = self._resumed(params)
        if asked.get("metadataPrefix") != "arXivRaw":
            raise OaiError("cannotDisseminateFormat", "only arXivRaw is emulated")
        found = list(self._headers(asked))
        if not found or (fault and fault.kind is FaultKind.NOTHING_FOUND):
            raise OaiError("noRecordsMatch", "No records match the request.")
        page = found[skip : skip + self.page_size]
        if fault and fault.kind is FaultKind.EMPTY_PAGE:
            page = []
        rest = skip + self.page_size < len(found)
        if fault and fault.kind is FaultKind.REPEATED_PAGE and "resumptionToken" in params:
            token = escape(params["resumptionToken"])
        else:
            token = quote(urlencode({**asked, "skip": skip + self.page_size, "night": self.night}))
        lines = [_record(header) for header in page]
        expires = f"{datetime.now(UTC) + timedelta(days=1):%Y-%m-%dT00:00:00Z}"
        lines += [f"      <resumptionToken expires='{expires}'>{token}</resumptionToken>"] if rest else []
        return "\n".join(["    <ListRecords>", *lines, "    </ListRecords>"])

    def _resumed(self, params: Mapping[str, str]) -> tuple[dict[str, str], int]:
        if "resumptionToken" not in params:
            return {k: v for k, v in params.items() if k != "verb"}, 0
        if set(params) != {"verb", "resumptionToken"}:
            raise OaiError("badArgument", "No other parameters allowed with resumptionToken")
        said = dict(parse_qsl(unquote(params["resumptionToken"])))
        if not said.get("skip", "").isdigit() or said.pop("night", "") != str(self.night):
            raise OaiError("badResumptionToken", "Token decoding failed or format is invalid.")
        return said, int(said.pop("skip"))

    def _headers(self, asked: Mapping[str, str]) -> Iterator[Header]:
        first = _day(asked.get("from", "2005-09-16"))
        last = _day(asked.get("until", "9999-12-31"))
        headers = [Header(p.id, _changed_on(p), p) for p in self.corpus.by_id.values()]
        headers += [Header(paper_id, day, None) for paper_id, day in self.deleted.items()]
        for header in sorted(headers, key=lambda h: (h.changed_on, h.paper_id)):
            if first <= header.changed_on <= last and _is_in(header.paper, asked.get("set")):
                yield header


_ENVELOPE = """<?xml version="1.0" encoding="UTF-8"?>
<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
         xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/ http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd">
    <responseDate>{now}</responseDate>
    <request>https://oaipmh.arxiv.org/oai</request>
{inside}
</OAI-PMH>
"""


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise OaiError("badArgument", f"{text} is no date") from None


def _changed_on(paper: Paper) -> date:
    said = paper.facts().get("changed")
    return date.fromisoformat(said) if said else (paper.updated + timedelta(days=1)).date()


def _set_of(category: str) -> str:
    archive = category.partition(".")[0]
    group = "physics" if archive.startswith(_PHYSICS) else archive
    return ":".join([group, archive, *category.split(".")[1:]])


def _is_in(paper: Paper | None, wanted: str | None) -> bool:
    if wanted is None or paper is None:
        return True
    return any(s == wanted or s.startswith(f"{wanted}:") for s in map(_set_of, paper.categories))


def _record(header: Header) -> str:
    status = ' status="deleted"' if header.paper is None else ""
    sets = "".join(
        f"<setSpec>{_set_of(c)}</setSpec>" for c in (header.paper.categories if header.paper else ())
    )
    head = (
        f"      <record><header{status}><identifier>oai:arXiv.org:{header.paper_id}</identifier>"
        f"<datestamp>{header.changed_on}</datestamp>{sets}</header>"
    )
    return head + (_metadata(header.paper) if header.paper else "") + "</record>"


def _metadata(paper: Paper) -> str:
    facts = paper.facts()
    moments = [datetime.fromisoformat(v).astimezone(UTC) for v in facts.get("versions") or ()]
    if not moments:
        count = int(facts.get("version") or 1)
        step = (paper.updated - paper.published) / max(1, count - 1)
        moments = [paper.published + step * n for n in range(count)]
    versions = "".join(
        f'<version version="v{n}"><date>{format_datetime(moment, usegmt=True)}</date><size>100kb</size>'
        f"<source_type>{'I' if facts.get('withdrawn') and n == len(moments) else 'D'}</source_type></version>"
        for n, moment in enumerate(moments, 1)
    )
    optional = "".join(
        f"<{tag}>{escape(facts[key])}</{tag}>"
        for tag, key in (("comments", "comment"), ("journal-ref", "journal_ref"), ("doi", "doi"))
        if facts.get(key)
    )
    return (
        f'<metadata><arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"><id>{paper.id}</id>'
        f"<submitter>Ada Lovelace</submitter>{versions}<title>{escape(facts['title'])}</title>"
        f"<authors>{escape(', '.join(facts.get('authors') or ()))}</authors>"
        f"<categories>{' '.join(paper.categories)}</categories>{optional}"
        f"<abstract>{escape(facts['abstract'])}</abstract></arXivRaw></metadata>"
    )
