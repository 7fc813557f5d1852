"""What a host's name says: its form on the wire, its registered domain, whether it is a number. None is resolved."""

from __future__ import annotations

import re
from functools import cache, lru_cache

import idna
from publicsuffixlist import PublicSuffixList

MAX_HOST_LENGTH, MAX_LABEL_LENGTH = 253, 63  # RFC 1035
MAX_SHOWN = 60
# Endings kept for documentation (RFC 2606): nobody can register them, but examples of fraud use them.
_RESERVED = frozenset({"example", "test", "invalid"})
_NUMBER = r"(?:0x[0-9a-f]{1,16}|\d{1,16})"
_IP_ADDRESS = re.compile(rf"{_NUMBER}(?:\.{_NUMBER}){{0,3}}|\[[0-9a-f:.]{{2,45}}\]?")


def is_ip_address(host: str) -> bool:
    """Tell whether a browser takes `host` for a number: dotted, hexadecimal, one big integer, or version 6."""
    return _IP_ADDRESS.fullmatch(host) is not None


@lru_cache(maxsize=1024)  # slow, and asked again and again
def in_ascii(host: str) -> str:
    """`host` as it is asked for: letters outside ascii as punycode; left as it is where that is not possible."""
    if len(host) > MAX_HOST_LENGTH or any(len(label) > MAX_LABEL_LENGTH for label in host.split(".")):
        return host
    try:
        return idna.encode(host, uts46=True, transitional=False).decode("ascii") if not host.isascii() else host
    except (idna.IDNAError, UnicodeError):
        return host


def in_letters(host: str) -> str:
    """`host` as it is read: punycode as letters."""
    return ".".join(_label_in_letters(label) for label in host.split("."))


@lru_cache(maxsize=1024)
def registered_domain(ascii_host: str) -> str:
    """The part that someone had to register: "verify-login.com" of proximus.be.verify-login.com."""
    return _suffixes().privatesuffix(ascii_host) or ascii_host


@lru_cache(maxsize=1024)
def is_registrable(ascii_host: str) -> bool:
    """Tell whether a name can exist: a known ending with something before it."""
    if ascii_host.rpartition(".")[2] in _RESERVED:
        return "." in ascii_host
    known = _suffixes().publicsuffix(ascii_host, accept_unknown=False)
    return known is not None and _suffixes().privatesuffix(ascii_host) is not None


@lru_cache(maxsize=1024)
def is_shared_hosting(ascii_host: str) -> bool:
    """Tell whether the domain is one that a service hands out to anyone, such as somebody.github.io."""
    return bool(_suffixes().privatesuffix(ascii_host) != _registries_only().privatesuffix(ascii_host))


def shown(host: str) -> str:
    """`host` for print: short, plain characters, and defanged."""
    plain = re.sub(r"[^\w.:-]", "", host if host.isascii() else in_ascii(host))
    plain = "".join(character for character in plain if character.isascii())
    return (plain if len(plain) <= MAX_SHOWN else f"…{plain[-MAX_SHOWN:]}").replace(".", "[.]")


def _label_in_letters(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except (UnicodeError, ValueError, OverflowError):
        return label


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


@cache
def _registries_only() -> PublicSuffixList:
    return PublicSuffixList(only_icann=True)
