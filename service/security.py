"""Passwords, tokens and form tokens."""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from service.errors import BadInput

SHORTEST_PASSWORD = 10  # characters; NIST SP 800-63B asks for at least 8
LONGEST_PASSWORD = 1000  # characters; argon2 would hash any length, slowly
FORM_TOKEN_LIFE = timedelta(hours=12)


def hash_password(password: str) -> str:
    """Return the argon2id hash of a password.

    Raises:
        BadInput: it is too short or too long.
    """
    if len(password) < SHORTEST_PASSWORD:
        raise BadInput(f"A password has at least {SHORTEST_PASSWORD} characters; choose a longer one.")
    if len(password) > LONGEST_PASSWORD:
        raise BadInput(f"A password has at most {LONGEST_PASSWORD} characters; choose a shorter one.")
    return PasswordHasher().hash(password)


def is_password(stored: str | None, given: str) -> bool:
    """Tell whether `given` is the password; takes as long where there is no account (`stored` is None)."""
    try:
        PasswordHasher().verify(stored or _nobodys_hash(), given[:LONGEST_PASSWORD])
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


@lru_cache(maxsize=1)
def _nobodys_hash() -> str:
    return PasswordHasher().hash(secrets.token_urlsafe(16))


def make_token() -> str:
    """Return a new secret of 256 bits, safe in a URL."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """Return what is stored of a token: its SHA-256 in hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()


def make_form_token(key: str, session: str, *, now: datetime) -> str:
    """Return a CSRF token that is bound to a session and to its time of making."""
    stamp = str(int(now.timestamp()))
    return f"{stamp}.{_sign(key, session, stamp)}"


def check_form_token(key: str, session: str, token: str, *, now: datetime) -> None:
    """Accept a token that `make_form_token` made for this session within the last twelve hours.

    Raises:
        BadInput: it is missing, forged, of another session, or too old.
    """
    stamp, _, signature = token.partition(".")
    signed = _sign(key, session, stamp)
    if not stamp.isdecimal() or not hmac.compare_digest(signature.encode(), signed.encode()):
        raise BadInput("This form was not made for your session; reload the page and send it again.")
    if now.timestamp() - int(stamp) > FORM_TOKEN_LIFE.total_seconds():
        raise BadInput("This form is older than twelve hours; reload the page and send it again.")


def _sign(key: str, session: str, stamp: str) -> str:
    mac = hmac.new(key.encode(), f"form:{session}:{stamp}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(mac).decode().rstrip("=")


def seal(key: str, purpose: str, text: str) -> str:
    """Return `text` with a signature, for a link that nobody else can make; it stays readable."""
    return f"{text}-{_mark(key, purpose, text)}"


def unseal(key: str, purpose: str, sealed: str) -> str | None:
    """Return the text that `seal` signed for the same purpose; None for anything else.

    Upper and lower case count alike, for mail servers may change them.
    """
    text, _, mark = sealed.lower().rpartition("-")
    is_ours = hmac.compare_digest(mark.encode(), _mark(key, purpose, text).encode())
    return text if text and is_ours else None


def _mark(key: str, purpose: str, text: str) -> str:
    return hmac.new(key.encode(), f"{purpose}:{text}".encode(), hashlib.sha256).hexdigest()[:32]
