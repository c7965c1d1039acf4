"""Sends letters: the questions to new subscribers, and each new issue to each subscriber.

A letter is marked as sent after the mail server has taken it. Killed between the two, the next run hands it
over again, with the same Message-ID, by which mail programs know that it is the same letter.
"""

from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import parseaddr

from jinja2 import Environment
from sqlalchemy import Engine

from service.db import ledger, letters, lists, subscribers
from service.db.engine import AnySession, reading, writing
from service.db.letters import Letter
from service.domain.issues import Issue, issue_from_mapping
from service.domain.letters import ANSWER_WITHIN, FRESH, next_attempt
from service.domain.tex import readable
from service.errors import SetupError
from service.feeds import letter as words
from service.feeds.mail import Envelope, issue_letter, question_letter
from service.settings import Settings, ensure_secret_key
from service.telling.bounces import return_path
from service.telling.smtp import AddressRefused, Post, open_post
from service.templating import make_environment, render
from service.workflows.runs import recorded
from service.workflows.subscribe import BOUNCE, CONFIRM, LEAVE, sealed_name

_BATCH = 100  # letters of one connection


@dataclass(slots=True)
class Sent:
    """What became of the letters that were due."""

    sent: int = 0
    put_off: int = 0
    lost: int = 0


def send_letters(engine: Engine, settings: Settings, *, now: datetime) -> Sent:
    """Send all letters that are due.

    Raises:
        SetupError: mail is not set up.
        SourceError: the mail server cannot be used; what was not sent waits.
        Conflict: letters are being sent already.
    """
    if not settings.sends_mail:
        raise SetupError("Set LISTKEEPER_SMTP_HOST and LISTKEEPER_MAIL_FROM to send mail.")
    done = Sent()
    with recorded(engine, "letters") as report:
        plan_letters(engine, now=now)
        desk = _Desk(engine, settings, ensure_secret_key(settings), make_environment(), now)
        while batch := desk.due():
            with open_post(settings) as post:
                for each in batch:
                    desk.send(post, each, done)
            report.say(sent=done.sent, put_off=done.put_off, lost=done.lost)
    return done


def plan_letters(engine: Engine, *, now: datetime) -> None:
    """Plan the letters of new issues, and forget whoever never confirmed. An empty issue is not sent."""
    with writing(engine) as session:
        subscribers.remove(session, subscribers.unconfirmed_before(session, now - ANSWER_WITHIN))
        for issue in letters.issues_since(session, now - FRESH):
            if not issue_from_mapping(issue.content).is_empty:
                letters.plan_issue(session, issue, now=now)


def issue_html(templates: Environment, issue: Issue, *, address: str, leave_url: str) -> str:
    """Return an issue as the HTML of a letter."""
    return render(
        templates,
        "mail/letter.html",
        issue=issue,
        lead=words.lead(issue),
        span=words.span(issue),
        address=address,
        leave_url=leave_url,
        byline=words.byline,
        labels=words.labels,
        change_words=words.change_words,
        readable=readable,
        unsorted=words.UNSORTED,
    )


@dataclass(frozen=True, slots=True)
class _Desk:
    engine: Engine
    settings: Settings
    key: str
    templates: Environment
    now: datetime

    def due(self) -> list[Letter]:
        with reading(self.engine) as session:
            return letters.due(session, now=self.now, most=_BATCH)

    def send(self, post: Post, each: Letter, done: Sent) -> None:
        with reading(self.engine) as session:
            if subscribers.by_name(session, each.subscriber) is None:
                return  # left while the letters before this one were sent
            message = self._write(session, each)
        try:
            post.hand_over(message, to=each.address, return_path=self._return_path(each))
        except AddressRefused as exc:
            self._not_taken(each, exc, done)
            return
        with writing(self.engine) as session:
            letters.mark_sent(session, each.id)
        done.sent += 1

    def _not_taken(self, each: Letter, exc: AddressRefused, done: Sent) -> None:
        with writing(self.engine) as session:
            if exc.is_permanent:
                subscribers.remove(session, [each.subscriber.id])
                subject = f"subscriber:{each.subscriber.id}"
                ledger.note(session, at=self.now, actor="listkeeper", action="bounced", subject=subject)
                done.lost += 1
            else:
                until = next_attempt(each.attempts + 1, self.now)
                letters.put_off(session, each.id, until=until, problem="The mail server put it off.")
                done.put_off += 1

    def _write(self, session: AnySession, each: Letter) -> EmailMessage:
        found = lists.by_id(session, each.list_id)
        issue = issue_from_mapping(each.issue.content) if each.issue else None
        site = self.settings.address
        envelope = Envelope(
            sender=self.settings.mail_from,
            to=each.address,
            number=f"{issue.week if issue else 'confirm'}.{found.slug}.{each.subscriber}",
            slug=found.slug,
            leave_url=f"{site}/letters/leave/{sealed_name(each.subscriber, LEAVE, self.key)}",
            now=self.now,
        )
        if issue is None:
            confirm_url = f"{site}/letters/confirm/{sealed_name(each.subscriber, CONFIRM, self.key)}"
            return question_letter(
                found.spec.name, envelope, confirm_url=confirm_url, days=ANSWER_WITHIN.days
            )
        address = f"{site}/lists/{found.slug}/digest/{issue.week}"
        html = issue_html(self.templates, issue, address=address, leave_url=envelope.leave_url)
        return issue_letter(issue, envelope, html=html, address=address)

    def _return_path(self, each: Letter) -> str:
        mailbox = self.settings.bounce_address
        if not mailbox:
            return parseaddr(self.settings.mail_from)[1]
        return return_path(mailbox, sealed_name(each.subscriber, BOUNCE, self.key))
