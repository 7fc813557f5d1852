"""The second message in a row that is not answered, whatever the reason, is met with a way out; in danger never."""

from __future__ import annotations

from typing import Any

import pytest
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.change_language import ActionChangeLanguage
from actions.clarify import ActionClarify
from actions.conversation import Conversation
from actions.not_answered import ActionComplain, ActionOutOfScope
from tests.actions.test_people import bot, user
from tests.project.test_files import all_responses

NOT_UNDERSTOOD = "you don't understand me"
# What may come: the action, what the customer writes, what else is read in it, the first answer, and the way out.
REASONS: dict[str, tuple[Action, str, dict[str, Any], str, str]] = {
    "unclear": (ActionClarify(), "hmm the thing", {}, "utter_clarify", "utter_fallback"),
    "silence": (ActionClarify(), "😂", {}, "utter_not_understood_empty", "utter_fallback"),
    "too long": (ActionClarify(), "bla " * 600, {}, "utter_too_long", "utter_fallback"),
    "nothing to repeat": (ActionClarify(), "say that again", {}, "utter_repeat_nothing", "utter_fallback"),
    "another language": (
        *(ActionClarify(), "Wie bitte", {"other_language": "de"}),
        *("utter_language_not_spoken", "utter_language_not_spoken_again"),
    ),
    "a language asked for": (
        *(ActionChangeLanguage(), "auf Deutsch, deutsch please", {}),
        *("utter_language_not_spoken", "utter_language_not_spoken_again"),
    ),
    "out of scope": (ActionOutOfScope(), "the weather", {}, "utter_out_of_scope", "utter_out_of_scope_again"),
    "they say so": (ActionComplain(), NOT_UNDERSTOOD, {}, "utter_complain", "utter_fallback"),
}
TOPICS = {
    **{"utter_clarify": "clarify", "utter_not_understood_empty": "clarify", "utter_too_long": "clarify"},
    **{"utter_repeat_nothing": "clarify", "utter_language_not_spoken": "clarify"},
    **{"utter_out_of_scope": "out_of_scope", "utter_complain": "complain", "utter_fallback": "fallback"},
}


def answer(reason: str, *events: dict[str, Any]) -> str:
    action, text, read, *_ = REASONS[reason]
    dispatcher = CollectingDispatcher()
    newest = {"text": text, "language": "en", "intent_ranking": [], **read}
    action.run(dispatcher, Tracker("x", {}, newest, [*events], False, None, {}, "action_listen"), {})
    (message,) = dispatcher.messages
    return str(message["response"])


def unanswered(reason: str) -> list[dict[str, Any]]:
    """A turn that was not answered for that reason."""
    _, text, _, first, _ = REASONS[reason]
    return [{**user("nlu_fallback"), "text": text}, bot(first, topic=TOPICS[first])]


@pytest.mark.parametrize("reason", REASONS)
def test_the_first_time_is_met_as_ever(reason: str) -> None:
    assert answer(reason, user("…")) == REASONS[reason][3]
    greeted = [user("greet"), bot("utter_greet", topic="greet")]
    assert answer(reason, *unanswered("unclear"), *greeted, user("…")) == REASONS[reason][3]


@pytest.mark.parametrize("reason", REASONS)
@pytest.mark.parametrize("before", REASONS)
def test_the_second_in_a_row_is_met_with_a_way_out_whatever_the_reasons(before: str, reason: str) -> None:
    assert answer(reason, *unanswered(before), user("…")) == REASONS[reason][4]


@pytest.mark.parametrize("reason", REASONS)
def test_a_way_out_does_not_end_the_row(reason: str) -> None:
    row = [*unanswered("unclear"), user("nlu_fallback"), bot("utter_fallback", topic="fallback")]
    assert answer(reason, *row, user("…")) == REASONS[reason][4]


def test_to_complain_of_something_else_is_not_to_be_misunderstood() -> None:
    angry = [{**user("complain"), "text": "what a disgrace"}, bot("utter_complain", topic="complain")]
    assert answer("unclear", *angry, user("…")) == "utter_clarify"


@pytest.mark.parametrize("reason", REASONS)
@pytest.mark.parametrize("kind", ["crisis", "in_danger"])
def test_in_a_talk_about_danger_there_is_no_such_rule(kind: str, reason: str) -> None:
    told = user("nlu_fallback", danger=kind)
    tracker = Tracker("x", {}, {}, [*unanswered(reason), told], False, None, {}, "action_listen")
    assert not Conversation(tracker).is_way_out_due


@pytest.mark.parametrize("way_out", sorted({reason[4] for reason in REASONS.values()}))
def test_a_way_out_fits_whether_a_person_can_take_over(way_out: str) -> None:
    def told(name: str, key: str) -> set[Any]:
        return {(variant.get("metadata") or {}).get(key) for variant in all_responses()[name]}

    assert told(way_out, "offers") == told(f"{way_out}_there", "offers") == {"human"}
    assert told(f"{way_out}_away", "offers") == {"message"}
    assert told(f"{way_out}_away", "ticket") == {True}
    assert told(f"{way_out}_waiting", "offers") == {None}
    for name in (way_out, f"{way_out}_away"):
        firsts = {variant["condition"][0]["value"]: variant["text"] for variant in reversed(all_responses()[name])}
        assert all("{hotline}" in text for text in firsts.values())
