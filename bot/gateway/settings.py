"""The gateway's settings: read once from the environment, checked, and frozen.

Unsafe values are refused, because a gateway that starts with a guessable secret or open to every origin would not be
noticed until it is misused.
"""

from __future__ import annotations

import base64
import binascii
import ipaddress
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, root_validator, validator

from bot.environment import EnvironmentSettings, read

ROOT = Path(__file__).resolve().parents[2]

MIN_SECRET_LENGTH = 32
MASTER_KEY_BYTES = 32
MAX_KEEP_DAYS = 3650

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

HELPDESK_PREFIX = "BREACHLINE_HELPDESK_"
OWN_DESK, NO_DESK = "desk", "none"  # values of BREACHLINE_HELPDESK; every other one names a helpdesk outside

SecondFactorFor = Literal["nobody", "supervisors", "everybody"]

_HOST = re.compile(r"^[a-zA-Z0-9]([a-zA-Z0-9.-]*[a-zA-Z0-9])?\Z", re.ASCII)
_RATE = re.compile(r"^(\d{1,6})/(\d{1,6})$")
_ORIGIN = re.compile(r"^https://[a-z0-9.-]+(:\d{1,5})?$|^http://(localhost|127\.0\.0\.1)(:\d{1,5})?$")
_REDIS = re.compile(r"^rediss?://([^@/\s]*@)?(\[[0-9a-f:]+\]|[\w.-]+)(:\d{1,5})?(/\d{0,3})?(\?\S*)?\Z", re.ASCII)
_ISSUER = re.compile(r"^(https://[a-z0-9.-]+|http://(localhost|127\.0\.0\.1))(:\d{1,5})?(/[\w./~-]*)?\Z", re.ASCII)


@dataclass(frozen=True)
class Rate:
    """How often something may happen: `burst` times at once, `per_minute` on average."""

    burst: int
    per_minute: int


def _days(default: int | None, variable: str) -> Any:
    return Field(default, ge=1, le=MAX_KEEP_DAYS, env=variable)


def _database(address: str) -> str:
    if address and not address.startswith(("sqlite:///", "postgresql://")):
        raise ValueError("does not begin with sqlite:/// or postgresql://")
    return address


class OpenIdSettings(EnvironmentSettings):
    """The company's own sign-in server, and our credentials there."""

    issuer: str = Field(default="", env="BREACHLINE_OPENID_ISSUER")
    client_id: str = Field(default="", env="BREACHLINE_OPENID_CLIENT_ID")
    client_secret: str = Field(default="", env="BREACHLINE_OPENID_CLIENT_SECRET", repr=False)
    name: str = Field(default="OpenID", env="BREACHLINE_OPENID_NAME")  # shown on the button

    def __init__(self, issuer: str = "", client_id: str = "", client_secret: str = "", name: str = "") -> None:
        super().__init__(issuer=issuer, client_id=client_id, client_secret=client_secret, name=name or "OpenID")

    @root_validator(skip_on_failure=True)
    def _set_all_or_none(cls, values: dict[str, str]) -> dict[str, str]:
        given = [values["issuer"], values["client_id"], values["client_secret"]]
        if any(given) and not all(given):
            raise ValueError(
                "BREACHLINE_OPENID_ISSUER, BREACHLINE_OPENID_CLIENT_ID and BREACHLINE_OPENID_CLIENT_SECRET belong "
                "together: set all three or none"
            )
        return values

    @validator("issuer")
    def _is_encrypted(cls, issuer: str) -> str:
        if issuer and not _ISSUER.match(issuer):
            raise ValueError("is not an https:// address without a query; http:// is for localhost only")
        return issuer


class EncryptionSettings(EnvironmentSettings):
    """Where the conversations' keys and the master keys are."""

    # Empty: a SQLite file of its own in the data folder.
    keys: str = Field(default="", env="BREACHLINE_KEYS", repr=False)
    # None: made by us, in a file.
    master_keys: tuple[bytes, ...] = Field(default=(), env="BREACHLINE_MASTER_KEY", repr=False)
    master_key_file: Path | None = Field(default=None, env="BREACHLINE_MASTER_KEY_FILE")  # none: in the data folder
    # After which our own master key is replaced, and the old one destroyed.
    master_days: int = Field(default=7, ge=1, le=365, env="BREACHLINE_MASTER_DAYS")
    erasures_file: Path | None = Field(default=None, env="BREACHLINE_ERASURES")  # none: in the data folder

    _is_database = validator("keys", allow_reuse=True)(_database)

    @validator("master_keys", pre=True)
    def _in_base64(cls, given: object) -> object:
        return tuple(_master_key(entry) for entry in _listed(given)) if isinstance(given, str) else given


class KeepSettings(EnvironmentSettings):
    """After how many days each kind of data is deleted, unless its conversation goes earlier; null: with it."""

    ratings: int | None = _days(None, "BREACHLINE_KEEP_RATINGS")
    call_backs_done: int | None = _days(None, "BREACHLINE_KEEP_CALL_BACKS_DONE")
    call_backs_open: int | None = _days(None, "BREACHLINE_KEEP_CALL_BACKS_OPEN")
    desk_log: int | None = _days(None, "BREACHLINE_KEEP_DESK_LOG")
    closed_agents: int = _days(365, "BREACHLINE_KEEP_CLOSED_AGENTS")  # after the account was closed
    audit_log: int = _days(730, "BREACHLINE_KEEP_AUDIT_LOG")


class Addresses(EnvironmentSettings):
    """Where the other processes are: on this machine, but where each runs in a container of its own."""

    rasa_host: str = Field(
        default="127.0.0.1", env="RASA_HOST"
    )  # several with commas, each with a port if it has its own
    rasa: int = Field(default=5005, ge=1, le=65535, env="RASA_PORT")
    actions_host: str = Field(default="127.0.0.1", env="ACTIONS_HOST")
    actions: int = Field(default=5055, ge=1, le=65535, env="ACTIONS_PORT")

    @validator("actions_host")
    def _is_host(cls, host: str) -> str:
        if not _HOST.match(host):
            raise ValueError("is not the name or IPv4 address of a machine, such as rasa or 10.0.0.7, without a port")
        return host

    @validator("rasa_host")
    def _are_hosts(cls, hosts: str) -> str:
        parts = [host.rpartition(":") if ":" in host else (host, ":", "1") for host in hosts.split(",")]
        if not all(_HOST.match(name) and port.isascii() and port.isdecimal() for name, _, port in parts):
            raise ValueError(
                "is not the name or IPv4 address of a machine, such as rasa or 10.0.0.7, nor several such as "
                "10.0.0.7,10.0.0.8:5006"
            )
        return hosts

    @property
    def rasas(self) -> str:
        """The address of each Rasa, with commas between them."""
        hosts = self.rasa_host.split(",")
        return ",".join(f"http://{host}" if ":" in host else f"http://{host}:{self.rasa}" for host in hosts)


class Settings(EnvironmentSettings):
    """The gateway's settings; see the table in README.md."""

    host: str = Field(default="0.0.0.0", env="BREACHLINE_HOST")
    port: int = Field(default=8080, ge=0, le=65535, env="PORT")
    rasa: str = "http://127.0.0.1:5005"  # several with commas
    actions: str = "http://127.0.0.1:5055"
    data_folder: Path = Field(default=ROOT / ".data", env="BREACHLINE_DATA")
    web_folder: Path = ROOT / "web" / "dist"
    store: str = Field(default="", env="BREACHLINE_STORE", repr=False)  # empty: SQLite in the data folder
    redis: str = Field(default="", env="BREACHLINE_REDIS", repr=False)  # empty: this gateway is the only one
    encryption: EncryptionSettings = EncryptionSettings()
    keep: KeepSettings = KeepSettings()
    helpdesk: str = Field(default=OWN_DESK, env="BREACHLINE_HELPDESK")  # where the people are who take over
    helpdesk_access: Mapping[str, str] = Field(default={}, repr=False)  # how to reach it, when it is not ours
    # The one that signs, and those before it; none: a random one kept in the data folder.
    secrets: tuple[str, ...] = Field(default=(), env="BREACHLINE_SECRET", repr=False)
    token_hours: int = Field(default=24, ge=1, le=24 * 30, env="BREACHLINE_TOKEN_HOURS")
    origins: frozenset[str] = Field(default=frozenset(), env="BREACHLINE_ORIGINS")
    frame_ancestors: tuple[str, ...] = Field(default=(), env="BREACHLINE_FRAMES")
    proxies: tuple[Network, ...] = Field(default=(), env="BREACHLINE_PROXIES")
    hsts_seconds: int = Field(default=0, ge=0, le=10**9, env="BREACHLINE_HSTS")
    # Messages of one conversation.
    rate_conversation: Rate = Field(default=Rate(30, 60), env="BREACHLINE_RATE_CONVERSATION")
    # Requests of one address: a mobile network puts many people behind one.
    rate_address: Rate = Field(default=Rate(300, 1200), env="BREACHLINE_RATE_ADDRESS")
    # Conversations begun by one address.
    rate_starts: Rate = Field(default=Rate(120, 300), env="BREACHLINE_RATE_STARTS")
    sockets_conversation: int = Field(default=10, ge=1, le=1000, env="BREACHLINE_SOCKETS_CONVERSATION")
    sockets_address: int = Field(default=200, ge=1, le=10**6, env="BREACHLINE_SOCKETS_ADDRESS")
    # Conversations of one address that wait for a person.
    waiting_address: int = Field(default=200, ge=1, le=10**6, env="BREACHLINE_WAITING_ADDRESS")
    # Tries to sign in at the desk from one address: an office is one address.
    rate_sign_in: Rate = Field(default=Rate(30, 30), env="BREACHLINE_RATE_SIGN_IN")
    desk_idle_minutes: int = Field(default=120, ge=1, le=12 * 60, env="BREACHLINE_DESK_IDLE_MINUTES")
    # Who is asked for a code of an app beside the password.
    second_factor: SecondFactorFor = Field(default="supervisors", env="BREACHLINE_SECOND_FACTOR")
    openid: OpenIdSettings | None = None

    _is_database = validator("store", allow_reuse=True)(_database)

    @property
    def is_helpdesk_outside(self) -> bool:
        return is_outside(self.helpdesk)

    @validator("redis")
    def _is_redis(cls, address: str) -> str:
        if address and not _REDIS.match(address):
            raise ValueError("is no address of a Redis, such as rediss://USER:PASSWORD@HOST:6379/0")
        return address

    @validator("secrets", pre=True)
    def _cannot_be_guessed(cls, given: object) -> object:
        if not isinstance(given, str):
            return given
        secrets = tuple(part.strip() for part in given.split(",")) if given else ()
        if any(len(secret) < MIN_SECRET_LENGTH or len(set(secret)) < 10 for secret in secrets):
            raise ValueError(
                f"is not at least {MIN_SECRET_LENGTH} random characters, and so must each one after a comma be: who "
                "guesses it opens every conversation"
            )
        return secrets

    @validator("origins", "frame_ancestors", pre=True)
    def _are_sites(cls, given: object) -> object:
        origins = _listed(given) if isinstance(given, str) else given
        if isinstance(origins, Iterable) and not all(_ORIGIN.match(str(origin)) for origin in origins):
            raise ValueError(
                "is not a list of origins such as https://www.example.be, without a path and never *; http:// is for "
                "localhost only"
            )
        return origins

    @validator("proxies", pre=True)
    def _are_networks(cls, given: object) -> object:
        if not isinstance(given, str):
            return given
        try:
            networks = tuple(ipaddress.ip_network(entry) for entry in _listed(given))
        except ValueError:
            raise ValueError("is not a list of proxies' addresses or networks, such as 10.0.0.0/8") from None
        if any(network.prefixlen == 0 for network in networks):
            raise ValueError("trusts everybody, and must name the proxies only, such as 10.0.0.0/8")
        return networks

    @validator("rate_conversation", "rate_address", "rate_starts", "rate_sign_in", pre=True)
    def _is_rate(cls, given: object) -> object:
        if not isinstance(given, str):
            return given
        match = _RATE.match(given)
        if not match or int(match[1]) < 1 or int(match[2]) < 1:
            raise ValueError("is not BURST/PER_MINUTE, two whole numbers above 0 such as 30/60")
        return Rate(int(match[1]), int(match[2]))

    @root_validator(skip_on_failure=True)
    def _keeps_keys_apart(cls, values: dict[str, Any]) -> dict[str, Any]:
        if values["store"] and values["store"] == values["encryption"].keys:
            raise ValueError(
                "BREACHLINE_KEYS is the same database as BREACHLINE_STORE and must be another: who has both reads all"
            )
        return values


def is_outside(helpdesk: str) -> bool:
    """Whether people answer in an outside helpdesk, which does not report who is available."""
    return helpdesk not in (OWN_DESK, NO_DESK)


def load_settings(environ: Mapping[str, str]) -> Settings:
    """Read and check the environment. Raises `bot.environment.SettingsError`."""
    addresses = read(Addresses, environ)
    openid = read(OpenIdSettings, environ)
    return read(
        Settings,
        environ,
        rasa=addresses.rasas,
        actions=f"http://{addresses.actions_host}:{addresses.actions}",
        encryption=read(EncryptionSettings, environ),
        keep=read(KeepSettings, environ),
        helpdesk_access={
            name.removeprefix(HELPDESK_PREFIX): value
            for name, value in environ.items()
            if name.startswith(HELPDESK_PREFIX)
        },
        openid=openid if openid.issuer else None,
    )


def _master_key(value: str) -> bytes:
    try:
        key = base64.b64decode(value, validate=True)
    except binascii.Error:
        key = b""
    if len(key) != MASTER_KEY_BYTES or len(set(key)) < 10:
        raise ValueError(
            f"is not {MASTER_KEY_BYTES} random bytes in base64, such as `openssl rand -base64 32` makes; with a comma, "
            "the new one before the old one"
        )
    return key


def _listed(value: str) -> list[str]:
    return [entry.strip() for entry in value.split(",") if entry.strip()]
