"""From which addresses those come who want a person, so that nobody fills the queue alone; in memory only."""

from __future__ import annotations

from collections.abc import Iterable

REMEMBERED = 100_000  # conversations; those that were spoken in least lately go first


class Arrivals:
    def __init__(self, most: int) -> None:
        """At most so many conversations of one address may wait at once."""
        self._most = most
        self._addresses: dict[str, str] = {}

    def note(self, conversation_id: str, address: str) -> None:
        """The conversation was spoken in from this address."""
        self._addresses.pop(conversation_id, None)
        self._addresses[conversation_id] = address
        if len(self._addresses) > REMEMBERED:
            del self._addresses[next(iter(self._addresses))]

    def is_crowd(self, conversation_id: str, waiting: Iterable[str]) -> bool:
        """Whether as many wait already from where this conversation comes from as may."""
        address = self._addresses.get(conversation_id)
        return address is not None and sum(self._addresses.get(one) == address for one in waiting) >= self._most
