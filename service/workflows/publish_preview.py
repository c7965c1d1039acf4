"""What publishing would do, without doing it: the exact diff, the pull request's words, what stays behind."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime

from service.db.engine import ReadSession, end_moment
from service.db.lists import StoredList
from service.db.proposals import Proposal
from service.domain.lists import ListSpec, Policy
from service.publishing.body import BodyItem, HiddenBlock, render_body
from service.publishing.links import LinkChecker
from service.publishing.mirror import Mirror, mirror_path, open_mirror
from service.publishing.patch import only_adds, unified_diff
from service.publishing.texts import Named, render_title
from service.settings import Settings
from service.workflows.publish_check_extras import with_findings
from service.workflows.publish_ci import with_ci_breaches
from service.workflows.publish_entry import code_of, venue_of
from service.workflows.publish_extras import make_plan_with_extras
from service.workflows.publish_links import with_dead_links
from service.workflows.publish_material import Material, read_material
from service.workflows.publish_plan import Plan, PlannedItem, RefusedItem
from service.workflows.publish_updates import named_updates, updated_items

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
        """A name for exactly this change: base, words and diff, but not what is found out of its links."""
        return hashlib.sha256(f"{self.plan.base}\n{self.title}\n{self.diff}".encode()).hexdigest()


def preview(session: ReadSession, found: StoredList, *, settings: Settings, now: datetime) -> Preview:
    """Return what publishing all confirmed papers of a list would do at the list's head; no link is asked.

    The moment that was read ends before git is asked: `session` goes on with a later one.

    Raises:
        BadInput: the list was not synced yet, or its file cannot be read.
        EditRefused: the papers together would do more than add lines.
    """
    material = read_material(session, found, now=now, is_capped=found.spec.channel.reaches_list)
    end_moment(session)
    mirror = open_mirror(mirror_path(settings.data_dir, found.slug))
    links = LinkChecker(settings.data_dir / "links.json", now=now)
    return make_preview(material, mirror, now=now, links=links, ask=False)


def make_preview(
    material: Material, mirror: Mirror, *, now: datetime, links: LinkChecker | None = None, ask: bool = True
) -> Preview:
    """Return what publishing would do at the head of a mirror; no session should be open meanwhile.

    With `links`, those that lead nowhere are remarked on; without `ask`, by what is remembered.

    Raises:
        BadInput: a file of the list cannot be read.
        EditRefused: the papers together would do more than add lines.
    """
    spec = material.list.spec
    plan = make_plan_with_extras(
        mirror,
        spec,
        material.confirmed,
        chosen=material.chosen,
        now=now,
        corrected=material.corrected,
        updates=material.updates,
    )
    plan = replace(plan, refused=(*plan.refused, *material.waiting))
    plan, minded = with_findings(plan, spec.taxonomy)
    plan, said = with_ci_breaches(mirror, plan)
    checks = (*_checks(plan), *minded, *said)
    if links is not None:
        plan, words = with_dead_links(plan, links, ask=ask)
        checks = (*checks, words) if words else checks
    diff = unified_diff(plan.before, plan.changed)
    named = [
        Named(str(i.candidate.paper.record.arxiv_id), i.candidate.paper.record.title) for i in plan.items
    ]
    return Preview(
        list=material.list,
        plan=plan,
        diff=diff,
        title=render_title(named, named_updates(plan.updates)),
        body=render_body(
            [_body_item(material, item) for item in plan.items],
            list_name=spec.name,
            checks=checks,
            hidden=HiddenBlock(material.list.slug, plan.base, tuple(n.arxiv_id for n in named)),
            updated=updated_items(plan.updates),
        ),
        checks=checks,
        policy=POLICY_WORDS[spec.policy],
    )


def _body_item(material: Material, item: PlannedItem) -> BodyItem:
    record, said = item.candidate.paper.record, material.said.get(item.candidate.id)
    facts = (("code", code_of(record)), ("venue", venue_of(record)))
    return BodyItem(
        arxiv_id=str(record.arxiv_id),
        title=record.title,
        section=item.section,
        tags=_labels(material.list.spec, item),
        relevance=said.relevance if said else None,
        nearest=_nearest(said),
        reviewer=material.reviewers.get(item.candidate.id, ""),
        sources=tuple(f"{name} from {fact.source}" for name, fact in facts if fact),
        notes=item.remarks,
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


def _checks(plan: Plan) -> tuple[str, ...]:
    """Say what was checked; each of these stops a publication where it does not hold."""
    if plan.is_empty:
        return ()
    files = plan.revised.files
    count = sum(data.count(b"\n") - files[path].count(b"\n") for path, data in plan.changed.items())
    endings = "CRLF" if any(b"\r\n" in data for data in plan.changed.values()) else "LF"
    entries = "one entry is" if len(plan.updates) == 1 else f"{len(plan.updates)} entries are"
    changed = f" and {entries} brought up to date; every other" if plan.updates else "; every"
    added = "One line is added" if count == 1 else f"{count} lines are added"
    return (
        f"{added}{changed} line that was there is unchanged{_but_numbers(plan)}.",
        f"Line ends are {endings}, as in the rest of the file.",
        "No paper is on the list already, by id or by title.",
    )


def _but_numbers(plan: Plan) -> str:
    is_whole = all(only_adds(plan.revised.files[path], data) for path, data in plan.changed.items())
    return "" if is_whole else " but for the numbers that count on"
