"""A weekly issue as mail (RFC 5322) that one click ends (RFC 8058), and the question before the first one."""

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from service.domain.issues import Issue
from service.errors import SetupError
from service.feeds import letter


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What is on the outside of a letter. `number` stays the same when the letter is sent again."""

    sender: str
    to: str
    number: str
    slug: str
    leave_url: str
    now: datetime


def issue_letter(issue: Issue, envelope: Envelope, *, html: str, address: str) -> EmailMessage:
    """Return an issue as a letter of plain text and HTML."""
    text = letter.render_text(issue, address=address)
    left = f"You get this because you asked for it. Leave with one click: {envelope.leave_url}\n"
    message = _message(envelope, f"{issue.name}: {letter.span(issue)}", text + left)
    message["List-Unsubscribe"] = f"<{envelope.leave_url}>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.add_alternative(html, subtype="html")
    return message


def question_letter(name: str, envelope: Envelope, *, confirm_url: str, days: int) -> EmailMessage:
    """Return the letter that asks whether somebody really wants a list's digest."""
    text = (
        f"Somebody, probably you, asked for the weekly digest of {_line(name)} at this address.\n\n"
        f"To get it, confirm within {days} days:\n{confirm_url}\n\n"
        "If it was not you, do nothing: the address is forgotten then, and nothing more is sent.\n"
    )
    return _message(envelope, f"Confirm: weekly digest of {name}", text)


def host_of(sender: str) -> str:
    """Return the host of a sender.

    Raises:
        SetupError: it is no mail address.
    """
    host = parseaddr(sender)[1].rpartition("@")[2]
    if not host:
        raise SetupError("LISTKEEPER_MAIL_FROM is no mail address; give one like `Name <name@example.org>`.")
    return host


def _message(envelope: Envelope, subject: str, text: str) -> EmailMessage:
    host = host_of(envelope.sender)
    name, address = parseaddr(envelope.sender)
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(_line(name), addr_spec=address)
    message["To"] = Address(addr_spec=envelope.to)
    message["Subject"] = _line(subject)
    message["Date"] = format_datetime(envelope.now)
    message["Message-ID"] = f"<{envelope.number}@{host}>"
    message["List-Id"] = f"<{envelope.slug}.{host}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    return message


def _line(text: str) -> str:
    """Keep a header in its line, whatever a list is called."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
