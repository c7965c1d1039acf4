"""What an address points at: an arXiv work, another paper, code, a project page, a badge."""

import re
from functools import lru_cache

from service.domain.papers import ArxivId
from service.errors import BadInput

_ARXIV = re.compile(
    r"(?:ar|alpha)xiv\.org/+(?:(?:abs|pdf|html|format|ps)/+|(?=\d))"  # without `abs` it names a work, too
    r"((?:\d{4}\.\d{4,6}|[a-z-]+(?:\.[A-Z]{2})?/\d{7,8})(?:v\d+)?)(?![\d.]*\d)",
    re.IGNORECASE,
)
_ARXIV_BADGE = re.compile(
    r"(?:(?:arXiv|abs)[-:/_]+|shields\.io/badge/[\w%.]*-{0,2}(?=\d\d(?:0[1-9]|1[0-2])\.))(\d{4}\.\d{4,5})(?:v\d+)?(?!\d)",
    re.IGNORECASE,
)
_HF_PAPER = re.compile(r"huggingface\.co/papers/(\d{4}\.\d{4,5})(?!\d)", re.IGNORECASE)
_ARXIV_DOI = re.compile(
    r"doi\.org/10\.48550/arxiv\.((?:\d{4}\.\d{4,5}|[a-z-]+/\d{7})(?:v\d+)?)(?!\d)", re.IGNORECASE
)
_OPENREVIEW = re.compile(r"openreview\.net/(?:forum|pdf|attachment)\?id=([\w-]{6,})", re.IGNORECASE)
_DOI = re.compile(
    r"(?:doi\.org|dl\.acm\.org/doi(?:/(?:abs|pdf|full|pdfdirect))?)/(10\.\d{4,9}/[^\s?#]+)", re.IGNORECASE
)
_SPRINGER = re.compile(r"link\.springer\.com/(?:chapter|article)/(10\.\d{4,9}/[^\s?#]+)", re.IGNORECASE)
_REPO = re.compile(r"(?:github|gitlab|gitee)\.com/([\w.-]+)/([\w.-]+)", re.IGNORECASE)
_STARS = re.compile(
    r"(?:shields\.io/github/[a-z-]+/(?:[a-z-]+/)?|githubtocom/)([\w.-]+)/([\w.-]+)", re.IGNORECASE
)
# Small letters, for what is asked of each address: to ignore case takes eight times as long.
_PAPER_HOST = re.compile(
    r"arxiv\.org|alphaxiv\.org|openreview\.net|aclanthology|aclweb|openaccess\.thecvf|cv-foundation|ecva\.net"
    r"|proceedings\.(mlr|neurips|mlsys)|papers\.n(eur)?ips\.cc|neurips\.cc|nips\.cc|doi\.org|dl\.acm\.org|ieeexplore|ieee\.org"
    r"|springer|sciencedirect|nature\.com|science\.org|semanticscholar|jmlr\.org|mlr\.press|ojs\.aaai|aaai\.org"
    r"|ijcai\.org|isca-(speech|archive)|usenix\.org|mitpressjournals|direct\.mit\.edu|biorxiv|medrxiv|ssrn\.com"
    r"|techrxiv|hal\.science|wiley\.com|tandfonline|iopscience|frontiersin|mdpi\.com|cell\.com|pnas\.org|icml\.cc"
    r"|iclr\.cc|huggingface\.co/papers|eprint\.iacr|bmva|bmvc|diglib\.eg|vldb\.org|pmlr|oup\.com|cambridge\.org/core"
    r"|elifesciences\.org|/doi/(?:[a-z]+/)?10\.\d{4,9}/",
)
_BADGE_HOST = re.compile(
    r"shields\.io|badgen\.net|badge\.fury|awesome\.re|visitor-badge|hits\.(seeyoufarm|dwyl)|githubtocom|\.svg(\?|$)",
)
_CODE_HOST = re.compile(r"//(www\.)?(github|gitlab|gitee|bitbucket)\.\w+/|code\.google|4open\.science")
_OWN_PAGE = re.compile(r"(?![a-z][a-z+.-]*:|//|www\.)[^?#]*\.(md|markdown)(#.*)?$", re.IGNORECASE)
_LICENCE = re.compile(r"/(LICENSE|CONTRIBUTING|stargazers)(\.\w+)?(#.*)?$", re.IGNORECASE)
_FIVE_DIGITS = (2015, 1)
_PDF = re.compile(r"\.pdf([?#].*)?$", re.IGNORECASE)


@lru_cache(maxsize=65536)
def arxiv_id(url: str) -> ArxivId | None:
    """Return the arXiv work that an address names, if it is well-formed."""
    found = _ARXIV.search(url) or _HF_PAPER.search(url) or _ARXIV_DOI.search(url)
    if found is None:
        return None
    try:
        named = ArxivId.parse(found[1])
    except BadInput:
        return None
    return None if _has_wrong_length(named) else named


def _has_wrong_length(named: ArxivId) -> bool:
    """Whether an id has a digit too few or too many: four till 2014, five since."""
    number = named.value.partition(".")[2]
    return number != "" and len(number) != (4 if named.month < _FIVE_DIGITS else 5)


def badge_arxiv_id(url: str) -> ArxivId | None:
    """Return the arXiv id that a badge's address spells out, if it does."""
    found = _ARXIV_BADGE.search(url)
    return ArxivId(found[1]) if found else None


def openreview_id(url: str) -> str | None:
    """Return the OpenReview id in an address."""
    found = _OPENREVIEW.search(url)
    return found[1] if found else None


def doi(url: str) -> str | None:
    """Return the DOI in an address, lower-case."""
    found = _DOI.search(url) or _SPRINGER.search(url)
    return found[1].lower().removesuffix(".pdf") if found else None


@lru_cache(maxsize=65536)
def repository(url: str) -> str | None:
    """Return `owner/name` of a code address or of a badge that counts its stars."""
    found = _STARS.search(url) or _REPO.search(url)
    if found is None:
        return None
    name = re.sub(r"\.(svg|git)$", "", found[2])
    return f"{found[1]}/{name}"


def is_inside(url: str) -> bool:
    """Whether the address leads to a place of the list itself: an anchor, a Markdown file, its licence."""
    return url.startswith("#") or _OWN_PAGE.match(url) is not None or _LICENCE.search(url) is not None


@lru_cache(maxsize=65536)
def is_paper(url: str) -> bool:
    """Whether the address is of a place where papers are."""
    if _PAPER_HOST.search(url.lower()) and not is_code(url):  # code may bear a conference's name
        return True
    return _PDF.search(url) is not None and not is_badge(url)


def is_badge(url: str) -> bool:
    """Whether the address is of a picture made of text."""
    return _BADGE_HOST.search(url.lower()) is not None


def is_code(url: str) -> bool:
    """Whether the address is of a place where code is."""
    return _CODE_HOST.search(url.lower()) is not None and _PDF.search(url) is None
