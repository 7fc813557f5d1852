"""One link, taken apart the way a browser does."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote

from bot.fraud.domains import MAX_HOST_LENGTH, in_ascii, in_letters, is_ip_address, registered_domain

_PATH = re.compile(r"[/?#]")
_NOT_IN_HOST = re.compile(r"[^\w.-]")
_TRAILING = ".,;:!?'’`)]}*_…"  # punctuation of the sentence around it


@dataclass(frozen=True)
class Link:
    """Where a link leads, by its looks alone."""

    host: str  # what a reader believes to see: lower case, punycode as letters
    ascii_host: str  # what a browser asks for
    path: str  # all that follows the host, decoded
    has_user: bool  # something@ stands before the host
    is_ip: bool
    length: int

    @property
    def registered(self) -> str:
        """The domain that someone had to register, in ascii; an IP address as it is."""
        return self.ascii_host if self.is_ip else registered_domain(self.ascii_host)

    @property
    def registered_label(self) -> str:
        """The label that was chosen, as read: "proximus-verif" of www.proximus-verif.com."""
        return self.host.split(".")[len(self.sub_domains)]

    @property
    def sub_domains(self) -> tuple[str, ...]:
        """The labels before the registered domain, as read."""
        labels = self.host.split(".")
        return tuple(labels[: len(labels) - self.registered.count(".") - 1])

    @cached_property
    def parents(self) -> tuple[str, ...]:
        """The host, and what it lies under: "a.b.be", "b.be", "be"."""
        labels = self.ascii_host.split(".")
        return tuple(".".join(labels[start:]) for start in range(len(labels)))

    def belongs_to(self, domains: Collection[str]) -> bool:
        """Tell whether the host is one of `domains` or lies under one."""
        return any(parent in domains for parent in self.parents)


def take_apart(written: str) -> Link | None:
    """The link that `written`, without its scheme, stands for; None when no host is in it."""
    written = written.replace("\\", "/").rstrip(_TRAILING)
    start_of_path = _PATH.search(written)
    authority = written[: start_of_path.start()] if start_of_path else written
    user, _, address = authority.rpartition("@")
    host = _host(address)
    ascii_host = in_ascii(host)
    is_ip = is_ip_address(ascii_host)
    if not is_ip and "." not in host:
        return None
    return Link(
        host=host if is_ip else in_letters(host),
        ascii_host=ascii_host,
        path=unquote(written[len(authority) :]),
        has_user=bool(user),
        is_ip=is_ip,
        length=len(written),
    )


def _host(address: str) -> str:
    """The host of `address` without its port, in lower case, in characters that a host may have."""
    if address.startswith("["):
        return address.partition("]")[0].lower() + "]"
    host = unicodedata.normalize("NFKC", unquote(address.partition(":")[0])).lower()
    return _NOT_IN_HOST.sub("", host).strip(".-")[:MAX_HOST_LENGTH].strip(".")
