"""Sends a signed message to a webhook, as Standard Webhooks describes it.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import base64
import hashlib
import hmac
import time
from collections.abc import Sequence
from datetime import datetime

import httpcore

from service.domain.webhooks import Answer
from service.networks import Network, Resolve, addresses_of, allowed_address
from service.telling.hurry import post_in_time

PREFIX = "whsec_"
SECONDS = 10.0  # for one attempt, from the first byte to the last
_LARGEST = 1_000  # bytes of an answer that are read
_PRIVATE = "leads into a private network, or nowhere"


class HookPost:
    """Asks receivers in public networks, and in those that the operator named."""

    def __init__(
        self,
        *,
        networks: Sequence[Network] = (),
        resolve: Resolve = addresses_of,
        seconds: float = SECONDS,
    ) -> None:
        self._networks, self._resolve, self._seconds = networks, resolve, seconds

    def may_ask(self, url: str) -> bool:
        """Tell whether an address leads where we may ask."""
        return self._address(url) is not None

    def send(self, url: str, body: str, *, message_id: str, secret: str, now: datetime) -> Answer:
        """Send a message once and return what came of it; a redirect is followed by nobody."""
        started = time.monotonic()
        address = self._address(url)
        if address is None:
            return Answer(status=None, problem=_PRIVATE)
        stamp, raw = str(int(now.timestamp())), body.encode()
        headers = [
            ("Content-Type", "application/json"),
            ("Content-Length", str(len(raw))),
            ("User-Agent", "Listkeeper-Webhook/1"),
            ("Accept", "*/*"),
            ("Connection", "close"),
            ("webhook-id", message_id),
            ("webhook-timestamp", stamp),
            ("webhook-signature", sign(secret, message_id, stamp, raw)),
        ]
        try:
            said = post_in_time(url, address, headers=headers, body=raw, seconds=self._seconds, most=_LARGEST)
        except httpcore.TimeoutException:
            return Answer(
                status=None,
                problem=f"gave no answer within {self._seconds:g} seconds",
                milliseconds=_since(started),
            )
        except (httpcore.NetworkError, httpcore.ProtocolError, OSError, ValueError) as exc:
            reason = " ".join(str(exc).split())[:200] or type(exc).__name__
            return Answer(status=None, problem=f"cannot be reached: {reason}", milliseconds=_since(started))
        text = said.body.decode("utf-8", errors="replace").replace("\x00", "\ufffd")
        return Answer(
            status=said.status,
            said=text,
            problem=_problem(said.status),
            milliseconds=_since(started),
            retry_after=_seconds(said.headers.get("retry-after", "")),
        )

    def _address(self, url: str) -> str | None:
        return allowed_address(url, resolve=self._resolve, also=self._networks)


def make_secret(key: str, salt: str) -> str:
    """Return a webhook's secret: nobody without our key can make it, and it is kept nowhere."""
    made = hmac.new(key.encode(), f"webhook:{salt}".encode(), hashlib.sha256).digest()
    return PREFIX + base64.b64encode(made).decode()


def sign(secret: str, message_id: str, stamp: str, body: bytes) -> str:
    """Return the signature over id, time and body."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = hmac.new(key, f"{message_id}.{stamp}.".encode() + body, hashlib.sha256).digest()
    return "v1," + base64.b64encode(signed).decode()


def _problem(status: int) -> str:
    if 300 <= status < 400:  # noqa: PLR2004  # HTTP's redirects
        return f"answered {status}, which leads elsewhere; give the address it leads to"
    return ""


def _seconds(text: str) -> float | None:
    return float(text) if text.isdecimal() and len(text) < 10 else None  # noqa: PLR2004  # of centuries no more


def _since(started: float) -> int:
    return round(1000 * (time.monotonic() - started))
