"""Whose request it is, for limits: the address of the peer, or what trusted proxies say."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from functools import lru_cache

from aiohttp import web

from bot.gateway.settings import Network

HOUSEHOLD = 64  # bits of an IPv6 address that one subscriber has to themselves


def client_address(request: web.Request, proxies: Sequence[Network]) -> str:
    """The nearest address that is not a trusted proxy; an IPv6 one stands for its network."""
    hops = [hop.strip() for hop in ",".join(request.headers.getall("X-Forwarded-For", [])).split(",") if hop.strip()]
    nearest = _parsed(request.remote or "")
    # Who connects is the nearest hop; each trusted proxy vouches for the one before it.
    while nearest and hops and any(nearest in network for network in proxies):
        before = _parsed(hops.pop())
        if before is None:
            break
        nearest = before
    return _household(nearest) if nearest else "unknown"


def address_of_peer(peer: str, proxies: Sequence[Network]) -> str | None:
    """The same for who connects, of whom nothing is read yet; null for a trusted proxy."""
    parsed = _parsed(peer)
    if parsed is None or any(parsed in network for network in proxies):
        return None
    return _household(parsed)


def is_proxy(request: web.Request, proxies: Sequence[Network]) -> bool:
    """Whether the peer is a trusted proxy."""
    peer = _parsed(request.remote or "")
    return peer is not None and any(peer in network for network in proxies)


def _household(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> str:
    if address.version == 6:
        return str(ipaddress.ip_network((address, HOUSEHOLD), strict=False))
    return str(address)


def is_over_https(request: web.Request, proxies: Sequence[Network]) -> bool:
    """Whether the browser came by HTTPS: to us, or to a trusted proxy that says so."""
    if is_proxy(request, proxies):
        return request.headers.get("X-Forwarded-Proto", request.scheme).split(",")[-1].strip().lower() == "https"
    return request.secure


@lru_cache(10_000)
def _parsed(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return None
    return getattr(parsed, "ipv4_mapped", None) or parsed
