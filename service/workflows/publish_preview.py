"""What publishing would do, without doing it: the exact diff, the pull request's words, what stays behind."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from service.db import candidates as db_candidates
from service.db import proposals, verdicts
from service.db.candidates import Candidate
from service.db.engine import AnySession
from service.db.lists import StoredList
from service.db.proposals import Proposal
from service.domain.lists import Channel, ListSpec, Policy
from service.domain.review import VerdictKind
from service.publishing.body import BodyItem, HiddenBlock, render_body
from service.publishing.links import LinkChecker
from service.publishing.mirror import Mirror, mirror_path, open_mirror
from service.publishing.patch import unified_diff
from service.publishing.texts import Named, render_title
from service.settings import Settings
from service.workflows.publish_check import make_checked_plan
from service.workflows.publish_entry import code_of, venue_of
from service.workflows.publish_plan import Plan, PlannedItem, RefusedItem

POLICY_WORDS = {
    Policy.INVITED: "The maintainers have invited pull requests from Listkeeper.",
    Policy.ASK_FIRST: "The maintainers have not invited Listkeeper yet: nothing goes there; take "
    "the patch file, or push to a copy of yours.",
    Policy.NEVER: "The maintainers do not want pull requests from Listkeeper: nothing goes there.",
}
_NEAREST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """All that a publication would hold. `digest` changes when any byte of it would."""

    list: StoredList
    plan: Plan
    diff: str
    title: str
    body: str
    checks: tuple[str, ...]
    policy: str

    @property
    def items(self) -> tuple[PlannedItem, ...]:
        """The papers that go, with their places."""
        return self.plan.items

    @property
    def refused(self) -> tuple[RefusedItem, ...]:
        """The papers that stay behind, with the reasons."""
        return self.plan.refused

    @property
    def files(self) -> tuple[str, ...]:
        """The files that change."""
        return tuple(sorted(self.plan.changed))

    @property
    def digest(self) -> str:
        """A name for exactly this change: base and diff."""
        return hashlib.sha256(f"{self.plan.base}\n{self.diff}".encode()).hexdigest()


def preview(session: AnySession, found: StoredList, *, settings: Settings, now: datetime) -> Preview:
    """Return what publishing all confirmed papers of a list would do at the list's head.

    Raises:
        BadInput: the list was not synced yet, or its file cannot be read.
        EditRefused: the papers together would do more than add lines.
    """
    mirror = open_mirror(mirror_path(settings.data_dir, found.slug))
    cap = None if found.spec.channel is Channel.PATCH else found.spec.daily
    return preview_at(session, found, mirror, now=now, cap=cap)


def preview_at(
    session: AnySession,
    found: StoredList,
    mirror: Mirror,
    *,
    now: datetime,
    cap: int | None = None,
    only: Collection[int] | None = None,
    links: LinkChecker | None = None,
) -> Preview:
    """Return what publishing would do at the head of a mirror.

    At most `cap` papers go, and none whose candidate id is not in `only`. With `links`, code links that lead
    nowhere are remarked on.

    Raises:
        BadInput: a file of the list cannot be read.
        EditRefused: the papers together would do more than add lines.
    """
    confirmed = db_candidates.accepted(session, found.id, landed=False)
    confirmed = [c for c in confirmed if only is None or c.id in only]
    plan = make_checked_plan(mirror, found.spec, confirmed[:cap], now=now)
    plan = replace(plan, refused=(*plan.refused, *_over(confirmed, cap)))
    if links is not None:
        plan = replace(plan, items=_with_dead_links(plan.items, links))
    diff = unified_diff(plan.before, plan.changed)
    checks = _checks(plan)
    named = [
        Named(str(i.candidate.paper.record.arxiv_id), i.candidate.paper.record.title) for i in plan.items
    ]
    return Preview(
        list=found,
        plan=plan,
        diff=diff,
        title=render_title(named),
        body=render_body(
            _body_items(session, found.spec, plan.items),
            list_name=found.spec.name,
            checks=checks,
            hidden=HiddenBlock(found.slug, plan.base, tuple(n.arxiv_id for n in named)),
        ),
        checks=checks,
        policy=POLICY_WORDS[found.spec.policy],
    )


def _with_dead_links(items: Sequence[PlannedItem], links: LinkChecker) -> tuple[PlannedItem, ...]:
    code = {
        item.candidate.id: found.value for item in items if (found := code_of(item.candidate.paper.record))
    }
    faults = links.check(code.values())
    said = {id_: f"{url} {faults[url]}" for id_, url in code.items() if url in faults}
    return tuple(
        replace(item, notes=(*item.notes, said[item.candidate.id])) if item.candidate.id in said else item
        for item in items
    )


def _over(confirmed: Sequence[Candidate], cap: int | None) -> list[RefusedItem]:
    if cap is None:
        return []
    reason = f"It waits its turn: the list takes at most {cap} papers at once."
    return [RefusedItem(candidate=candidate, reason=reason) for candidate in confirmed[cap:]]


def _body_items(session: AnySession, spec: ListSpec, items: Sequence[PlannedItem]) -> list[BodyItem]:
    said = proposals.latest(session, [item.candidate.id for item in items])
    return [_body_item(session, spec, item, said.get(item.candidate.id)) for item in items]


def _body_item(session: AnySession, spec: ListSpec, item: PlannedItem, said: Proposal | None) -> BodyItem:
    record = item.candidate.paper.record
    facts = (("code", code_of(record)), ("venue", venue_of(record)))
    return BodyItem(
        arxiv_id=str(record.arxiv_id),
        title=record.title,
        section=item.section,
        tags=_labels(spec, item),
        relevance=said.relevance if said else None,
        nearest=_nearest(said),
        reviewer=_reviewer(session, item.candidate.id),
        sources=tuple(f"{name} from {fact.source}" for name, fact in facts if fact),
        notes=tuple(note for note in item.notes if not note.startswith("placed:")),
    )


def _labels(spec: ListSpec, item: PlannedItem) -> dict[str, tuple[str, ...]]:
    return {
        facet.title: tuple(tag.label for tag in facet.tags if tag.name in item.candidate.tags[facet.name])
        for facet in spec.taxonomy.facets
        if item.candidate.tags.get(facet.name)
    }


def _nearest(said: Proposal | None) -> tuple[str, ...]:
    found = said.evidence.get("nearest", ()) if said else ()
    return tuple(str(each["id"]) for each in found[:_NEAREST])


def _reviewer(session: AnySession, candidate_id: int) -> str:
    said = verdicts.of_candidate(session, candidate_id)
    names = [v.user for v in said if v.kind is VerdictKind.ACCEPT and not v.is_undone]
    return names[-1] if names else ""


def _checks(plan: Plan) -> tuple[str, ...]:
    """Say what was checked; each of these stops a publication where it does not hold."""
    if not plan.items:
        return ()
    added = sum(data.count(b"\n") - plan.before[path].count(b"\n") for path, data in plan.changed.items())
    endings = "CRLF" if any(b"\r\n" in data for data in plan.changed.values()) else "LF"
    return (
        f"{added} lines are added; every line that was there is unchanged.",
        f"Line ends are {endings}, as in the rest of the file.",
        "No paper is on the list already, by id or by title.",
    )
