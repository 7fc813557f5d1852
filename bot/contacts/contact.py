"""What is known of a call or a visit that a customer tells about; without a word of theirs."""

from __future__ import annotations

from typing import Literal

from bot.conversation.typed import Travelling

Way = Literal["call", "visit"]


class Contact(Travelling):
    """Each part is None, or empty, as long as nobody has said it."""

    way: Way | None = None
    now: bool | None = None  # the caller is on the line, the visitor is there
    wants: tuple[str, ...] = ()  # names of content/contacts.yml, the newest last
    gave: bool | None = None  # whether anything of it was given or done

    def with_newer(self, newer: Contact) -> Contact:
        """What holds once `newer` was said as well; it has the last word."""
        return Contact(
            way=newer.way or self.way,
            now=self.now if newer.now is None else newer.now,
            wants=tuple(dict.fromkeys((*self.wants, *newer.wants))),
            gave=self.gave if newer.gave is None else newer.gave,
        )


NOTHING_TOLD = Contact()
