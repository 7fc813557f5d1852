"""What is remembered between two turns is small, typed, without a word of the customer, and the same however it is kept."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversation.answer import Answer
from bot.conversation.situation import (
    MAX_LENGTH,
    MEMORY,
    CountedAnswer,
    Meant,
    Situation,
    UnreadableSituation,
    read_situation,
)
from bot.conversation.told import Told
from bot.conversation.turns import Event, situation_after, situation_before, turns_of
from tests.spoken import NL

TOPICS = ["what_happened", "report_fraud", "crisis", "definition", "affirm"]
LANGUAGE = st.sampled_from(["fr", "nl", "en", None])


@st.composite
def turn(draw: st.DrawFn) -> list[dict[str, Any]]:
    """A message and what followed it, as the tracker's events."""
    topic = draw(st.sampled_from(TOPICS))
    read = {"intent": {"name": topic}, "language": draw(LANGUAGE), "read_as": draw(st.sampled_from([None, *TOPICS]))}
    told = {"language": draw(LANGUAGE), "danger": draw(st.sampled_from([None, "crisis"])), "danger_now": False}
    events: list[dict[str, Any]] = [
        {
            "event": "user",
            "text": draw(st.sampled_from(["secret words", "you don't understand me"])),
            "parse_data": read,
        }
        | {"metadata": told},
        {"event": "action", "name": "action_x"},
    ]
    if draw(st.booleans()):
        events.append({"event": "slot", "name": "language", "value": draw(LANGUAGE)})
    for _ in range(draw(st.integers(0, 2))):
        said = {
            "utter_action": f"utter_{topic}",
            "topic": topic,
            "offers": draw(st.sampled_from([None, "human"])),
            "aside": draw(st.sampled_from([None, f"utter_{topic}_thanks"])),
            "details": {"terms": draw(st.lists(st.sampled_from(["puk", "sim"]), max_size=2))},
        }
        events.append({"event": "bot", "text": "…", "metadata": said})
    return events


@settings(max_examples=60)
@given(st.lists(turn(), min_size=1, max_size=MEMORY + 4))
def test_it_is_the_same_made_from_the_tracker_and_carried_from_turn_to_turn(turns: list[list[dict[str, Any]]]) -> None:
    kept = situation_after(turns_of(event for events in turns for event in events))
    carried = Situation().written()
    for message, *rest in turns:
        told = message["metadata"] | {"situation": carried}
        events: list[Event] = [message | {"metadata": told}, *rest]
        assert situation_before(turns_of(events)) == read_situation(carried)
        carried = situation_after(turns_of(events)).written()
    assert read_situation(carried) == kept
    assert len(kept.turns) <= MEMORY
    assert "words" not in carried


def test_what_was_told_before_this_turn_is_not_of_this_turn() -> None:
    first = [{"event": "user", "parse_data": {"intent": {"name": "hotline"}}}]
    answered = [*first, {"event": "bot", "metadata": {"utter_action": "utter_hotline", "topic": "hotline"}}]
    assert situation_before(turns_of(answered)) == Situation()
    assert situation_after(turns_of(answered)).times_said("utter_hotline") == 1
    again = turns_of([*answered, *first])
    assert situation_before(again).topics == ["hotline"]
    assert situation_before([]) == Situation()


def test_a_long_conversation_stays_within_what_can_travel() -> None:
    situation = Situation()
    for number in range(400):
        name = f"utter_some_quite_long_name_{number % 150}"
        answers = [
            CountedAnswer(response=name, topic="definition", aside=f"{name}_aside", terms=(f"term_{number}",))
        ] * 3
        situation = situation.after(Meant(topic=f"topic_{number % 49}", alone="x"), answers, NL, ["y"])
    assert len(situation.written()) < MAX_LENGTH
    assert situation.explained[-1] == "term_399"
    assert read_situation(situation.written()) == situation


@pytest.mark.parametrize("written", ["", "{", "[1]", "7", '{"said": {"utter_x": "mine"}}', '{"language": "my words"}'])
def test_what_is_no_situation_is_an_empty_one_and_never_quoted(written: str, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(UnreadableSituation) as refused:
        read_situation(written)
    assert "my words" not in str(refused.value)
    with caplog.at_level(logging.ERROR):
        assert Told(situation=written).situation == Situation().written()
    assert "goes on without it" in caplog.text
    assert "my words" not in caplog.text


def test_a_field_of_a_newer_version_is_no_error() -> None:
    assert read_situation('{"language": "nl", "later": 1}').language == "nl"
    assert Told.parse_obj({"language": "nl-BE", "later": 1}) == Told(language=NL)


@pytest.mark.parametrize(
    ("given", "read"),
    [
        (
            {"language": "de", "people": ["there"], "danger": "nonsense", "helped": "yes", "danger_now": "no"},
            {"danger_now": False},
        ),
        ({"language": "FR", "people": "away", "helped": True}, {"language": "fr", "people": "away", "helped": True}),
        ({"danger": "crisis", "danger_now": True}, {"danger": "crisis", "danger_now": True}),
        ({"danger": "crisis", "danger_now": False}, {"danger": "crisis", "danger_now": False}),
    ],
)
def test_what_is_not_understood_counts_as_not_told(given: dict[str, Any], read: dict[str, Any]) -> None:
    told = Told.parse_obj(given)
    assert told.as_metadata() == read
    assert told.heard == ("crisis" if read.get("danger_now") else None)


def test_an_answer_comes_out_of_the_wire_as_it_went_in() -> None:
    answer = Answer.parse_obj(
        {
            "text": "Bel 0800.",
            "topic": "hotline",
            "language": "nl",
            "buttons": [{"title": "ja", "payload": "/affirm"}],
            "links": [{"title": "0800", "url": "tel:0800"}],
            "handoff": {"priority": "urgent"},
            "offers": "human",
            "details": {"involved": "yes"},
            "situation": Situation(language=NL).written(),
        }
    )
    wire = json.loads(json.dumps(answer.wire("x")))
    assert wire["recipient_id"] == "x"
    assert Answer.from_wire(wire) == answer
    assert Answer(text="x").wire("x") == {"recipient_id": "x", "text": "x"}


def test_what_is_not_done_is_taken_back() -> None:
    told = Situation(done=("card", "bank"))
    assert told.after(Meant(topic="report_fraud", alone="report_fraud", undone=("bank",)), [], None).done == ("card",)


@pytest.mark.parametrize(
    ("text", "done", "undone"),
    [
        ("Card Stop is gebeld, mijn bank nog niet", ("card",), ("bank",)),
        ("j'ai appelé Card Stop mais pas encore ma banque", ("card",), ("bank",)),
        ("called card stop, the bank knows nothing", ("card",), ("bank",)),
        ("payé par l'appli de ma banque", (), ()),
    ],
)
def test_done_is_read_apart(text: str, done: tuple[str, ...], undone: tuple[str, ...]) -> None:
    event = {"event": "user", "text": text, "parse_data": {"intent": {"name": "report_fraud"}, "acts": ["bank_done"]}}
    meant = turns_of([event])[0].meant
    assert ({*meant.done} - {"bank"}, meant.undone) == ({*done}, undone)
    assert "bank" not in meant.done


def test_a_denial_of_one_thing_leaves_what_else_was_given() -> None:
    told = Situation(gave=True, given=("account",))
    denied = Meant(topic="report_fraud", alone="report_fraud", gave=False, not_given=("card", "code"))
    assert told.after(denied, [], None).gave is True


def test_who_was_misread_gave_nothing_that_is_known() -> None:
    after = Situation(gave=True, given=("code",)).after(
        Meant(topic="deny", alone="deny", gave=False, nothing_happened=True), [], None
    )
    assert (after.gave, after.given, after.was_told) == (None, (), False)


def test_the_network_is_gone_until_the_operator_knows() -> None:
    lost = Situation().after(Meant(topic="report_fraud", alone="report_fraud", no_network=True), [], None)
    assert lost.after(Meant(topic="thank", alone="thank"), [], None).no_network
    assert not lost.after(Meant(topic="thank", alone="thank", no_network=False), [], None).no_network


def _message(text: str, topic: str, heard: str | None = None) -> Event:
    read = {"intent": {"name": topic}, "danger": heard}
    return {"event": "user", "text": text, "parse_data": read, "metadata": {}}


def _after(*messages: Event) -> Situation:
    return situation_after(turns_of(messages))


@pytest.mark.parametrize(
    ("took", "called", "there"),
    [
        ("j'ai pris des comprimés", "ma mère appelle le 112", "l'ambulance est arrivée"),
        ("ik heb pillen geslikt", "mijn vriend heeft 112 gebeld", "de ambulance is er"),
        ("I swallowed some tablets", "he is on the phone with 112", "the ambulance has arrived"),
    ],
)
def test_who_has_hurt_themselves_is_remembered_until_help_is_there(took: str, called: str, there: str) -> None:
    said = [_message(took, "crisis", "crisis"), _message("…", "crisis"), _message("I'm fine thanks", "deny")]
    assert _after(*said).hurt == "self"
    assert not _after(*said).denied, "a denial does not undo it"
    assert (_after(*said, _message(called, "crisis")).hurt, _after(*said, _message(called, "crisis")).rescue) == (
        "self",
        "called",
    )
    assert _after(*said, _message(there, "crisis")).hurt is None
    assert _after(*said).heard_as("in_danger") == "crisis"


@pytest.mark.parametrize("text", ["elle a avalé des médicaments", "ze heeft pillen genomen", "he took all those pills"])
def test_another_who_has_taken_something_is_told_from_the_writer(text: str) -> None:
    assert _after(_message(text, "crisis", "crisis")).hurt == "other"


def test_what_was_taken_matters_only_in_a_talk_about_it_and_not_where_nothing_was() -> None:
    assert _after(_message("I took my pills this morning", "out_of_scope")).hurt is None
    taken = [_message("I took pills", "crisis", "crisis"), _message("no, I didn't take them", "crisis")]
    assert _after(*taken).hurt is None


def test_faint_hints_are_doubted_after_a_denial_unless_it_was_said_plainly_before() -> None:
    faint = [_message("tout est noir", "crisis", "crisis"), _message("je ne veux pas mourir", "deny")]
    assert _after(*faint).doubts_danger_in("et mon adresse ?")
    plain = [_message("je veux mourir", "crisis", "crisis"), _message("je ne veux pas mourir", "deny")]
    assert not _after(*plain).doubts_danger_in("et mon adresse ?")


def test_faint_hints_are_doubted_of_who_grieves_until_danger_is_heard() -> None:
    death = _message("mijn man is overleden", "am_i_affected")
    assert _after(death).doubts_danger_in("dat doet pijn")
    assert not _after(death, _message("ik wil bij hem zijn", "crisis", "crisis")).doubts_danger_in("dat doet pijn")


@pytest.mark.parametrize("gone", ["il est parti", "hij is vertrokken", "he has left"])
def test_danger_ends_with_a_visitor_who_is_gone_and_not_with_somebody_they_fear(gone: str) -> None:
    visitor = _message("un technicien de proximus tape sur la porte", "in_danger", "in_danger")
    assert _after(visitor, _message(gone, "goodbye")).danger is None
    assert _after(_message("mon ex tape sur la porte", "in_danger", "in_danger"), _message(gone, "x")).danger
    assert _after(visitor, _message(f"{gone}, if he comes back", "x")).danger


def test_who_fears_nobody_may_still_want_to_die() -> None:
    said = _message("ik heb geen schrik", "deny")
    assert _after(_message("alles is zwart", "crisis", "crisis"), said).danger == "crisis"
    assert _after(_message("mijn ex volgt mij", "in_danger", "in_danger"), said).danger is None


@pytest.mark.parametrize(
    "called", ["mijn zus belt hen nu", "mon mari les appelle maintenant", "he is calling them now"]
)
def test_who_calls_is_help_only_where_somebody_wants_to_die(called: str) -> None:
    scam = [_message(called, "report_fraud"), _message("I took some pills", "crisis", "crisis")]
    assert (_after(*scam).rescue, _after(*scam).hurt) == (None, "self")
    assert _after(_message("I took some pills", "crisis", "crisis"), _message(called, "crisis")).rescue == "called"


@pytest.mark.parametrize("took", ["j'en ai déjà pris", "ik heb er al een paar genomen", "I took a few already, sorry"])
def test_what_was_taken_needs_no_name_in_such_a_talk(took: str) -> None:
    said = [_message("je veux mourir", "crisis", "crisis"), _message(took, "crisis")]
    assert _after(*said).hurt == "self"
    assert _after(_message(took, "report_fraud")).hurt is None


def test_an_opened_attachment_was_given() -> None:
    told = Situation(gave=False)
    opened = Meant(topic="report_fraud", alone="report_fraud", given=("file",))
    assert told.after(opened, [], None).gave is True


def test_who_can_phone_after_all_is_told_to() -> None:
    said = [
        _message("I am deaf, I cannot phone", "cannot_phone"),
        _message("my sister can call, she can phone", "thank"),
    ]
    assert _after(said[0]).cannot_speak
    assert not _after(*said).cannot_speak
