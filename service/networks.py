"""Who may be asked at an address that somebody else gave: public networks, and those that are allowed."""

import ipaddress
import socket
from collections.abc import Callable, Iterable, Sequence
from urllib.parse import urlsplit

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolve = Callable[[str], Iterable[str]]

_TUNNELS = tuple(
    ipaddress.ip_network(n) for n in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")
)


def addresses_of(host: str) -> list[str]:
    """Return the addresses of a host; none where it has none."""
    try:
        return [str(found[4][0]) for found in socket.getaddrinfo(host, None)]
    except (OSError, UnicodeError):  # UnicodeError: a label that is empty or too long
        return []


def host_of(url: str) -> str:
    """Return the host that a link names; empty where it names none."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def allowed_address(url: str, *, resolve: Resolve = addresses_of, also: Sequence[Network] = ()) -> str | None:
    """Return an address of a link's host; None unless all that it has are public ones, or in `also`.

    Ask this address, not the name: a name may lead elsewhere a moment later.
    """
    host = host_of(url)
    if not host or urlsplit(url).scheme not in ("http", "https"):
        return None
    found = [ipaddress.ip_address(a.split("%")[0]) for a in resolve(host)]
    if not found or not all(_is_public(each) or _is_in(each, also) for each in found):
        return None
    return str(min(found, key=lambda each: each.version))  # not every machine has IPv6


def parse_networks(text: str) -> tuple[Network, ...]:
    """Read networks such as `10.1.0.0/16, fd00::/8`.

    Raises:
        ValueError: one is none.
    """
    return tuple(ipaddress.ip_network(part.strip()) for part in text.split(",") if part.strip())


def _is_in(address: ipaddress.IPv4Address | ipaddress.IPv6Address, networks: Sequence[Network]) -> bool:
    return any(address in network for network in networks)


def _is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address) and any(address in each for each in _TUNNELS):
        return False
    return address.is_global and not address.is_multicast
