"""Hands letters to a mail server, one connection for many."""

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage

from service.errors import SourceError
from service.settings import Settings

_TIMEOUT = 30.0  # seconds
_NO_MAILBOX = (550, 551, 553)  # of the answers to an address those that are about it (RFC 5321, 4.2.3)
_STATUS = re.compile(r"\s*5\.(\d{1,3})\.\d{1,3}\b")
_OF_ADDRESS = ("1", "2")  # address, mailbox (RFC 3463); others are the network's, the letter's, a policy's


class AddressRefused(SourceError):
    """The server did not take a letter to this address; `is_permanent` tells that the address is no good.

    A server that refuses us (no relay, no rights, too much) or a letter says nothing of the address.
    """

    def __init__(self, code: int, said: str, *, to_letter: bool = False) -> None:
        super().__init__(f"The mail server answered {code} {said[:200]}".rstrip())
        status = _STATUS.match(said)
        self.is_permanent = status[1] in _OF_ADDRESS if status else code in _NO_MAILBOX and not to_letter


class Post:
    """An open connection to the mail server."""

    def __init__(self, server: smtplib.SMTP) -> None:
        self._server = server

    def hand_over(self, message: EmailMessage, *, to: str, return_path: str) -> None:
        """Hand a letter over; afterwards the server answers for it.

        Raises:
            AddressRefused: the server does not take it, now or ever.
            SourceError: the server is gone.
        """
        try:
            self._server.send_message(message, from_addr=return_path, to_addrs=[to])
        except smtplib.SMTPRecipientsRefused as exc:
            code, said = exc.recipients[to]
            raise AddressRefused(code, said.decode(errors="replace")) from exc
        except smtplib.SMTPSenderRefused as exc:
            raise SourceError(
                f"The mail server refuses the sender: {_said(exc)}; see LISTKEEPER_MAIL_FROM."
            ) from exc
        except smtplib.SMTPResponseException as exc:
            raise AddressRefused(exc.smtp_code, _said(exc), to_letter=True) from exc
        except (smtplib.SMTPException, OSError) as exc:
            raise SourceError("The mail server went away; the next turn goes on.") from exc


@contextmanager
def open_post(settings: Settings) -> Iterator[Post]:
    """Connect to the mail server and sign in.

    Raises:
        SourceError: it cannot be reached, or does not let us in.
    """
    try:
        server = _connect(settings)
    except smtplib.SMTPAuthenticationError as exc:
        raise SourceError(
            "The mail server does not know us; see LISTKEEPER_SMTP_USER and LISTKEEPER_SMTP_PASSWORD."
        ) from exc
    except (smtplib.SMTPException, OSError) as exc:
        raise SourceError(
            f"The mail server at {settings.smtp_host}:{settings.smtp_port} cannot be used "
            f"({type(exc).__name__}); see the LISTKEEPER_SMTP settings."
        ) from exc
    try:
        yield Post(server)
    finally:
        _close(server)


def _connect(settings: Settings) -> smtplib.SMTP:
    host, port = settings.smtp_host, settings.smtp_port
    context = ssl.create_default_context()
    if settings.smtp_security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=_TIMEOUT, context=context)
    else:
        server = smtplib.SMTP(host, port, timeout=_TIMEOUT)
    try:
        if settings.smtp_security == "starttls":
            server.starttls(context=context)
        if settings.smtp_user:
            server.login(settings.smtp_user, settings.smtp_password.get_secret_value())
    except (smtplib.SMTPException, OSError):
        server.close()
        raise
    return server


def _close(server: smtplib.SMTP) -> None:
    try:
        server.quit()
    except (smtplib.SMTPException, OSError):
        server.close()  # what was taken is taken


def _said(exc: smtplib.SMTPResponseException) -> str:
    said = exc.smtp_error
    return said.decode(errors="replace") if isinstance(said, bytes) else str(said)
