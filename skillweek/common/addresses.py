"""Who asks: the network address of a client, behind the proxies that are trusted to tell it."""

import ipaddress
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.conf import settings

_Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def client(meta: Mapping[str, Any]) -> str:
    """The client's address from a WSGI environment; of IPv6 the network of one household (/64).

    ``X-Forwarded-For`` is read from its end, and only as far as trusted proxies wrote it.
    """
    found = str(meta.get("REMOTE_ADDR") or "")
    for told in reversed(str(meta.get("HTTP_X_FORWARDED_FOR") or "").split(",")):
        if not _trusted(found) or _parsed(told) is None:
            break
        found = told.strip()
    address = _parsed(found)
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address or found)


def of_request(request: Any) -> str:
    """The same for a request."""
    return client(request.META)


def _parsed(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(text.strip())
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _trusted(text: str) -> bool:
    address = _parsed(text)
    return address is not None and any(address in network for network in _proxies(settings.TRUSTED_PROXIES))


@lru_cache(maxsize=4)
def _proxies(told: str) -> tuple[_Network, ...]:
    return tuple(ipaddress.ip_network(part.strip(), strict=False) for part in told.split(",") if part.strip())
