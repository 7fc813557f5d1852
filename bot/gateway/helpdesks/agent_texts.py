"""What agents read in their helpdesk: titles, and the conversation so far as a note."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from functools import cache

from bot.content import incident, read_content
from bot.gateway.helpdesks.helpdesk import CallBack, Requested, TranscriptLine
from bot.gateway.typed_text import without_invisibles
from bot.language import Language

MAX_NOTE = 20_000  # characters of a conversation; its end says most
FURTHER_LINE = "    │ "  # before each line of a text but its first
_BREAKS = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
SHORT = 8  # characters of a reference that are enough to tell two conversations apart


def customer_name(reference: str, language: Language) -> str:
    """A name that tells nothing about the customer."""
    return _words()[language]["customer_name"].format(short=reference[:SHORT])


def title(reference: str, language: Language, urgent: bool = False) -> str:
    return _words()[language]["title_urgent" if urgent else "title"].format(short=reference[:SHORT])


def request_note(entry: Requested) -> str:
    """A note that says why the conversation was handed over, with what was said in it."""
    words = _words()[entry.language]
    head = [words["request"], words["language"]]
    if entry.defrauded:
        head.insert(0, words["urgent"])
    if entry.topic:
        head.append(words["topic"].format(topic=entry.topic))
    said = _lines(entry.lines, words)
    if not said:
        return "\n".join(head)
    if len(said) > MAX_NOTE:
        said = words["left_out"] + "\n" + said[-MAX_NOTE:]
    return "\n".join([*head, "", words["so_far"] + ":", "", said])


def cancelled_note(language: Language) -> str:
    return _words()[language]["cancelled"]


def call_back_note(entry: CallBack) -> str:
    """The number to call, and what for."""
    return _words()[entry.language]["call_back"].format(phone=entry.phone) + "\n" + _quoted(entry.text)


def last_words(lines: Sequence[TranscriptLine]) -> str | None:
    """The customer's last words, which are shown in the helpdesk as their message."""
    return next((line.text for line in reversed(lines) if line.sender == "customer"), None)


def said_by(line: TranscriptLine, language: Language) -> str:
    """A message of the assistant, an agent or the system, as a note."""
    return f"{_words()[language][line.sender]}: {_quoted(line.text)}"


def erased_note() -> str:
    """A note asking agents to delete by hand what we may not; in all languages, as the conversation's is gone."""
    return "\n".join(_words()[language]["erased"] for language in incident().languages)


def _lines(lines: Sequence[TranscriptLine], words: dict[str, str]) -> str:
    return "\n".join(
        f"[{datetime.datetime.fromtimestamp(line.at, datetime.UTC):%H:%M:%S}] "
        f"{words[line.sender]}: {_quoted(line.text)}"
        for line in lines
    )


def _quoted(text: str) -> str:
    """`text` as a quotation: each further line is marked, and invisible or direction-changing characters are removed.

    A customer who writes "[10:00:00] Assistant: …" on a line must not be taken for the assistant.
    """
    first, *others = without_invisibles(_BREAKS.sub("\n", text)).split("\n")
    return "\n".join([first, *(f"{FURTHER_LINE}{other}" for other in others)])


@cache
def _words() -> dict[Language, dict[str, str]]:
    words: dict[Language, dict[str, str]] = read_content("helpdesk.yml")
    return words
