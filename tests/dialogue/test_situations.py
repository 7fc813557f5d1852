"""Answers fit whether a person can take over: nobody is sent away from a desk that is there, or to one that is not."""

from __future__ import annotations

from itertools import pairwise, product
from pathlib import Path
from typing import Any

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.contacts.given import read_given
from bot.content import incident
from bot.conversation.turns import Turn, danger_in
from bot.dialogue.endings import endings
from bot.dialogue.incident_responses import IncidentResponses
from bot.dialogue.tracker_turns import turns_in
from bot.language import LANGUAGES, Language
from tests.spoken import FR

DOMAIN = Domain.load(str(Path(__file__).parents[2] / "domain"))
RESPONSES = IncidentResponses(domain=DOMAIN)
SITUATIONS = ("there", "away", "waiting", "helped", "there_helped")
CARD_STOP = incident().fraud_help.card_stop.in_language(FR)
NO_TRANSFER = {"fr": "ni vous rappeler", "nl": "niet terugbellen", "en": "cannot call you back"}
IN_THE_QUEUE = {"fr": "dans la file d'attente", "nl": "in de wachtrij", "en": "in the queue"}


async def said(name: str, language: Language, told: dict[str, Any], times_before: int = 0) -> dict[str, Any]:
    """What the response `name` says to a message that came with `told`."""
    before = [UserUttered("…"), *(BotUttered("…", metadata={"utter_action": name}) for _ in range(times_before))]
    asks = UserUttered("…", {"name": "x"}, [], {"language": language, "intent": {"name": "x"}}, metadata=told)
    tracker = DialogueStateTracker.from_events("x", [ActionExecuted("action_listen"), *before, asks], domain=DOMAIN)
    message = await RESPONSES.generate(name, tracker, "rest")
    assert message
    return message


@pytest.mark.parametrize(
    ("told", "fitting"),
    [
        ({}, []),
        (None, []),
        ({"people": "there"}, ["there"]),
        ({"people": "there", "helped": True}, ["there_helped", "there", "helped"]),
        ({"people": "waiting", "helped": False}, ["waiting"]),
        ({"helped": True}, ["helped"]),
        ({"people": "everywhere", "helped": "yes"}, []),
        ({"people": ["there"]}, []),
    ],
)
def test_what_the_gateway_tells_is_read_with_care(told: Any, fitting: list[str]) -> None:
    turns = turns_in(DialogueStateTracker.from_events("x", [UserUttered("…", metadata=told)]))
    assert endings(turns[-1], danger_in(turns)) == fitting


def test_what_was_told_earlier_counts_no_more() -> None:
    earlier = UserUttered("…", metadata={"people": "waiting"})
    turns = turns_in(DialogueStateTracker.from_events("x", [earlier, UserUttered("…", metadata={})]))
    assert endings(turns[-1], danger_in(turns)) == []


def test_a_response_for_a_situation_has_one_for_all_others() -> None:
    endings = tuple(f"_{situation}" for situation in SITUATIONS)
    special = [name for name in DOMAIN.responses if name.endswith(endings)]
    plain = {name: max((e for e in endings if name.endswith(e)), key=len) for name in special}
    assert {name for name, ending in plain.items() if name.removesuffix(ending) not in DOMAIN.responses} == set()
    assert special, "none is left to test"


def test_a_response_ends_with_one_that_exists() -> None:
    metadata = [variant.get("metadata") or {} for variants in DOMAIN.responses.values() for variant in variants]
    assert {told["ends"] for told in metadata if "ends" in told} <= set(DOMAIN.responses)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("people", ["there", "away", "waiting"])
async def test_where_there_is_a_desk_nobody_is_told_that_there_is_none(people: str, language: Language) -> None:
    for name, times in product(("utter_ask_human", "utter_ask_human_urgent"), range(4)):
        message = await said(name, language, {"people": people}, times)
        assert NO_TRANSFER[language] not in message["text"]
        assert message["topic"] == "ask_human"
    assert NO_TRANSFER[language] in (await said("utter_ask_human", language, {}))["text"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("people", [None, "there", "away", "waiting"])
async def test_who_was_defrauded_hears_of_card_stop_before_anything_of_persons(
    people: str | None, language: Language
) -> None:
    told = {"people": people} if people else {}
    for name, times in product(("utter_report_fraud", "utter_ask_human_urgent"), range(4)):
        text = (await said(name, language, told, times))["text"]
        after = [text.find(word) for word in (incident().hotline.display, IN_THE_QUEUE[language]) if word in text]
        assert all(0 < text.index(CARD_STOP) < place for place in after), text
        assert CARD_STOP in text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_fraud_leads_to_a_person_as_far_as_there_is_one(language: Language) -> None:
    nowhere = await said("utter_report_fraud", language, {})
    assert nowhere["offers"] == "human"
    assert nowhere["handoff"] == {"priority": "urgent"}
    there = await said("utter_report_fraud", language, {"people": "there"})
    assert there["offers"] == "human"
    assert [button["payload"] for button in there["buttons"]] == ["/ask_human"]
    assert "handoff" not in there, "the customer is asked first"
    away = await said("utter_report_fraud", language, {"people": "away"})
    assert away["ticket"] is True
    assert away["offers"] == "message"
    assert not {"handoff", "buttons"} & set(away)
    waiting = await said("utter_report_fraud", language, {"people": "waiting"})
    assert waiting["handoff"] == {"priority": "urgent"}
    assert IN_THE_QUEUE[language] in waiting["text"]
    assert not {"offers", "buttons"} & set(waiting)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["utter_report_fraud", "utter_ask_human_urgent"])
async def test_the_urgent_steps_are_the_same_in_every_situation(name: str, language: Language) -> None:
    variants = _variants(name, language)
    for times in range(3):
        steps = variants[times % len(variants)]["text"].format(**incident().variables(language))
        for told in ({}, {"people": "there"}, {"people": "away"}, {"people": "waiting"}):
            text = (await said(name, language, told, times))["text"]
            assert text.startswith(steps)
            assert len(text) > len(steps)
            assert text[len(steps)] == ("\n" if "\n" in steps else " ")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_asking_for_a_person_begins_a_hand_off_in_every_situation(language: Language) -> None:
    for told in ({}, {"people": "there"}, {"people": "away"}, {"people": "waiting"}):
        assert (await said("utter_ask_human", language, told))["handoff"] == {"priority": "normal"}
        assert (await said("utter_ask_human_urgent", language, told))["handoff"] == {"priority": "urgent"}


@pytest.mark.parametrize("language", LANGUAGES)
async def test_not_understanding_twice_leads_to_what_there_is(language: Language) -> None:
    there = await said("utter_fallback", language, {"people": "there"})
    assert there["offers"] == "human"
    away = await said("utter_fallback", language, {"people": "away"})
    assert away["ticket"] is True
    assert away["offers"] == "message"
    assert incident().hotline.display in away["text"]
    assert "/ask_human" not in [button["payload"] for button in away["buttons"]]
    waiting = await said("utter_fallback", language, {"people": "waiting"})
    assert not {"offers", "buttons", "handoff"} & set(waiting)
    helped = await said("utter_fallback", language, {"people": "there", "helped": True})
    assert helped["offers"] == "human"
    assert helped["text"] != there["text"]
    assert {one["topic"] for one in (there, away, waiting, helped)} == {"fallback"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["utter_complain", "utter_out_of_scope", "utter_fallback"])
@pytest.mark.parametrize("people", ["away", "waiting"])
async def test_no_person_is_offered_when_none_can_come_or_one_was_asked_for(
    people: str, name: str, language: Language
) -> None:
    for times in range(3):
        message = await said(name, language, {"people": people}, times)
        assert message.get("offers") != "human"
        assert "/ask_human" not in [button["payload"] for button in message.get("buttons", ())]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_greeting_after_a_person_helped_is_another(language: Language) -> None:
    first, again = [
        await said("utter_greet", language, {"people": "there", "helped": helped}) for helped in (False, True)
    ]
    assert first["text"] != again["text"]
    assert incident().company not in again["text"], "the assistant introduces itself once"


def _variants(name: str, language: Language) -> list[dict[str, Any]]:
    return [v for v in DOMAIN.responses[name] if v["condition"][0]["value"] == language]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_full_answer_does_not_come_back_where_there_are_others(language: Language) -> None:
    texts = [(await said("utter_report_fraud", language, {"people": "there"}, times))["text"] for times in range(9)]
    assert texts.count(texts[0]) == 1
    assert all(one != another for one, another in pairwise(texts))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["utter_deny", "utter_greet", "utter_goodbye", "utter_bot_challenge"])
async def test_who_waits_is_told_how_they_stand_and_offered_nobody_again(name: str, language: Language) -> None:
    message = await said(name, language, {"people": "waiting"})
    assert message["handoff"] == {"priority": "standing"}
    assert IN_THE_QUEUE[language] in message["text"]
    menu = await said("utter_help", language, {"people": "waiting"})
    assert "/ask_human" not in [button["payload"] for button in menu["buttons"]]


FIRST_STEPS = {"fr": "raccrochez", "nl": "haak in", "en": "hang up"}


async def victim(language: Language, *texts: str) -> list[str]:
    """What `utter_report_fraud` says to one message after the other."""
    events: list[Event] = [ActionExecuted("action_listen")]
    said = []
    for text in texts:
        read = {"language": language, "intent": {"name": "report_fraud"}}
        events.append(UserUttered(text, {"name": "report_fraud"}, [], read))
        message = await RESPONSES.generate(
            "utter_report_fraud", DialogueStateTracker.from_events("x", events, domain=DOMAIN), "rest"
        )
        assert message
        said.append(message["text"])
        events.append(BotUttered(message["text"], metadata={**message, "utter_action": "utter_report_fraud"}))
    return said


@pytest.mark.parametrize(
    ("language", "card", "bank"),
    [
        ("fr", "ma carte est bloquée", "j'ai appelé la banque"),
        ("nl", "mijn kaart is geblokkeerd", "de bank ook"),
        ("en", "my card is blocked", "I told the bank"),
    ],
)
async def test_what_a_victim_has_done_is_not_demanded_again(language: Language, card: str, bank: str) -> None:
    first, carded, banked, *later = await victim(language, "…", card, bank, "…", "et alors ?", "…")
    assert "Card Stop" in first
    assert "Card Stop" not in carded
    assert FIRST_STEPS[language] not in carded.lower()
    for text in (banked, *later):
        assert CARD_STOP not in text
    assert len({carded, banked, later[0]}) == 3, "each in other words"


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("fr", "je n'ai plus de réseau depuis", "autre téléphone"),
        ("nl", "ik heb geen netwerk meer", "andere telefoon"),
        ("en", "and now my phone has no bars", "another phone"),
    ],
)
async def test_a_lost_network_leads_to_another_telephone(language: Language, text: str, wanted: str) -> None:
    for said in ((text,), ("…", text)):
        assert wanted in (await victim(language, *said))[-1]


NOTHING_GIVEN = {
    "fr": ("j'ai juste cliqué, rien rempli", "et mon téléphone ?"),
    "nl": ("alleen geklikt, niks ingevuld", "en mijn gsm dan?"),
    "en": ("only clicked, filled in nothing", "so what about my phone?"),
}


@pytest.mark.parametrize(("language", "texts"), NOTHING_GIVEN.items())
async def test_who_gave_nothing_reads_of_no_card_to_block(language: Language, texts: tuple[str, str]) -> None:
    for said in (texts, ("…", *texts)):
        told = (await victim(language, *said))[-2:]
        assert len({*told}) == 2
        assert not [text for text in told if CARD_STOP in text]


ON_HOLD = {
    "fr": "card stop me met en attente",
    "nl": "card stop wacht al 5 minuten aant wachten",
    "en": "on hold with card stop",
}


@pytest.mark.parametrize(("language", "text"), ON_HOLD.items())
async def test_who_is_on_hold_with_card_stop_is_not_told_to_hang_up_nor_that_it_is_done(
    language: Language, text: str
) -> None:
    told = (await victim(language, "…", text))[-1].lower()
    assert any(word in told for word in ("restez en ligne", "blijf aan de lijn", "stay on the line"))


MONEY_BACK = {
    "fr": ("ma carte est bloquée", "vais-je récupérer mon argent ?"),
    "nl": ("mijn kaart is geblokkeerd", "krijg ik mijn geld terug?"),
    "en": ("my card is blocked", "do i get my money back?"),
}


@pytest.mark.parametrize(("language", "texts"), MONEY_BACK.items())
async def test_what_a_victim_asks_comes_before_what_they_have_done(language: Language, texts: tuple[str, str]) -> None:
    carded, asked = (await victim(language, "…", *texts))[-2:]
    assert carded != asked
    assert any(word in asked for word in ("récupérerez", "terugkrijgt", "money back"))


async def test_a_password_is_another_question_after_a_fraud() -> None:
    fraud = UserUttered("…", {"name": "report_fraud"}, [], {"language": "fr", "intent": {"name": "report_fraud"}})
    read = {"language": "fr", "intent": {"name": "change_password"}}
    asks = UserUttered("et mon mot de passe ?", {"name": "change_password"}, [], read)
    said = []
    for events in ([asks], [fraud, asks]):
        tracker = DialogueStateTracker.from_events("x", [ActionExecuted("action_listen"), *events], domain=DOMAIN)
        message = await RESPONSES.generate("utter_change_password", tracker, "rest")
        assert message
        said.append(message["text"])
    assert "rien" in said[0]
    assert said[1].startswith("Un mot de passe que vous avez donné")


async def precise(language: Language, name: str, *texts: str, told: dict[str, Any] | None = None) -> dict[str, Any]:
    """What the precise response `name` says to the last of these messages of a victim."""
    events: list[Event] = [ActionExecuted("action_listen")]
    for place, text in enumerate(texts, 1):
        topic = name.removeprefix("utter_").split("/")[0] if place == len(texts) else "report_fraud"
        read = {"language": language, "intent": {"name": topic}, "given": [*read_given(text, goes_on=True)]}
        events.append(UserUttered(text, {"name": topic}, [], read, metadata=told or {}))
        if place < len(texts):
            events.append(BotUttered("…", metadata=FULL_ANSWER))
    message = await RESPONSES.generate(name, DialogueStateTracker.from_events("x", events, domain=DOMAIN), "rest")
    assert message
    return message


FULL_ANSWER = {"utter_action": "utter_report_fraud", "topic": "report_fraud"}
CALLED = {
    "fr": ("ma carte est bloquée", "j'ai prévenu la banque", "et qui me rembourse ?"),
    "nl": ("mijn kaart is geblokkeerd", "de bank weet het", "en wie betaalt mij dat terug?"),
    "en": ("my card is blocked", "the bank knows", "and who pays me back?"),
}
LEFT = {"fr": "la banque, si elle n'est pas encore au courant", "nl": "de bank, als die", "en": "the bank, if it"}
LOST = "utter_legal_claim/lost_money"


@pytest.mark.parametrize(("language", "texts"), CALLED.items())
async def test_a_precise_answer_does_not_send_again_to_who_was_called(
    language: Language, texts: tuple[str, str, str]
) -> None:
    card, bank, asks = texts
    full = (await precise(language, LOST, "…", asks))["text"]
    assert CARD_STOP in full
    done = (await precise(language, LOST, card, bank, asks))["text"]
    assert CARD_STOP not in done
    assert len(done) < len(full)
    assert (await precise(language, LOST, card, bank, asks))["aside"] == f"{LOST}_steps_taken"


@pytest.mark.parametrize(("language", "texts"), CALLED.items())
async def test_a_precise_answer_ends_with_the_step_that_is_left(
    language: Language, texts: tuple[str, str, str]
) -> None:
    card, bank, asks = texts
    after_card, after_bank = [(await precise(language, LOST, told, asks))["text"] for told in (card, bank)]
    assert CARD_STOP not in after_card
    assert CARD_STOP in after_bank
    whole = (await precise(language, LOST, card, bank, asks))["text"]
    assert LEFT[language] in after_card
    assert LEFT[language] not in whole


MORE = {"fr": "et j'ai donné un code aussi", "nl": "en ik heb ook een code gegeven", "en": "and I gave a code as well"}


@pytest.mark.parametrize(("language", "more"), MORE.items())
async def test_who_tells_of_more_that_was_given_hears_all_of_it(language: Language, more: str) -> None:
    card, bank, _ = CALLED[language]
    steps = "utter_report_fraud/first_step"
    assert CARD_STOP not in (await precise(language, steps, card, bank, "?"))["text"]
    assert CARD_STOP in (await precise(language, steps, card, bank, more))["text"]
    assert CARD_STOP not in (await precise(language, steps, more, card, bank, more))["text"], "that was known"


@pytest.mark.parametrize(("language", "texts"), CALLED.items())
async def test_such_an_answer_fits_whether_a_person_is_there(language: Language, texts: tuple[str, str, str]) -> None:
    card, tonight = texts[0], "utter_ask_human/tonight_or_weekend"
    said = {
        people: await precise(language, tonight, card, "…", told={"people": people} if people else None)
        for people in (None, "there", "away", "waiting")
    }
    assert not [one for one in said.values() if CARD_STOP in one["text"]]
    assert len({one["text"] for one in said.values()}) == 4
    assert said["away"]["offers"] == "message"
    assert IN_THE_QUEUE[language] in said["waiting"]["text"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "dois-je appeler card stop et ma banque ?"),
        ("nl", "moet ik card stop en de bank bellen?"),
        ("en", "must I call card stop and the bank?"),
    ],
)
def test_who_asks_whether_to_call_has_not_called(language: Language, text: str) -> None:
    assert Turn({"text": text, "parse_data": {"intent": {"name": "report_fraud"}}}).meant.done == ()
