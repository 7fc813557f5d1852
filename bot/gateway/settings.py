"""What an operator may set: read once from the environment, checked, and frozen.

Whatever is unsafe is refused with a sentence, because a gateway that starts with a guessable secret or open to every
origin would not be noticed until it is misused.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast, get_args

from bot.gateway.handoff.queue_view import Helpdesk
from bot.gateway.helpdesks.access import HelpdeskAccess, Incomplete, load_access

ROOT = Path(__file__).resolve().parents[2]

MIN_SECRET_LENGTH = 32
MAX_TOKEN_HOURS = 24 * 30

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_RATE = re.compile(r"^(\d{1,6})/(\d{1,6})$")
_ORIGIN = re.compile(r"^https://[a-z0-9.-]+(:\d{1,5})?$|^http://(localhost|127\.0\.0\.1)(:\d{1,5})?$")

_ISSUER = re.compile(r"^(https://[a-z0-9.-]+|http://(localhost|127\.0\.0\.1))(:\d{1,5})?(/[\w./~-]*)?\Z", re.ASCII)


class SettingsError(Exception):
    """A setting cannot be used; the message says which and why."""


@dataclass(frozen=True)
class Rate:
    """How often something may happen: `burst` times at once, `per_minute` on average."""

    burst: int
    per_minute: int


@dataclass(frozen=True)
class OpenIdSettings:
    """The company's own sign-in server, and what it calls us."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    name: str  # shown on the button


@dataclass(frozen=True)
class Settings:
    """The gateway's settings; see the table in README.md."""

    host: str = "0.0.0.0"
    port: int = 8080
    rasa: str = "http://127.0.0.1:5005"
    actions: str = "http://127.0.0.1:5055"
    data_folder: Path = ROOT / ".data"
    web_folder: Path = ROOT / "web" / "dist"
    store: str = ""  # empty: SQLite in the data folder
    helpdesk: Helpdesk = "desk"  # where the people are who take over
    helpdesk_access: HelpdeskAccess | None = None  # how to reach it, when it is not ours
    secret: str = field(default="", repr=False)  # empty: a random one kept in the data folder
    token_hours: int = 24
    origins: frozenset[str] = frozenset()
    frame_ancestors: tuple[str, ...] = ()
    proxies: tuple[Network, ...] = ()
    hsts_seconds: int = 0
    rate_conversation: Rate = Rate(30, 60)  # messages of one conversation
    rate_address: Rate = Rate(300, 1200)  # requests of one address; a mobile network puts many people behind one
    rate_starts: Rate = Rate(120, 300)  # conversations begun by one address
    sockets_conversation: int = 10
    sockets_address: int = 200
    waiting_address: int = 200  # conversations of one address that wait for a person
    rate_sign_in: Rate = Rate(30, 30)  # tries to sign in at the desk from one address; an office is one address
    desk_idle_minutes: int = 120
    openid: OpenIdSettings | None = None


def load_settings(environ: Mapping[str, str]) -> Settings:
    """Read and check the environment. Raises `SettingsError`."""
    return Settings(
        host=environ.get("BREACHLINE_HOST", Settings.host),
        port=_number("PORT", environ.get("PORT", "8080"), 0, 65535),
        rasa=f"http://127.0.0.1:{_number('RASA_PORT', environ.get('RASA_PORT', '5005'), 1, 65535)}",
        actions=f"http://127.0.0.1:{_number('ACTIONS_PORT', environ.get('ACTIONS_PORT', '5055'), 1, 65535)}",
        data_folder=Path(environ.get("BREACHLINE_DATA", Settings.data_folder)),
        store=_store(environ.get("BREACHLINE_STORE", "")),
        helpdesk=_helpdesk(environ.get("BREACHLINE_HELPDESK", "desk")),
        helpdesk_access=_helpdesk_access(environ),
        secret=_secret(environ.get("BREACHLINE_SECRET", "")),
        token_hours=_number("BREACHLINE_TOKEN_HOURS", environ.get("BREACHLINE_TOKEN_HOURS", "24"), 1, MAX_TOKEN_HOURS),
        origins=frozenset(_origins("BREACHLINE_ORIGINS", environ.get("BREACHLINE_ORIGINS", ""))),
        frame_ancestors=_origins("BREACHLINE_FRAMES", environ.get("BREACHLINE_FRAMES", "")),
        proxies=_networks("BREACHLINE_PROXIES", environ.get("BREACHLINE_PROXIES", "")),
        hsts_seconds=_number("BREACHLINE_HSTS", environ.get("BREACHLINE_HSTS", "0"), 0, 10**9),
        rate_conversation=_rate("BREACHLINE_RATE_CONVERSATION", environ.get("BREACHLINE_RATE_CONVERSATION", "30/60")),
        rate_address=_rate("BREACHLINE_RATE_ADDRESS", environ.get("BREACHLINE_RATE_ADDRESS", "300/1200")),
        rate_starts=_rate("BREACHLINE_RATE_STARTS", environ.get("BREACHLINE_RATE_STARTS", "120/300")),
        sockets_conversation=_number(
            "BREACHLINE_SOCKETS_CONVERSATION", environ.get("BREACHLINE_SOCKETS_CONVERSATION", "10"), 1, 1000
        ),
        sockets_address=_number(
            "BREACHLINE_SOCKETS_ADDRESS", environ.get("BREACHLINE_SOCKETS_ADDRESS", "200"), 1, 10**6
        ),
        waiting_address=_number(
            "BREACHLINE_WAITING_ADDRESS", environ.get("BREACHLINE_WAITING_ADDRESS", "200"), 1, 10**6
        ),
        rate_sign_in=_rate("BREACHLINE_RATE_SIGN_IN", environ.get("BREACHLINE_RATE_SIGN_IN", "30/30")),
        desk_idle_minutes=_number(
            "BREACHLINE_DESK_IDLE_MINUTES", environ.get("BREACHLINE_DESK_IDLE_MINUTES", "120"), 1, 12 * 60
        ),
        openid=_openid(environ),
    )


def _number(name: str, value: str, lowest: int, highest: int) -> int:
    if not value.isascii() or not value.isdigit() or not lowest <= int(value) <= highest:
        raise SettingsError(f"{name} must be a whole number from {lowest} to {highest}.")
    return int(value)


def _rate(name: str, value: str) -> Rate:
    match = _RATE.match(value)
    if not match or int(match[1]) < 1 or int(match[2]) < 1:
        raise SettingsError(f"{name} must be BURST/PER_MINUTE, two whole numbers above 0, such as 30/60.")
    return Rate(int(match[1]), int(match[2]))


def _helpdesk(value: str) -> Helpdesk:
    known = get_args(Helpdesk)
    if value not in known:
        raise SettingsError(f"BREACHLINE_HELPDESK must be one of {', '.join(known)}.")
    return cast(Helpdesk, value)


def _helpdesk_access(environ: Mapping[str, str]) -> HelpdeskAccess | None:
    try:
        return load_access(environ.get("BREACHLINE_HELPDESK", "desk"), environ)
    except Incomplete as error:
        raise SettingsError(str(error)) from None


def _secret(value: str) -> str:
    if value and (len(value) < MIN_SECRET_LENGTH or len(set(value)) < 10):
        raise SettingsError(
            f"BREACHLINE_SECRET must be at least {MIN_SECRET_LENGTH} random characters: "
            "who guesses it opens every conversation."
        )
    return value


def _openid(environ: Mapping[str, str]) -> OpenIdSettings | None:
    issuer = environ.get("BREACHLINE_OPENID_ISSUER", "")
    client_id = environ.get("BREACHLINE_OPENID_CLIENT_ID", "")
    client_secret = environ.get("BREACHLINE_OPENID_CLIENT_SECRET", "")
    if not (issuer or client_id or client_secret):
        return None
    if not (issuer and client_id and client_secret):
        raise SettingsError(
            "BREACHLINE_OPENID_ISSUER, BREACHLINE_OPENID_CLIENT_ID and BREACHLINE_OPENID_CLIENT_SECRET "
            "belong together: set all three or none."
        )
    if not _ISSUER.match(issuer):
        raise SettingsError(
            "BREACHLINE_OPENID_ISSUER must be an https:// address without query; http:// is for localhost only."
        )
    return OpenIdSettings(issuer, client_id, client_secret, environ.get("BREACHLINE_OPENID_NAME") or "OpenID")


def _store(value: str) -> str:
    if value and not value.startswith(("sqlite:///", "postgresql://")):
        raise SettingsError("BREACHLINE_STORE must begin with sqlite:/// or postgresql://.")
    return value


def _origins(name: str, value: str) -> tuple[str, ...]:
    origins = tuple(_listed(value))
    for origin in origins:
        if not _ORIGIN.match(origin):
            raise SettingsError(
                f"{name} lists origins such as https://www.example.be, without a path and never *; "
                "http:// is for localhost only."
            )
    return origins


def _networks(name: str, value: str) -> tuple[Network, ...]:
    try:
        networks = tuple(ipaddress.ip_network(entry) for entry in _listed(value))
    except ValueError:
        raise SettingsError(f"{name} lists addresses or networks of proxies, such as 10.0.0.0/8.") from None
    if any(network.prefixlen == 0 for network in networks):
        raise SettingsError(f"{name} trusts everybody; name the proxies only.")
    return networks


def _listed(value: str) -> list[str]:
    return [entry.strip() for entry in value.split(",") if entry.strip()]
