"""The conversations' keys as transactions use them: made, fetched, rotated and destroyed."""

from __future__ import annotations

import base64
import logging
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Sequence

from bot.gateway.db.database import DatabaseError, UnusableDatabase
from bot.gateway.encryption.cipher import ConversationCipher, Unreadable, new_key, unwrap, wrap
from bot.gateway.encryption.erasures import Erasures
from bot.gateway.encryption.key_store import KeyDatabase
from bot.gateway.encryption.master_key import SETTLE, MasterKey, MasterKeys
from bot.gateway.errors import ConversationGone

logger = logging.getLogger(__name__)
REMEMBERED = 1_024  # ciphers in memory; those used lately
REMEMBERED_FOR = 30.0  # seconds: a turn, and what is read of it; no longer than it takes others to hear of an erasure
BATCH = 200  # keys wrapped anew at a time
OTHER_KEYS = (
    "What is kept was sealed with the keys of another key store: set BREACHLINE_KEYS to that one, or put its copy back"
)
_COLUMNS = "conversation_id, master_id, wrapped, made_at"


class Vault:
    """Blocking: call its methods from transactions or threads, never from the event loop."""

    def __init__(self, keys: KeyDatabase, masters: MasterKeys, erasures: Erasures) -> None:
        self._keys = keys
        self._masters = masters
        self._erasures = erasures
        self._remembered: OrderedDict[str, tuple[ConversationCipher, float]] = OrderedDict()
        self._remembering = threading.Lock()

    def make(self, conversation_id: str) -> ConversationCipher:
        """Make and store the key of a new conversation; returns its cipher."""
        master = self._masters.current()
        wrapped = base64.b64encode(wrap(master.key, new_key(), conversation_id)).decode()
        self._keys.run(
            f"INSERT INTO conversation_keys ({_COLUMNS}) VALUES (?, ?, ?, ?) ON CONFLICT (conversation_id) DO NOTHING",
            (conversation_id, master.id, wrapped, time.time()),
        )
        return self.cipher(conversation_id)

    def cipher(self, conversation_id: str) -> ConversationCipher:
        """The conversation's cipher. Raises `ConversationGone` when its key was destroyed."""
        now = time.monotonic()
        with self._remembering:
            found = self._remembered.get(conversation_id)
            if found and now < found[1]:
                self._remembered.move_to_end(conversation_id)
                return found[0]
        rows = self._keys.all(
            "SELECT master_id, wrapped FROM conversation_keys WHERE conversation_id = ?", (conversation_id,)
        )
        if not rows:
            raise ConversationGone
        cipher = ConversationCipher(conversation_id, self._unwrapped(conversation_id, *rows[0]))
        with self._remembering:
            self._remembered[conversation_id] = cipher, now + REMEMBERED_FOR
            if len(self._remembered) > REMEMBERED:
                self._remembered.popitem(last=False)
        return cipher

    def erase(self, conversation_id: str) -> None:
        """Destroy the key for ever, also if a backup of it is restored: nothing that it sealed can be read again."""
        self._erasures.add(conversation_id)
        self.destroy([conversation_id])

    def destroy(self, conversation_ids: Sequence[str]) -> None:
        """Destroy the keys of conversations whose retention ended."""
        if conversation_ids:
            places = ", ".join("?" * len(conversation_ids))
            self._keys.run(f"DELETE FROM conversation_keys WHERE conversation_id IN ({places})", conversation_ids)
        with self._remembering:
            for conversation_id in conversation_ids:
                self._remembered.pop(conversation_id, None)

    def with_key(self, conversation_ids: Sequence[str]) -> set[str]:
        """Those of the conversations that can still be read."""
        if not conversation_ids:
            return set()
        places = ", ".join("?" * len(conversation_ids))
        rows = self._keys.all(
            f"SELECT conversation_id FROM conversation_keys WHERE conversation_id IN ({places})", conversation_ids
        )
        return {row[0] for row in rows}

    def erased(self) -> dict[str, int]:
        """Recently erased conversations, to be erased again if a backup brings them back, and when each was erased."""
        return self._erasures.moments()

    def forget_erasures(self, before: float) -> None:
        """Drop erasures from before `before` from that list."""
        self._erasures.forget_before(before)

    def keys_before(self, moment: float, after: str, limit: int) -> list[str]:
        """The ids, after this one, of conversations whose key was made before `moment`."""
        rows = self._keys.all(
            "SELECT conversation_id FROM conversation_keys WHERE made_at < ? AND conversation_id > ? "
            "ORDER BY conversation_id LIMIT ?",
            (moment, after, limit),
        )
        return [row[0] for row in rows]

    def identity(self, expected: str | None = None) -> str:
        """The key store's random id; a new store of keys gets one unless an id is `expected`.

        Raises `UnusableDatabase` when this is another key store: then no keys are made, which would look like the
        missing ones.
        """
        if expected is not None and not self._keys.is_there():
            raise UnusableDatabase(OTHER_KEYS)
        if expected is None:
            self._keys.run(
                "INSERT INTO identity (one, id) VALUES (1, ?) ON CONFLICT (one) DO NOTHING", (secrets.token_hex(16),)
            )
        found = self._keys.all("SELECT id FROM identity")
        ours = str(found[0][0]) if found else ""
        if expected is not None and not secrets.compare_digest(ours, expected):
            raise UnusableDatabase(OTHER_KEYS)
        return ours

    def check_masters(self) -> None:
        """Look at all keys, and make the first master key where there are none.

        Raises `UnusableDatabase` when no master key here opens some of them: then none is made, which would look like
        the missing one.
        """
        condition, known = self._lost()
        lost = self._keys.all(f"SELECT COUNT(*) FROM conversation_keys WHERE {condition}", known)[0][0]
        if lost:
            raise UnusableDatabase(
                f"{lost} conversations were sealed under a master key that is not {self._masters.place}: put it back, "
                "or, where it was destroyed, put back newer keys; or have what it opened erased by "
                "`python -m bot.gateway.data erase --unreadable`"
            )
        self._masters.all()

    def destroy_unreadable(self) -> int:
        """Destroy the keys that no master key here opens; returns how many. Raises `UnusableDatabase` without keys."""
        if not self._keys.is_there():
            raise UnusableDatabase(f"There are no keys at {self._keys.name}")
        condition, known = self._lost()
        return self._keys.run(f"DELETE FROM conversation_keys WHERE {condition}", known)

    def _lost(self) -> tuple[str, list[str]]:
        """The condition on keys that no master key here opens, and its values."""
        known = [master.id for master in self._masters.existing()] or [""]  # none has that id
        return f"master_id NOT IN ({', '.join('?' * len(known))})", known

    def rotate_master(self, now: float, period: float) -> None:
        """One round of rotation: make a new master key when the period is over, and destroy the old one.

        Keys are wrapped with the new one first. A round later, when all processes know it, the old one is destroyed.
        """
        if len(self._masters.all()) > 1:
            self._rewrap_all(self._masters.current())
        if not self._masters.rotate_here:
            return
        with self._masters.rotating():
            current, *old = self._masters.all()
            age = now - current.made_at
            if old and not 0 <= age < SETTLE:
                self._rewrap_all(current)
                self._masters.drop_old()
                logger.info("The master key has turned, and the old one is destroyed: replace your copy of it.")
            elif not old and not 0 <= age < period:
                self._masters.add(now)
                self._rewrap_all(self._masters.current())

    def purge_log(self) -> None:
        """Purge destroyed keys from the key store's write-ahead log."""
        try:
            self._keys.purge_log()
        except DatabaseError as error:
            logger.warning("The key store's log keeps destroyed keys, wrapped, until the next time: %s.", error)

    def close(self) -> None:
        self._keys.close()

    def _rewrap_all(self, master: MasterKey) -> None:
        while self._rewrap_once(master):  # again, for those that others made behind us meanwhile
            pass

    def _rewrap_once(self, master: MasterKey) -> bool:
        """Go through all keys; whether some were another master's."""
        found, after = False, ""
        while rows := self._keys.all(
            "SELECT conversation_id, master_id, wrapped FROM conversation_keys "
            "WHERE conversation_id > ? AND master_id <> ? ORDER BY conversation_id LIMIT ?",
            (after, master.id, BATCH),
        ):
            found, after = True, rows[-1][0]
            for conversation_id, master_id, wrapped in rows:
                key = self._unwrapped(conversation_id, master_id, wrapped)
                anew = base64.b64encode(wrap(master.key, key, conversation_id)).decode()
                # Only as it was seen: nothing that was destroyed meanwhile comes back.
                self._keys.run(
                    "UPDATE conversation_keys SET master_id = ?, wrapped = ? WHERE conversation_id = ? AND wrapped = ?",
                    (master.id, anew, conversation_id, wrapped),
                )
        return found

    def _unwrapped(self, conversation_id: str, master_id: str, wrapped: str) -> bytes:
        master = self._masters.with_id(master_id)
        if master is None:
            raise DatabaseError("the master key is not here")
        try:
            return unwrap(master.key, base64.b64decode(wrapped), conversation_id)
        except (Unreadable, ValueError):
            raise DatabaseError("a key is damaged") from None
