"""The addresses of a new entry: which of the paper's links goes where, in the form of a template's."""

import re

from service.errors import EditRefused
from service.lists.reading import labels, urls
from service.lists.reading.parts import Field, Part, Reading, Slot
from service.lists.writing.arxiv_forms import ArxivForms, form_of_address
from service.lists.writing.escape import safe_url
from service.lists.writing.host_labels import CodeLabels, HostLabels
from service.lists.writing.new_entry import NewEntry
from service.lists.writing.own_keys import with_own_key

_PAGE = re.compile(r"(https?://huggingface\.co/papers/)\d{4}\.\d{4,5}")  # of an arXiv paper, besides arXiv's
_FILE = re.compile(
    r"(?:\.{0,2}/)?\w[\w-]*(?:[./][\w-]+){1,8}(?:#[\w-]{1,40})?"
)  # one of the list's own: `./bib/chen.txt`, `all.bib#L4-L9`
_NO_LABELS, _NO_CODE_LABELS, _NO_FORMS = HostLabels(), CodeLabels(), ArxivForms()
_PICTURE = re.compile(r"!?\[?([^\[\]]*)\]\([^()]*\)")


class Addresses:
    """Fills the slots of links; `links` are all but paper, code and project page."""

    def __init__(
        self,
        entry: NewEntry,
        words: tuple[str, ...],
        form: tuple[str, str] | None = None,
        *,
        arxiv_forms: ArxivForms = _NO_FORMS,
        host_labels: HostLabels = _NO_LABELS,
        code_labels: CodeLabels = _NO_CODE_LABELS,
    ) -> None:
        self._arxiv_forms = arxiv_forms
        self._host_labels = host_labels
        self._entry = entry
        self._form = form  # of an arXiv address, where it is set: `pdf` and its ending
        taken = {entry.code_url, entry.project_url, entry.url}
        others = [(label, url) for label, url in entry.links if url not in taken]
        self.links = (*_labelled(entry, words), *others)
        self._given = _labels(entry, words)
        self._code_labels = code_labels
        self._called = [labels.bare(x) for x, u in entry.links if u == entry.code_url]
        self._again = [(x, u) for x, u in entry.links if u in taken and labels.is_of_its_own(x)]
        self._papers = [url for _, url in others if urls.is_paper(url)]

    def fill(self, reading: Reading, slot: Slot, part: Part) -> str | None:
        """Return the address for a slot, or None if it is not known."""
        example, entry = reading.value(slot), self._entry
        if slot.field is Field.CODE:
            again = _leads_to_other_code(reading, slot)
            return safe_address((None if again else entry.code_url) or self._by_label(reading, part), example)
        if slot.field is Field.PROJECT:
            return safe_address(self._by_label(reading, part) or entry.project_url, example)
        if slot.field is Field.LINK:
            given = self._by_label(reading, part)
            is_file = _FILE.fullmatch(example) and _FILE.fullmatch(given or "")
            return given if is_file else safe_address(given, example)
        example = self._as_usual(example, part)
        is_one_of_several = len(reading.values(Field.URL)) > 1
        page = _PAGE.fullmatch(example) if is_one_of_several else None
        if page and entry.paper_id:
            return f"{page[1]}{entry.paper_id}"
        if not _shows_both(reading):
            is_again = is_one_of_several and labels.words(part.label) == "arxiv"
            return None if is_again and entry.paper_id is None else self.paper(example)
        named = None if urls.arxiv_id(example) else self._by_label(reading, part)
        return safe_address(named, example) or self._beside(reading, slot)

    def _as_usual(self, example: str, part: Part) -> str:
        """Write an example's address on arXiv as the list does, if nobody else writes it so."""
        form = form_of_address(example)
        usual = self._arxiv_forms.usual(form, part) if form else None
        return "{}arxiv.org/{}/0{}".format(*usual) if usual and usual != form else example

    def _beside(self, reading: Reading, slot: Slot) -> str | None:
        """Return the address for a slot of an entry that leads to arXiv and to the published version."""
        example, paper = reading.value(slot), self._entry.paper_id
        if self._is_elsewhere and paper is None:
            return self.paper(example) if slot == _main(reading) else None
        is_on_arxiv = urls.arxiv_id(example) is not None
        if self._is_elsewhere:
            return self._on_arxiv(example) if is_on_arxiv else self.paper(example)
        if paper is None or is_on_arxiv:
            return self.paper(example)
        published = (url for url in self._papers if urls.arxiv_id(url) is None)
        return safe_address(next(published, None), example)

    @property
    def _is_elsewhere(self) -> bool:
        return bool(self._entry.url and not urls.arxiv_id(self._entry.url))

    def paper(self, example: str) -> str | None:
        """Write the paper's address as the example is: abstract, PDF or DOI, with or without `.pdf`."""
        paper = self._entry.paper_id
        on_arxiv = None if self._is_elsewhere else self._on_arxiv(example)
        return on_arxiv or safe_address(self._entry.url, example) or (paper.abs_url if paper else None)

    def _on_arxiv(self, example: str) -> str | None:
        """Write the paper's address on arXiv; None if it is not there or the example leads elsewhere."""
        form, paper = form_of_address(example), self._entry.paper_id
        if paper is None:
            return None
        if self._form:
            kind, ending = self._form
            return f"{(form and form[0]) or 'https://'}arxiv.org/{kind}/{paper}{ending}"
        doi = self._arxiv_forms.doi(example)
        if doi:
            return f"{doi}{paper}"
        form = form or (None if urls.arxiv_id(example) else self._arxiv_forms.nearly_all)
        if form is None:
            return None
        scheme, kind, ending = form
        return f"{scheme}arxiv.org/{kind}/{paper}{ending}"

    def under_its_label(self, text: str, reading: Reading, part: Part) -> str:
        """Return a link under the label that was given for it or is its host's; the model has such a one."""
        text = with_own_key(text, reading, part)
        said, own = self._given.get(part.role), labels.bare(part.label)
        if said is None and part.role == "code":
            said = self._code_labels.of(self._called, own)
        if said is None and part.role == "paper":
            said = self._host_labels.of(text, own)
        is_kind = labels.names_own_link(own) or labels.names_paper(own) or (part.role == "code" and own)
        if said is None or said == own or not is_kind or len(part.slots) != 1:
            return text
        return re.sub(rf"(?<![\w/]){re.escape(own)}(?=[\]<*_`])", lambda _: said, text, count=1)

    def badge(self, part: Part) -> str | None:
        """Return the picture that was given as the label of the link that a part is; code has its own."""
        if self._entry.code_url and any(slot.field is Field.CODE for slot in part.slots):
            return None
        found = next(iter(self._labelled_as(part)), None)
        return found[0].strip("[]") if found and _PICTURE.fullmatch(found[0].strip("[] ")) else None

    def _by_label(self, reading: Reading, part: Part) -> str | None:
        """Return the link that was given under the label of a part; of several the one in its turn."""
        alike = [p.start for p in reading.parts() if p.role == part.role and p.label == part.label]
        turn = alike.index(part.start) if part.start in alike else 0
        found = self._labelled_as(part)
        return found[turn][1] if turn < len(found) else None

    def _labelled_as(self, part: Part) -> list[tuple[str, str]]:
        said = labels.words(part.label)
        return [(x, url) for x, url in (*self.links, *self._again) if said and _said(x) == said]


def _shows_both(reading: Reading) -> bool:
    """Whether an entry leads to arXiv and to the published version."""
    linked = reading.values(Field.URL)
    return 0 < sum(urls.arxiv_id(url) is not None for url in linked) < len(linked)


def _leads_to_other_code(reading: Reading, slot: Slot) -> bool:
    """Whether a slot shows other code than the entry's first: by others, or of another kind."""
    first, here = reading.values(Field.CODE)[0], reading.value(slot)
    return (urls.repository(first) or first).casefold() != (urls.repository(here) or here).casefold()


def _main(reading: Reading) -> Slot | None:
    """Return the one place for a paper's only address: the title's link, else one that is not to arXiv."""
    found = [(p.role, s) for p in reading.parts() for s in p.slots if s.field is Field.URL]
    of_title = [s for role, s in found if role == "title"]
    elsewhere = [s for _, s in found if urls.arxiv_id(reading.value(s)) is None]
    return next(iter([*of_title, *elsewhere]), None)


def _said(label: str) -> str:
    """Return the words of a label, or of the picture that it is."""
    picture = _PICTURE.fullmatch(label.strip("[] "))
    return labels.words(picture[1] if picture else label)


def safe_address(url: str | None, example: str) -> str | None:
    """Return the address if it is one; an empty link stays empty where nothing is known."""
    if url:
        try:
            return safe_url(url)
        except EditRefused:
            return None
    return "" if not example else None


def _labels(entry: NewEntry, words: tuple[str, ...]) -> dict[str, str]:
    """Return the label that was given for each of the paper's own links; none where several could be."""
    known = (("code", entry.code_url), ("project", entry.project_url), ("paper", entry.paper_url))
    fitting = {role: [labels.bare(w) for w in words if url and _fits(w, role, url)] for role, url in known}
    return {role: said[0] for role, said in fitting.items() if len(said) == 1}


def _fits(word: str, role: str, url: str) -> bool:
    """Whether a word is a label for such a link; `link` is one for what leads elsewhere than to the paper."""
    if labels.is_vague(word):
        return role != "paper" and labels.role_of(word, url) == role
    return labels.role_of(word, "") == role


def _labelled(entry: NewEntry, words: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return the code and project addresses under the words that were given for them."""
    known = ((labels.Role.PROJECT, entry.project_url), (labels.Role.CODE, entry.code_url))
    return [(word, url) for word in words for role, url in known if url and labels.role_of(word, url) is role]
