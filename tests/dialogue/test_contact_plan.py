"""A call or visit told about is answered as planned: what is urgent first, advice, one question, and danger before all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.contacts.plan import ASK_GAVE, HANG_UP
from bot.contacts.table import listed, wanted
from bot.content import incident
from bot.conversation.situation import Situation
from bot.conversation.turns import situation_after, situation_before
from bot.dialogue.contact_plan import contact_plan
from bot.dialogue.incident_responses import IncidentResponses
from bot.dialogue.tracker_turns import turns_in
from bot.language import LANGUAGES, Language
from tests.spoken import EN

DOMAIN = Domain.load(str(Path(__file__).parents[2] / "domain"))
RESPONSES = IncidentResponses(domain=DOMAIN)
HANG_UP_FIRST = {"fr": "Raccrochez", "nl": "Haak in", "en": "Hang up"}
CARD_STOP = incident().fraud_help.card_stop.in_language(EN)
TOLD = {"way": "call", "now": True, "wants": ["bank_code"]}


def says(
    contact: dict[str, Any], language: Language = EN, topic: str = "suspicious_contact", **read: Any
) -> UserUttered:
    parsed = {"language": language, "intent": {"name": topic}, "contact": contact, **read}
    return UserUttered("…", {"name": topic}, [], parsed)


async def answer(*events: Event) -> tuple[DialogueStateTracker, list[dict[str, Any]]]:
    """What is said to the last message: each response of the plan."""
    tracker = DialogueStateTracker.from_events("x", [ActionExecuted("action_listen"), *events], domain=DOMAIN)
    turns = turns_in(tracker)
    planned = contact_plan(turns, situation_before(turns))
    assert planned
    said = []
    for name in planned.responses:
        message = await RESPONSES.generate(name, tracker, "rest")
        assert message
        said.append(message)
        tracker.update(
            BotUttered(message["text"], {"buttons": message.get("buttons")}, {**message, "utter_action": name})
        )
    return tracker, said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("gave", [None, True, False])
@pytest.mark.parametrize("wants", wanted())
async def test_who_has_the_caller_on_the_line_reads_hang_up_before_all_else(
    wants: str, gave: bool | None, language: Language
) -> None:
    contact = {"way": "call", "now": True, "wants": [wants], "gave": gave}
    _, (first, *_) = await answer(says(contact, language, "report_fraud" if gave else "suspicious_contact"))
    assert first["text"].startswith(HANG_UP_FIRST[language])
    assert first["begins"] == HANG_UP
    assert first.get("asks") == (ASK_GAVE if gave is None else None)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("wants", [one for one in wanted() if one not in listed("threats")])
async def test_who_gave_something_hears_of_card_stop_and_of_a_person(wants: str, language: Language) -> None:
    contact = {"way": "call", "now": False, "wants": [wants], "gave": True}
    _, (said,) = await answer(says(contact, language, "report_fraud"))
    assert CARD_STOP in said["text"]
    assert (said["topic"], said["offers"], said["handoff"]) == ("report_fraud", "human", {"priority": "urgent"})


async def test_a_question_offers_its_answers_and_pressing_one_is_heard() -> None:
    tracker, (said,) = await answer(says(TOLD))
    yes, no = said["buttons"]
    assert (yes["payload"], no["payload"]) == (
        '/report_fraud{"subtopic": "report_fraud/gave_it"}',
        '/suspicious_contact{"subtopic": "suspicious_contact/gave_nothing"}',
    )
    entities = [{"entity": "subtopic", "value": "report_fraud/gave_it"}]
    pressed = {"language": "en", "intent": {"name": "report_fraud"}, "entities": entities}
    tracker.update(UserUttered(yes["payload"], {"name": "report_fraud"}, entities, pressed))
    turns = turns_in(tracker)
    planned = contact_plan(turns, situation_before(turns))
    assert planned
    assert planned.responses == ("utter_contact_bank_code_given",)
    assert planned.asks is None


async def test_what_was_told_and_asked_is_remembered_without_a_word_of_it() -> None:
    tracker, _ = await answer(says(TOLD))
    remembered = situation_after(turns_in(tracker))
    assert remembered.contact.dict(exclude_none=True) == {"way": "call", "now": True, "wants": ("bank_code",)}
    assert remembered.last_answer
    assert remembered.last_answer.asks == ASK_GAVE
    assert {*remembered.said} == {"utter_contact_bank_code", HANG_UP, ASK_GAVE}
    assert Situation.parse_raw(remembered.written()) == remembered


async def test_the_advice_for_a_victim_counts_as_the_whole_of_it() -> None:
    """So that what they do next is answered as after a report, and the long list is not read to them as well."""
    tracker, _ = await answer(says({**TOLD, "gave": True}, topic="report_fraud"))
    assert situation_after(turns_in(tracker)).times_said("utter_report_fraud") == 1


@pytest.mark.parametrize(
    "message",
    [
        says(TOLD, topic="data_type"),
        says({}),
        says(TOLD, danger="in_danger"),
    ],
)
def test_another_topic_nothing_told_or_danger_is_not_planned(message: UserUttered) -> None:
    tracker = DialogueStateTracker.from_events("x", [ActionExecuted("action_listen"), message], domain=DOMAIN)
    assert contact_plan(turns_in(tracker), Situation()) is None
