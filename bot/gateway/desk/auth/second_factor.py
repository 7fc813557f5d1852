"""The second factor of agents with a password: six digits of an authenticator app, by RFC 6238.

The app's key is derived from the installation's secret and the account, so that it is stored nowhere. What is stored is
a salt, which a reset changes, and the last time step used, so that no code is accepted twice. For sign-ins by OpenID a
second factor is the company's server's business.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import struct
import time
from urllib.parse import quote

from bot.gateway.db.database import Cursor
from bot.gateway.desk.roster import Agent
from bot.gateway.errors import NewSecondFactor, SecondFactorNeeded, WrongSecondFactor
from bot.gateway.secret import SigningSecrets
from bot.gateway.settings import SecondFactorFor

STEP = 30  # seconds
DIGITS = 6
CLOCKS_DIFFER = 1  # steps before and after
ISSUER = "Breachline"


class SecondFactor:
    def __init__(self, signing: SigningSecrets, asked_of: SecondFactorFor) -> None:
        self._signing = signing
        self._asked_of = asked_of

    def check(self, cursor: Cursor, agent: Agent, code: str | None) -> None:
        """Let the agent pass if they need no second factor or give a right code, which is then used up.

        Raises `SecondFactorNeeded` without a code, `NewSecondFactor` with the key to note when there never was one, and
        `WrongSecondFactor`.
        """
        row = cursor.one("SELECT totp_salt, totp_step FROM agents WHERE id = ?", (agent.id,))
        assert row
        salt, last_step = row
        if last_step is None and not self._is_asked(agent):
            return
        keys = self._keys(agent, salt or "")
        if code is None:
            raise (
                SecondFactorNeeded
                if last_step is not None
                else NewSecondFactor(in_base32(keys[0]), _uri(keys[0], agent))
            )
        now = int(time.time()) // STEP
        steps = range(now - CLOCKS_DIFFER, now + CLOCKS_DIFFER + 1)
        fitting = [step for step in steps if any(_is(code, key, step) for key in keys)]
        if not fitting or not cursor.run(
            "UPDATE agents SET totp_step = ? WHERE id = ? AND (totp_step IS NULL OR totp_step < ?)",
            (fitting[-1], agent.id, fitting[-1]),
        ):
            raise WrongSecondFactor

    def _is_asked(self, agent: Agent) -> bool:
        return self._asked_of == "everybody" or (self._asked_of == "supervisors" and agent.supervises)

    def _keys(self, agent: Agent, salt: str) -> list[bytes]:
        """The one that is shown first; then those that apps may have from before the secret was replaced."""
        message = f"second factor {agent.id} {salt}".encode()
        return [hmac.digest(secret.encode(), message, "sha256")[:20] for secret in self._signing.all]


def reset_second_factor(cursor: Cursor, agent_id: str) -> None:
    """Forget a lost app: the next sign-in shows a new key."""
    cursor.run("UPDATE agents SET totp_salt = ?, totp_step = NULL WHERE id = ?", (secrets.token_hex(8), agent_id))


def code_at(key: bytes, step: int) -> str:
    """The code of a time step, by RFC 4226."""
    digest = hmac.digest(key, struct.pack(">Q", step), hashlib.sha1)
    offset = digest[-1] & 0x0F
    number: int = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def in_base32(key: bytes) -> str:
    """The key as people type it into an app."""
    return base64.b32encode(key).decode().rstrip("=")


def _is(code: str, key: bytes, step: int) -> bool:
    return hmac.compare_digest(code.encode(), code_at(key, step).encode())


def _uri(key: bytes, agent: Agent) -> str:
    return f"otpauth://totp/{ISSUER}:{quote(agent.name, safe='')}?secret={in_base32(key)}&issuer={ISSUER}"
