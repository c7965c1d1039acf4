"""What a bounce says: whose letter came back, and whether it ever could arrive (RFC 3464)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import SMTP
from email.utils import getaddresses, parseaddr

LARGEST = 1_000_000  # bytes that are read of a bounce
_TO = ("To", "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To")
_STATUS = re.compile(r"([245])\.\d{1,3}\.\d{1,3}")


@dataclass(frozen=True, slots=True)
class Bounce:
    """Marks that stood in the return path, and whether the address is lost for good."""

    marks: tuple[str, ...]
    is_permanent: bool


def return_path(mailbox: str, mark: str) -> str:
    """Return the mailbox with a letter's mark: bounces+MARK@example.org."""
    local, _, host = parseaddr(mailbox)[1].rpartition("@")
    return f"{local}+{mark}@{host}"


def read_bounce(raw: bytes, mailbox: str) -> Bounce | None:
    """Return what a bounce says; None for other mail, such as a reply that somebody is away."""
    message = message_from_bytes(raw[:LARGEST], policy=SMTP)
    statuses = [s for part in message.walk() for s in _statuses(part)]
    marks = tuple(dict.fromkeys(_marks(message, mailbox)))
    if not statuses or not marks:
        return None
    return Bounce(marks, is_permanent="5" in statuses)


def _statuses(part: EmailMessage) -> Iterator[str]:
    """Yield the class of each status in a delivery report, failures and delays."""
    if part.get_content_type() != "message/delivery-status":
        return
    blocks = part.get_payload()
    for block in blocks if isinstance(blocks, list) else ():
        match = _STATUS.match(str(block["Status"] or "").strip()) if isinstance(block, Message) else None
        if match and match[1] != "2":
            yield match[1]


def _marks(message: EmailMessage, mailbox: str) -> Iterator[str]:
    local, _, host = parseaddr(mailbox)[1].lower().rpartition("@")
    said = [str(value) for name in _TO for value in message.get_all(name, [])]
    for _, address in getaddresses(said):
        start, _, at = address.lower().rpartition("@")
        if at == host and start.startswith(f"{local}+"):
            yield start.removeprefix(f"{local}+")
