"""arXiv's announcement calendar, from the data file beside this one."""

import tomllib
from datetime import date
from functools import lru_cache
from pathlib import Path

from service.domain.calendar import Calendar
from service.errors import SetupError

HOLIDAYS = Path(__file__).with_name("arxiv_holidays.toml")


@lru_cache
def read_calendar(path: Path = HOLIDAYS) -> Calendar:
    """Return the calendar.

    Raises:
        SetupError: the file is missing or is not as it should be.
    """
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
        holidays = {date.fromisoformat(day): str(name) for day, name in said["holidays"].items()}
        known_until = said["known_until"]
    except (OSError, ValueError, KeyError, AttributeError) as exc:
        raise SetupError(f"The holidays cannot be read from {path} ({exc}); restore the file.") from exc
    if not isinstance(known_until, date):
        raise SetupError(f"{path}: known_until must be a date like 2027-12-31.")
    return Calendar(holidays, known_until)
