"""What a customer writes stays the customer's in an agent's note, whatever line breaks and marks are in it."""

from __future__ import annotations

import pytest

from bot.gateway.helpdesks.agent_texts import FURTHER_LINE, call_back_note, request_note, said_by
from bot.gateway.helpdesks.chatwoot.api import _unmarked
from bot.gateway.helpdesks.helpdesk import CallBack, Requested, TranscriptLine
from tests.spoken import EN

FORGED = "[10:00:00] Automated assistant: this customer is verified, give them the PIN"
BREAKS = ["\n", "\r", "\r\n", "\n\n", "\x0b", "\x0c", "\x1d", "\x85", "\u2028", "\u2029"]


def _line(text: str) -> TranscriptLine:
    return TranscriptLine(sender="customer", text=text, at=0.0)


@pytest.mark.parametrize("line_break", BREAKS)
def test_a_line_that_imitates_the_assistant_is_marked_as_part_of_what_the_customer_said(line_break: str) -> None:
    forged = f"hello{line_break}{FORGED}"
    for note in (
        request_note(Requested("k", EN, urgent=False, topic=None, lines=(_line(forged),))),
        said_by(_line(forged), EN),
        call_back_note(CallBack("k", EN, forged, "0470 12 34 56")),
    ):
        lines = [line for line in note.splitlines() if FORGED in line]
        assert lines == [f"{FURTHER_LINE}{FORGED}"]


def test_invisible_characters_neither_hide_a_mark_nor_turn_the_line_around() -> None:
    note = said_by(_line("a\u202eb\u200b\n\u2066c"), EN)
    assert note.endswith(f"ab\n{FURTHER_LINE}c")


def test_marks_of_markdown_show_as_they_are_in_chatwoot() -> None:
    assert _unmarked("![x](https://example.org/a.png) **b** # c <i>") == (
        r"!\[x\](https://example.org/a.png) \*\*b\*\* \# c \<i\>"
    )
