"""GitHub Apps: what one shows is checked with its public key, and what it gets ends after an hour."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

ACCOUNT = "listkeeper[bot]"


def make_keys() -> tuple[str, str]:
    """Return a private key in PEM, as GitHub gives it, and its public one."""
    made = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    private = made.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return private.decode(), made.public_key().public_bytes(serialization.Encoding.PEM, form).decode()


@dataclass
class HostedApp:
    """An App with its installations by repository; `at` is GitHub's own time."""

    app_id: str
    public_key: str
    at: datetime
    installations: dict[str, int] = field(default_factory=dict)
    rights: dict[str, str] = field(
        default_factory=lambda: {"contents": "write", "pull_requests": "write", "metadata": "read"}
    )
    given: dict[str, datetime] = field(default_factory=dict)

    def knows(self, shown: str) -> bool:
        """Whether this is signed by the App, and neither too old nor good for too long."""
        options: Any = {"verify_exp": False, "verify_iat": False}  # the clock is ours
        try:
            claims = jwt.decode(shown, self.public_key, algorithms=["RS256"], options=options)
        except jwt.PyJWTError:
            return False
        issued, until = (datetime.fromtimestamp(claims[name], UTC) for name in ("iat", "exp"))
        in_time = issued <= self.at < until <= self.at + timedelta(minutes=10)
        return in_time and claims["iss"] == self.app_id

    def now(self) -> float:
        """Return GitHub's time in seconds."""
        return self.at.timestamp()

    def give(self) -> dict[str, Any]:
        """Return a new token, as GitHub tells of it."""
        token = f"token-of-{ACCOUNT}#{len(self.given) + 1}"
        self.given[token] = self.at + timedelta(hours=1)
        until = self.given[token].isoformat().replace("+00:00", "Z")
        return {"token": token, "expires_at": until, "permissions": self.rights}

    def has_ended(self, token: str) -> bool:
        """Whether a token is no longer good."""
        return "#" in token and self.given.get(token, self.at) <= self.at
