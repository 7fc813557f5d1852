"""What an operator may set: read once from the environment, checked, and frozen.

Whatever is unsafe is refused with a sentence, because a gateway that starts with a guessable secret or open to every
origin would not be noticed until it is misused.
"""

from __future__ import annotations

import base64
import binascii
import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, cast, get_args

ROOT = Path(__file__).resolve().parents[2]

MIN_SECRET_LENGTH = 32
MAX_TOKEN_HOURS = 24 * 30
MASTER_KEY_BYTES = 32
MAX_KEEP_DAYS = 3650

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

HELPDESK_PREFIX = "BREACHLINE_HELPDESK_"
OWN_DESK, NO_DESK = "desk", "none"  # values of BREACHLINE_HELPDESK; every other one names a helpdesk outside

SecondFactorFor = Literal["nobody", "supervisors", "everybody"]

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
class EncryptionSettings:
    """Where the keys to what is kept are, apart from it."""

    keys: str = ""  # empty: a SQLite file of its own in the data folder
    master_keys: tuple[bytes, ...] = field(default=(), repr=False)  # empty: made by us, in a file
    master_key_file: Path | None = None  # none: in the data folder
    master_days: int = 7  # after which our own master key is replaced, and the old one destroyed
    erasures_file: Path | None = None  # none: in the data folder


@dataclass(frozen=True)
class KeepSettings:
    """After how many days each kind of data goes, when its conversation is not gone before; none: with it."""

    ratings: int | None = None
    call_backs_done: int | None = None
    call_backs_open: int | None = None
    desk_log: int | None = None
    closed_agents: int = 365  # after the account was closed
    audit_log: int = 730


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
    encryption: EncryptionSettings = EncryptionSettings()
    keep: KeepSettings = KeepSettings()
    helpdesk: str = OWN_DESK  # where the people are who take over
    helpdesk_access: Mapping[str, str] = field(default_factory=dict, repr=False)  # how to reach it, when it is not ours
    secrets: tuple[str, ...] = field(default=(), repr=False)  # none: a random one kept in the data folder
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
    second_factor: SecondFactorFor = "supervisors"  # who is asked for a code of an app beside the password
    openid: OpenIdSettings | None = None

    @property
    def is_helpdesk_outside(self) -> bool:
        return is_outside(self.helpdesk)


def is_outside(helpdesk: str) -> bool:
    """Whether people answer in another company's helpdesk, which does not tell who is there."""
    return helpdesk not in (OWN_DESK, NO_DESK)


def load_settings(environ: Mapping[str, str]) -> Settings:
    """Read and check the environment. Raises `SettingsError`."""
    return Settings(
        host=environ.get("BREACHLINE_HOST", Settings.host),
        port=_number("PORT", environ.get("PORT", "8080"), 0, 65535),
        rasa=f"http://127.0.0.1:{_number('RASA_PORT', environ.get('RASA_PORT', '5005'), 1, 65535)}",
        actions=f"http://127.0.0.1:{_number('ACTIONS_PORT', environ.get('ACTIONS_PORT', '5055'), 1, 65535)}",
        data_folder=Path(environ.get("BREACHLINE_DATA", Settings.data_folder)),
        store=_database("BREACHLINE_STORE", environ.get("BREACHLINE_STORE", "")),
        encryption=_encryption(environ),
        keep=_keep(environ),
        helpdesk=environ.get("BREACHLINE_HELPDESK", OWN_DESK),
        helpdesk_access={
            name.removeprefix(HELPDESK_PREFIX): value
            for name, value in environ.items()
            if name.startswith(HELPDESK_PREFIX)
        },
        secrets=_secrets(environ.get("BREACHLINE_SECRET", "")),
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
        second_factor=_second_factor(environ.get("BREACHLINE_SECOND_FACTOR", Settings.second_factor)),
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


def _second_factor(value: str) -> SecondFactorFor:
    for known in get_args(SecondFactorFor):
        if value == known:
            return cast(SecondFactorFor, known)
    raise SettingsError("BREACHLINE_SECOND_FACTOR is nobody, supervisors or everybody.")


def _secrets(value: str) -> tuple[str, ...]:
    """The one that signs, and after commas those before it."""
    found = tuple(part.strip() for part in value.split(",")) if value else ()
    for secret in found:
        if len(secret) < MIN_SECRET_LENGTH or len(set(secret)) < 10:
            raise SettingsError(
                f"BREACHLINE_SECRET must be at least {MIN_SECRET_LENGTH} random characters, and so must each one after "
                "a comma: who guesses it opens every conversation."
            )
    return found


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


def _database(name: str, value: str) -> str:
    if value and not value.startswith(("sqlite:///", "postgresql://")):
        raise SettingsError(f"{name} must begin with sqlite:/// or postgresql://.")
    return value


def _encryption(environ: Mapping[str, str]) -> EncryptionSettings:
    days = environ.get("BREACHLINE_MASTER_DAYS", str(EncryptionSettings.master_days))
    keys = _database("BREACHLINE_KEYS", environ.get("BREACHLINE_KEYS", ""))
    if keys and keys == environ.get("BREACHLINE_STORE"):
        raise SettingsError("BREACHLINE_KEYS must be another database than BREACHLINE_STORE: who has both reads all.")
    return EncryptionSettings(
        keys=keys,
        master_keys=tuple(_master_key(entry) for entry in _listed(environ.get("BREACHLINE_MASTER_KEY", ""))),
        master_key_file=_path(environ.get("BREACHLINE_MASTER_KEY_FILE", "")),
        master_days=_number("BREACHLINE_MASTER_DAYS", days, 1, 365),
        erasures_file=_path(environ.get("BREACHLINE_ERASURES", "")),
    )


def _master_key(value: str) -> bytes:
    try:
        key = base64.b64decode(value, validate=True)
    except binascii.Error:
        key = b""
    if len(key) != MASTER_KEY_BYTES or len(set(key)) < 10:
        raise SettingsError(
            f"BREACHLINE_MASTER_KEY must be {MASTER_KEY_BYTES} random bytes in base64, such as "
            "`openssl rand -base64 32` makes; with a comma, the new one before the old one."
        )
    return key


def _keep(environ: Mapping[str, str]) -> KeepSettings:
    def days(kind: str) -> int | None:
        name = f"BREACHLINE_KEEP_{kind}"
        return _number(name, environ[name], 1, MAX_KEEP_DAYS) if environ.get(name) else None

    return KeepSettings(
        ratings=days("RATINGS"),
        call_backs_done=days("CALL_BACKS_DONE"),
        call_backs_open=days("CALL_BACKS_OPEN"),
        desk_log=days("DESK_LOG"),
        closed_agents=days("CLOSED_AGENTS") or KeepSettings.closed_agents,
        audit_log=days("AUDIT_LOG") or KeepSettings.audit_log,
    )


def _path(value: str) -> Path | None:
    return Path(value) if value else None


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
