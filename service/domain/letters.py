"""Letters to subscribers: how long things wait, and how a subscriber is named in links and return paths."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

ANSWER_WITHIN = timedelta(days=2)  # a sign-up that nobody confirmed is forgotten
ASK_AGAIN_AFTER = timedelta(days=1)  # the same address is asked at most once a day
MOST_ASKED = 5  # addresses that one client may sign up within `ASKED_WINDOW`
ASKED_WINDOW = timedelta(hours=1)
FRESH = timedelta(days=14)  # an older issue is not sent any more
MOST_ATTEMPTS = 6  # over about two days
MOST_SOFT_BOUNCES = 5  # after so many an address is given up
_FIRST_WAIT = timedelta(minutes=15)
_TEXT = re.compile(r"(\d{1,18})-(\d{1,12})")


@dataclass(frozen=True, slots=True)
class SubscriberName:
    """A subscriber by id and moment of asking: ids may be used again, a name is not."""

    id: int
    asked_at: datetime

    def __str__(self) -> str:
        return f"{self.id}-{int(self.asked_at.timestamp())}"

    @classmethod
    def parse(cls, text: str) -> "SubscriberName | None":
        """Read what `str` wrote; None for anything else."""
        match = _TEXT.fullmatch(text)
        return cls(int(match[1]), datetime.fromtimestamp(int(match[2]), UTC)) if match else None


def next_attempt(attempts: int, now: datetime) -> datetime | None:
    """Return when something that failed `attempts` times is tried again; None: not any more."""
    return None if attempts >= MOST_ATTEMPTS else now + _FIRST_WAIT * 3 ** (attempts - 1)
