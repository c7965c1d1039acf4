"""Links to a paper's own code, models or project page, in its abstract and comment."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from service.domain.papers import PaperRecord
from service.domain.tex import readable

_URL = re.compile(
    r"(?:https?://)?(?:www\.)?(?P<address>(?:github\.com|gitlab\.com|huggingface\.co|hf\.co|codeberg\.org|"
    r"[\w-]+\.github\.io|[\w-]+\.gitlab\.io)(?:/[\w.~%/+-]*)?)",
    re.IGNORECASE,
)
_REPOSITORY = re.compile(
    r"(?P<host>github\.com|gitlab\.com|codeberg\.org|huggingface\.co|hf\.co)/"
    r"(?:(?:datasets|spaces|collections|models)/)?(?P<owner>[\w.-]+)/(?P<name>[\w.-]+)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.;!?])\s+(?=[A-Z(\[]|https?:)")
_OWN = re.compile(
    r"""\b(?:code|codes|codebase|source|implementation|repo(?:sitory)?|project|page|website|homepage|demo|models?
    |weights|checkpoints?|data(?:set)?s?|benchmark|available|released?|open[\s-]?sourced?|publicly
    |found\ at)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_PROMISE = re.compile(
    r"""\b(?:will|shall|would)\s+(?:\w+\s+){0,3}(?:be|release|publish|open|make|provide|share|appear)
    |\bto\s+be\s+(?:\w+\s+)?(?:released|published|made|open)|\bsoon\b|\b(?:upon|after|once|on)\s+(?:\w+\s+){0,3}
    (?:accept|publication|release)|\bplan(?:ning|s)?\s+to\b|coming|forthcoming""",
    re.IGNORECASE | re.VERBOSE,
)
_FOREIGN = re.compile(
    r"\b(?:based|built|build|builds|relies|rely)\s+(?:up)?on\b|\badapted\s+from\b|\bforked\s+from\b|"
    r"\b(?:using|via|with)\s+the\s+(?:official|open)|\bdownloaded\s+from\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class CodeSign:
    """A link to something the authors released, with the sentence it stands in."""

    url: str
    where: str
    quote: str

    @property
    def is_repository(self) -> bool:
        """Whether the link names code or models, not just a page about them."""
        return is_repository(self.url)


def code_signs(record: PaperRecord) -> Iterator[CodeSign]:
    """Yield links to what the authors have released, each once, repositories first; promises do not count."""
    once: dict[str, CodeSign] = {}
    for sign in (*_links(record.comment or "", "comment"), *_links(record.abstract, "abstract")):
        once.setdefault(link_key(sign.url), sign)
    yield from sorted(once.values(), key=lambda s: not s.is_repository)


def is_repository(url: str) -> bool:
    """Whether an address names code or models, not just a page about them."""
    return _REPOSITORY.search(url) is not None


def link_key(url: str) -> str:
    """Return what two spellings of a link to the same repository or page share."""
    address = re.sub(r"^(?:https?:)?(?://)?(?:www\.)?", "", url.strip(), flags=re.IGNORECASE)
    address = re.sub(r"(?:\.git)?[/.,;:)\]}]*$", "", address).casefold()
    repository = _REPOSITORY.match(address)
    return repository.group().removesuffix(".git") if repository else address


def _links(text: str, where: str) -> Iterator[CodeSign]:
    plain = readable(re.sub(r"\\(?:url|texttt)\s*\{([^{}]*)\}", r" \\url{\1} ", text))
    for sentence in _SENTENCE.split(plain):
        links = list(_URL.finditer(sentence))
        if not links or _PROMISE.search(sentence) or _FOREIGN.search(sentence):
            continue
        is_alone = not _URL.sub("", sentence).strip(" .,;:()[]-")
        if not (is_alone or _OWN.search(_URL.sub("", sentence))):
            continue
        for link in links:
            address = re.sub(r"(?:\.git)?[/.,;:)\]}~]*$", "", link["address"])
            if _names_something(address):
                yield CodeSign(f"https://{address}", where, " ".join(sentence.split()))


def _names_something(address: str) -> bool:
    host = address.partition("/")[0].lower()
    return host.endswith((".github.io", ".gitlab.io")) or _REPOSITORY.match(address) is not None
