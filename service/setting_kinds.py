"""Kinds of settings: what each takes, and what is said to whoever gives something else."""

import re
from email.utils import parseaddr
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, SecretStr

from service.networks import parse_networks

_ADDRESS = re.compile(r"[^@\s<>,;\"]+@[^@\s<>,;\"]+")


def _true_or_false(value: Any) -> Any:
    if isinstance(value, str) and value.lower() not in ("true", "false"):
        raise ValueError("must be true or false")
    return value


def _one_line(value: str) -> str:
    if not value.isprintable():
        raise ValueError("must be one line of printable characters")
    return value


def _web_address(value: str) -> str:
    if value and not value.startswith(("https://", "http://")):
        raise ValueError("must begin with https:// or http://")
    if value and (re.search(r"[\s<>\"]", value) or not _has_host(value)):
        raise ValueError("must be a web address, such as https://papers.example.org")
    return value


def _has_host(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return bool(parts.hostname) and parts.port != 0  # which looks at the port, and refuses a wrong one
    except ValueError:
        return False


def _mail_address(value: str) -> str:
    if value and not _ADDRESS.fullmatch(value):
        raise ValueError("must be an e-mail address, such as digest@example.org")
    return value


def _sender(value: str) -> str:
    if value and not _ADDRESS.fullmatch(parseaddr(_one_line(value))[1]):
        raise ValueError("must be an e-mail address, such as Listkeeper <digest@example.org>")
    return value


def _networks(value: str) -> str:
    parse_networks(value)
    return value


def _token(value: SecretStr) -> SecretStr:
    if not re.fullmatch(r"[!-~]*", value.get_secret_value()):
        raise ValueError("must be letters, digits and signs without blanks")
    return value


TrueOrFalse = Annotated[bool, BeforeValidator(_true_or_false)]
OneLine = Annotated[str, AfterValidator(_one_line)]
WebAddress = Annotated[str, AfterValidator(_web_address)]
MailAddress = Annotated[str, AfterValidator(_mail_address)]
Sender = Annotated[str, AfterValidator(_sender)]
Networks = Annotated[str, AfterValidator(_networks)]
Token = Annotated[SecretStr, AfterValidator(_token)]
