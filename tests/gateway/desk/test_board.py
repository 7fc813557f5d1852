"""However many wait, an agent sees those whom that agent can answer."""

from __future__ import annotations

from bot.gateway.desk.board import MAX_SHOWN, QueueSnapshot, board
from bot.gateway.desk.roster import Agent
from bot.gateway.handoff.model import Handoff
from bot.language import Language
from tests.spoken import EN, FR


def _waits(number: int, language: Language) -> Handoff:
    return Handoff(f"c{number}", "normal", None, (language,), float(number), number, 0)


def test_customers_of_the_agents_language_come_first_though_hundreds_wait_before_them() -> None:
    waiting = (*(_waits(n, FR) for n in range(MAX_SHOWN + 200)), *(_waits(9_000 + n, EN) for n in range(3)))
    languages = {one.conversation_id: one.languages[0] for one in waiting}
    picture = QueueSnapshot(True, waiting, (), languages, {}, [], 0)
    shown = board(picture, Agent("a", "an", "An", "agent", (EN,), disabled=False))
    assert [one["conversation_id"] for one in shown["waiting"][:4]] == ["c9000", "c9001", "c9002", "c0"]
    assert [one["speakable"] for one in shown["waiting"][:4]] == [True, True, True, False]
    assert shown["waiting"][0]["place"] == MAX_SHOWN + 201
    assert (len(shown["waiting"]), shown["waiting_count"]) == (MAX_SHOWN, MAX_SHOWN + 203)
