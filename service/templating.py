"""Jinja2 set up once: everything is escaped, unknown names are errors, dates and numbers have words."""

from collections.abc import Callable, Hashable
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

TEMPLATES = Path(__file__).parent / "templates"
_KEPT = 4096  # parts of pages, most of them some hundred bytes


def make_environment() -> Environment:
    """Return the template environment of pages and mails."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(("html", "xml")),
        undefined=StrictUndefined,
        auto_reload=False,  # else every part of a page looks at its file
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["kept"] = _keeper(environment)
    environment.filters |= {"day": day, "known_day": known_day, "month": month, "when": when, "span": span}
    environment.filters |= {"plural": plural, "percent": percent}
    return environment


def _keeper(environment: Environment) -> Callable[..., Markup]:
    @lru_cache(maxsize=_KEPT, typed=True)
    def kept(name: str, /, **values: Hashable) -> Markup:
        """Return a part of a page that is the same wherever these values are; it sees no others."""
        return Markup(render(environment, name, **values))  # noqa: S704  # escaped where it was rendered

    return kept


def day(value: date | datetime | None) -> Markup:
    """Return a date as `<time>`: 2 Oct 2025, with the ISO date for machines."""
    if value is None:
        return Markup("–")
    plain = value.date() if isinstance(value, datetime) else value
    words = f"{plain.day} {plain:%b %Y}"
    return Markup('<time datetime="{}">{}</time>').format(plain.isoformat(), words)


def known_day(value: datetime | None) -> Markup:
    """Return the day on which a list took a paper in: 2 Oct 2025; Oct 2025 where only the month is known.

    A list without history tells no more than the month of the paper's number, kept as its first moment.
    """
    if value is None or (value.day, value.hour, value.minute, value.second) != (1, 0, 0, 0):
        return day(value)
    return Markup('<time datetime="{}">{}</time>').format(f"{value:%Y-%m}", f"{value:%b %Y}")


def month(value: str) -> str:
    """Return a month that is written 2025-10 as people write it: Oct 2025."""
    return f"{date.fromisoformat(value + '-01'):%b %Y}"


def when(value: datetime | None) -> Markup:
    """Return a moment as `<time>`: 2 Oct 2025, 14:05 UTC."""
    if value is None:
        return Markup("–")
    words = f"{value.day} {value:%b %Y, %H:%M} UTC"
    return Markup('<time datetime="{}">{}</time>').format(value.isoformat(timespec="seconds"), words)


def span(length: timedelta) -> str:
    """Return a stretch of time as people say it: minutes, hours or days."""
    minutes = round(length.total_seconds() / 60)
    if minutes < 90:  # noqa: PLR2004  # "85 minutes" says more than "1 hour"
        return plural(minutes, "minute")
    hours = round(minutes / 60)
    return plural(hours, "hour") if hours < 48 else plural(round(hours / 24), "day")  # noqa: PLR2004  # likewise


def plural(number: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun: 1 paper, 3 papers."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def percent(value: float | None) -> str:
    """Return a share in whole per cent."""
    return "–" if value is None else f"{100 * value:.0f} %"


def render(environment: Environment, name: str, /, **values: Any) -> str:
    """Return a rendered template."""
    return environment.get_template(name).render(**values)
