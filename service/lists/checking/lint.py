"""What is wrong in a list, said with place, reason, proposed fix and confidence; nothing is changed."""

from collections.abc import Iterable, Sequence

from service.domain.taxonomy import Taxonomy
from service.lists.checking.findings import Finding
from service.lists.checking.lint_links import find_link_faults
from service.lists.checking.lint_papers import find_contradictions, find_repeats
from service.lists.checking.lint_tags import find_tag_faults
from service.lists.checking.lint_text import find_text_faults
from service.lists.checking.lint_venues import find_venue_slips
from service.lists.reading.document import ListDocument


def lint(
    document: ListDocument, *, taxonomy: Taxonomy | None = None, others: Sequence[ListDocument] = ()
) -> tuple[Finding, ...]:
    """Return the findings of a list in the order of its lines; `others` are lists to compare with."""
    found: Iterable[Finding] = (
        *find_repeats(document),
        *find_link_faults(document),
        *find_tag_faults(document, taxonomy),
        *find_text_faults(document),
        *find_venue_slips(document),
        *find_contradictions(document, others),
    )
    return tuple(sorted(set(found), key=lambda f: (f.line, f.kind, f.reason)))
