"""A talk about danger stays one: no fraud steps, no menu, no "I do not understand", and nobody is queued unasked."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.resource import Resource
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.message import Message

from bot.content import incident, quiet_titles
from bot.conversation.situation import MEMORY
from bot.conversation.told import Told
from bot.conversation.turns import BESIDE, Turn, danger_in
from bot.danger.kinds import DangerKind
from bot.dialogue.endings import endings
from bot.dialogue.incident_responses import IncidentResponses
from bot.dialogue.rest_channel import _apology
from bot.dialogue.topic_policy import TopicPolicy
from bot.dialogue.tracker_turns import turns_in
from bot.language import LANGUAGES, Language
from bot.nlu.conversation_context import ConversationContext
from bot.nlu.topic_scores import add_opinion, belief
from tests.dialogue.test_topic_policy import learnt, rule
from tests.spoken import FR, NL

DOMAIN = Domain.load(str(Path(__file__).parents[2] / "domain"))
RESPONSES = IncidentResponses(domain=DOMAIN)
TOPICS = [
    *(
        "crisis",
        "in_danger",
        "report_fraud",
        "data_type",
        "affirm",
        "deny",
        "thank",
        "out_of_scope",
        "ask_human",
        "need_to_act",
    ),
    *(
        "erase_chat",
        "hotline",
        "help",
        "complain",
        "bot_privacy",
        "suspicious_contact",
        "data_affected",
        "data_rights",
        "goodbye",
    ),
]
KINDS = ["crisis", "in_danger"]
PEOPLE = ["there", "away", "waiting", None]

Parsed = tuple[dict[str, object], dict[str, object]]  # metadata of a message, and what was read in it


def said_by_customer(
    text: str = "…", topic: str = "greet", read: dict[str, Any] | None = None, **told: Any
) -> UserUttered:
    parsed = {"intent": {"name": topic}, **(read or {})}
    return UserUttered(text, parsed["intent"], [], parsed, metadata=told)


def tracker_of(*events: Event) -> DialogueStateTracker:
    return DialogueStateTracker.from_events("x", [ActionExecuted("action_listen"), *events], domain=DOMAIN)


async def talk(name: str, language: Language, texts: list[str], **told: Any) -> list[dict[str, Any]]:
    """What the response `name` says to one message after the other."""
    events: list[Event] = []
    answers = []
    for text in texts:
        read = {"language": language}
        events.append(said_by_customer(text, name.removeprefix("utter_"), read, **told))
        message = await RESPONSES.generate(name, tracker_of(*events), "rest")
        assert message
        answers.append(message)
        events.append(BotUttered(message["text"], metadata={**message, "utter_action": name}))
    return answers


def meant(text: str, best: str, *before: Event, margin: float = 6.0, **told: Any) -> Message:
    """The message as the context reads it, after the experts read the topic `best`, and how surely."""
    context = ConversationContext.create(
        ConversationContext.get_default_config(),
        None,
        Resource("x"),
        ExecutionContext(GraphSchema({})),
    )
    message = Message({"text": text, "metadata": told})
    add_opinion(message, TOPICS, np.array([margin if topic == best else 0.0 for topic in TOPICS]), 1.0, 1.0)
    return context.process([message], tracker_of(*before))[0]


def topic_of(message: Message) -> str:
    topics, chances = belief(message)
    return topics[int(chances.argmax())]


# What counts as such a talk


def danger_of(*newest_first: tuple[Any, Any]) -> str | None:
    return danger_in([Turn({"metadata": told, "parse_data": read}) for told, read in reversed(newest_first)])


def test_the_newest_danger_counts_and_what_is_told_before_what_was_read() -> None:
    read = {"intent": {"name": "crisis"}}
    assert danger_of() is None
    assert danger_of(({}, {"intent": {"name": "greet"}}), ({}, read)) == "crisis"
    assert danger_of(({"danger": "in_danger"}, read)) == "in_danger"
    assert danger_of((None, None), (None, {"danger": "in_danger"}), ({"danger": "crisis"}, None)) == "in_danger"
    assert danger_of(({"danger": "nonsense"}, {"intent": None})) is None


def test_what_was_only_read_counts_for_some_messages_what_was_heard_or_told_for_all() -> None:
    thanks: Parsed = ({}, {"intent": {"name": "crisis"}, "read_as": "thank"})
    read: Parsed = ({}, {"intent": {"name": "crisis"}})
    now = [thanks] * (MEMORY + 1)
    assert danger_of(*now, read) is None, "a word of thanks does not make the danger newer"
    assert danger_of(*now[1:], read) == "crisis"
    assert danger_of(*now, ({"danger": "in_danger"}, {})) == "in_danger"
    assert danger_of(*now, ({}, {"danger": "in_danger"})) == "in_danger"


@pytest.mark.parametrize(
    ("told", "read", "kind"),
    [
        ({"danger": "crisis", "danger_now": True}, {}, "crisis"),
        ({"danger": "crisis", "danger_now": False}, {}, None),
        ({"danger": "crisis"}, {}, None),
        ({"danger": "crisis", "danger_now": "yes"}, {}, None),
        ({"danger_now": True}, {}, None),
        (None, {"danger": "in_danger"}, "in_danger"),
        ({}, {"danger": ["crisis"]}, None),
        ({}, None, None),
    ],
)
def test_danger_is_heard_in_this_message_only_when_that_is_said(told: Any, read: Any, kind: str | None) -> None:
    assert Turn({"metadata": told, "parse_data": read}).danger == kind


DENIALS = ["c'était une blague", "ge hebt mij verkeerd begrepen", "I'm not in danger"]


@pytest.mark.parametrize("denial", DENIALS)
@pytest.mark.parametrize("kind", KINDS)
def test_who_denies_it_is_answered_as_such_and_then_read_as_ever(denial: str, kind: str) -> None:
    heard: Parsed = ({"danger": kind, "danger_now": True}, {})
    told = {"danger": kind, "danger_now": False}
    turns = [Turn({"text": "…", "metadata": heard[0]}), Turn({"text": denial, "metadata": told})]
    assert danger_in(turns) == kind
    turns.append(Turn({"text": "…", "metadata": told}))
    assert danger_in(turns) is None
    turns.append(Turn({"text": "…", "metadata": heard[0]}))
    assert danger_in(turns) == kind
    turns.append(Turn({"text": "…", "metadata": told}))
    assert danger_in(turns) == kind, "heard again after the denial"


def test_to_be_fine_is_no_denial() -> None:
    told = {"danger": "crisis", "danger_now": False}
    turns = [Turn({"text": text, "metadata": told}) for text in ("…", "ça va, je vais bien", "…")]
    assert danger_in(turns) == "crisis"


def endings_of(newest: UserUttered) -> list[str]:
    turns = turns_in(tracker_of(newest))
    return endings(turns[-1], danger_in(turns))


def test_situations_of_danger_come_before_all_others() -> None:
    newest = said_by_customer(danger="crisis", people="there", helped=True)
    assert endings_of(newest) == [
        *("crisis_there", "danger_there", "crisis", "danger"),
        *("there_helped", "there", "helped"),
    ]
    assert endings_of(said_by_customer(topic="in_danger")) == ["in_danger", "danger"]


# What a message means in it


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("best", TOPICS)
def test_danger_heard_now_is_the_topic_whatever_the_experts_say(best: str, kind: str) -> None:
    message = meant("…", best, danger=kind, danger_now=True)
    assert topic_of(message) == kind
    assert message.get("read_as") is None, "it is spoken of, not only meant in context"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "best", ["thank", "deny", "affirm", "goodbye", "help", "complain", "out_of_scope", "report_fraud", "need_to_act"]
)
def test_what_is_no_question_of_its_own_is_about_the_danger_still(best: str, kind: str) -> None:
    before = said_by_customer("…", "report_fraud"), said_by_customer("…", kind)
    message = meant("ik weet het niet", best, *before)
    assert topic_of(message) == kind
    assert message.get("read_as") == best
    assert topic_of(meant("ik weet het niet", best, danger=kind)) == kind, "also when Rasa has forgotten it"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "best", ["data_type", "data_affected", "erase_chat", "bot_privacy", "hotline", "ask_human", "data_rights"]
)
def test_a_question_of_its_own_is_answered_as_itself_even_after_a_fraud(best: str, kind: str) -> None:
    before = said_by_customer("…", "report_fraud"), said_by_customer("…", kind)
    text = "quel numéro pour l'incident ?" if best == "hotline" else "et mon adresse ?"
    assert topic_of(meant(text, best, *before, danger=kind)) == best


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", ["et on me répond, là ?", "neemt er iemand op?", "do they pick up?"])
def test_a_number_that_is_not_named_is_that_of_the_danger(text: str, kind: str) -> None:
    assert topic_of(meant(text, "hotline", danger=kind)) == kind


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("best", ["data_type", "ask_human", "hotline", "data_rights"])
def test_nobody_is_led_away_by_a_guess(best: str, kind: str) -> None:
    assert topic_of(meant("niemand gaat dat merken", best, danger=kind, margin=3.0)) == kind
    assert topic_of(meant("niemand gaat dat merken", best, margin=3.0)) == best


@pytest.mark.parametrize(
    "text", ["Ce soir il n'y a personne ici, même pas la voisine.", "ik heb niemand", "nobody picks up there"]
)
def test_to_be_alone_is_no_wish_to_be_queued(text: str) -> None:
    assert topic_of(meant(text, "ask_human", danger="crisis")) == "crisis"
    assert topic_of(meant("je veux parler à quelqu'un", "ask_human", danger="crisis")) == "ask_human"


@pytest.mark.parametrize(
    ("best", "offers", "topic"),
    [
        ("affirm", "human", "affirm"),
        ("affirm", "erase", "affirm"),
        ("affirm", None, "crisis"),
        ("deny", "erase", "deny"),
        ("deny", "human", "crisis"),
    ],
)
def test_a_yes_or_no_to_what_was_offered_is_one(best: str, offers: str | None, topic: str) -> None:
    offered = BotUttered("…", metadata={"utter_action": "utter_x", **({"offers": offers} if offers else {})})
    assert topic_of(meant("oui", best, said_by_customer("…", "crisis"), offered)) == topic


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("comment bloquer ma carte ?", "report_fraud"),
        ("wat met mijn geld", "report_fraud"),
        ("what about my card", "report_fraud"),
        ("ils m'ont tout pris, tout mon argent", "crisis"),
        ("ze hebben alles meegenomen", "crisis"),
    ],
)
def test_the_urgent_steps_come_again_when_they_are_asked_for(text: str, topic: str) -> None:
    before = said_by_customer("…", "report_fraud"), said_by_customer("…", "crisis", danger="crisis")
    assert topic_of(meant(text, "report_fraud", *before, danger="crisis")) == topic
    asked = said_by_customer("comment bloquer ma carte ?", "report_fraud", danger="crisis")
    assert topic_of(meant("c'est fait", "report_fraud", *before, asked, danger="crisis")) == "report_fraud"
    assert topic_of(meant(text, "report_fraud", *before, danger="crisis", danger_now=True)) == "crisis"


@pytest.mark.parametrize("told", [{}, {"danger": "crisis"}])
def test_to_have_done_the_steps_is_no_yes_to_a_person(told: dict[str, Any]) -> None:
    before = (
        said_by_customer("…", "report_fraud"),
        BotUttered("…", metadata={"utter_action": "utter_x", "offers": "human"}),
    )
    assert topic_of(meant("c'est fait", "affirm", *before, **told)) == "report_fraud"
    assert topic_of(meant("oui", "affirm", *before, **told)) == "affirm"


def test_who_waits_and_asks_how_long_is_told_how_they_stand() -> None:
    before = said_by_customer("…", "crisis")
    assert topic_of(meant("encore longtemps ?", "out_of_scope", before, people="waiting")) == "ask_human"
    assert topic_of(meant("laisse tomber", "deny", before, people="waiting")) == "crisis"


def test_without_danger_a_message_means_what_it_did() -> None:
    assert topic_of(meant("merci", "thank")) == "thank"
    fraud = said_by_customer("…", "report_fraud")
    assert topic_of(meant("et mon adresse", "data_type", fraud)) == "data_type", "a question of one's own is answered"
    assert topic_of(meant("je fais quoi", "need_to_act", fraud)) == "report_fraud", "and nobody hears: nothing to do"


@pytest.mark.parametrize("best", ["affirm", "deny"])
def test_a_yes_to_erasing_is_one_also_where_it_would_mean_something_else(best: str) -> None:
    before = said_by_customer("…", "suspicious_contact"), said_by_customer("…", "erase_chat")
    assert topic_of(meant("oui tout ça maintenant", best, *before)) == best
    asked = BotUttered("…", metadata={"utter_action": "utter_x", "offers": "erase"})
    assert topic_of(meant("oui tout ça maintenant", best, *before, asked)) == best
    assert topic_of(meant("oui efface tout maintenant", best, *before, asked)) == best


@pytest.mark.parametrize("text", ["oui efface tout s'il vous plaît", "ja wis alles", "yes delete everything"])
@pytest.mark.parametrize("told", [{}, {"danger": "in_danger"}])
def test_a_yes_that_says_what_is_the_wish_to_erase(text: str, told: dict[str, Any]) -> None:
    assert topic_of(meant(text, "affirm", said_by_customer("…", "bot_privacy"), **told)) == "erase_chat"


# What is done about it


@pytest.fixture
def policy(tmp_path: Path) -> TopicPolicy:
    rules = {
        **{"crisis": "utter_crisis", "in_danger": "utter_in_danger", "nlu_fallback": "action_clarify"},
        **{"data_type": "action_data_type", "hotline": "utter_hotline"},
    }
    return learnt(tmp_path, [rule(topic, [action]) for topic, action in rules.items()])


def next_action(policy: TopicPolicy, *events: Event) -> str:
    prediction = policy.predict_action_probabilities(tracker_of(*events), DOMAIN)
    return DOMAIN.action_names_or_texts[prediction.max_confidence_index]


@pytest.mark.parametrize("kind", KINDS)
def test_danger_heard_is_answered_whatever_was_understood(policy: TopicPolicy, kind: str) -> None:
    for topic in ("nlu_fallback", "hotline", "no rule for it"):
        newest = said_by_customer("…", topic, danger=kind, danger_now=True)
        assert next_action(policy, newest) == f"utter_{kind}"
    assert next_action(policy, said_by_customer("…", "nlu_fallback", {"danger": kind})) == f"utter_{kind}"


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_in_danger_is_told_that_they_were_not_understood(policy: TopicPolicy, kind: str) -> None:
    assert next_action(policy, said_by_customer("…", "nlu_fallback", danger=kind)) == f"utter_{kind}"
    assert next_action(policy, said_by_customer("…", "hotline", danger=kind)) == "utter_hotline"
    assert next_action(policy, said_by_customer("…", "nlu_fallback")) == "action_clarify"


@pytest.mark.parametrize("kind", KINDS)
def test_an_action_that_fails_in_such_a_talk_is_followed_by_the_lines(policy: TopicPolicy, kind: str) -> None:
    silent = [said_by_customer("…", "data_type", danger=kind), ActionExecuted("action_data_type")]
    assert next_action(policy, *silent) == f"utter_{kind}_without_rasa"
    assert next_action(policy, *silent, ActionExecuted(f"utter_{kind}_without_rasa")) == "action_listen"


# What is said


def unwanted(language: Language) -> list[str]:
    facts = incident().variables(language)
    return [facts["hotline"], facts["card_stop"], facts["website"], facts["suspicious_mailbox"]]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("people", PEOPLE)
@pytest.mark.parametrize("kind", KINDS)
async def test_each_answer_has_the_lines_and_nothing_of_fraud_or_the_incidents_hotline(
    kind: str, people: str | None, language: Language
) -> None:
    help_ = incident().danger_help
    told = {"people": people} if people else {}
    for message in await talk(f"utter_{kind}", language, ["…"] * 12, **told):
        assert message["topic"] == kind
        assert help_.emergency.link(language) in message["links"]
        own = help_.crisis_line if kind == "crisis" else help_.police
        assert own.link(language) in message["links"]
        assert not [word for word in unwanted(language) if word in message["text"]]
        assert "ticket" not in message, "no message form in place of a line"
        assert message.get("offers") == ("human" if people == "there" else None)
        assert message.get("handoff") == ({"priority": "danger"} if people == "waiting" else None)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
async def test_the_same_words_do_not_come_twice_in_a_row_and_the_first_ones_never_again(
    kind: str, language: Language
) -> None:
    texts = [message["text"] for message in await talk(f"utter_{kind}", language, ["…"] * 15, people="away")]
    assert texts.count(texts[0]) == 1
    assert len(set(texts)) >= 5
    assert all(one != another for one, another in pairwise(texts))


@pytest.mark.parametrize(
    ("kind", "text", "aside"),
    [
        ("crisis", "ça ne décroche pas", "line_silent"),
        ("crisis", "er neemt niemand op", "line_silent"),
        ("crisis", "nobody picks up there", "line_silent"),
        ("crisis", "Ce soir il n'y a personne ici, même pas la voisine.", "alone"),
        ("crisis", "pls dont send the police to me", "nobody"),
        ("crisis", "stuur niemand aub", "nobody"),
        ("crisis", "N'envoyez personne chez moi", "nobody"),
        ("crisis", "c'était une blague, pourquoi vous me dites ça", "joke"),
        ("crisis", "it doesn't matter anymore", "gave_up"),
        ("crisis", "k durf ni belle, nooit gedurfd", "in_writing"),
        ("crisis", "don't give me another phone number", "in_writing"),
        ("crisis", "wat zeggen ze daar dan, als ge belt?", "what_line"),
        ("crisis", "Vous croyez que ces gens répondent à une vieille femme comme moi ?", "what_line"),
        ("crisis", "zet dat nummer nog eens", "again"),
        ("crisis", "I just wanted to tell someone", "just_told"),
        ("crisis", "ok. sorry that I shouted", "sorry"),
        ("in_danger", "non police non. lui après encore plus fâché", "no_police"),
        ("in_danger", "et ici, il va voir ce que j'écris?", "watched"),
        ("in_danger", "he checks my phone every night", "watched"),
        ("in_danger", "ik fluister, hij hoort mij", "in_writing"),
        ("in_danger", "he is outside my house again", "at_door"),
        ("in_danger", "er is brand in de gang", "emergency"),
        ("in_danger", "ils disent que si je ne paie pas ils vont venir", "threat"),
    ],
)
async def test_a_remark_gets_its_own_answer(kind: str, text: str, aside: str) -> None:
    answers = await talk(f"utter_{kind}", FR, ["…", text])
    assert answers[1]["aside"] == f"utter_{kind}_{aside}"
    assert answers[1]["topic"] == kind


@pytest.mark.parametrize(
    ("text", "of_another"),
    [
        ("ma fille dit qu'elle veut mourir", True),
        ("Mon mari s'est fait arnaquer et depuis hier il répète qu'il serait mieux mort.", True),
        ("my daughter says she doesn't want to live anymore", True),
        ("mijn zoon zegt dat hij niet meer wil leven", True),
        ("Je ne veux plus peser sur ma fille, et je crois que je n'ai plus envie d'attendre.", False),
        ("mijn kinderen gaan mij niet missen", False),
        ("my wife left me and i want to die", False),
        ("ik wil dood", False),
        ("J'ai perdu mon mari en août, je veux le rejoindre", False),
    ],
)
async def test_it_is_heard_whose_life_is_meant(text: str, of_another: bool) -> None:
    first, second = await talk("utter_crisis", NL, [text, "wat nu"])
    assert (first.get("aside") == "utter_crisis_other") is of_another
    assert (second.get("aside") == "utter_crisis_other") is of_another, "it goes on so"


async def test_an_aside_is_said_once_each_and_then_the_answer_goes_on() -> None:
    answers = await talk("utter_crisis", FR, ["…", *["ça ne décroche pas"] * 3])
    assert [answer.get("aside") for answer in answers[1:]] == [*["utter_crisis_line_silent"] * 2, None]
    assert len({answer["text"] for answer in answers}) == len(answers)


@pytest.mark.parametrize(("topic", "aside"), [("thank", "thanks"), ("goodbye", "leaves"), ("deny", "refuses")])
@pytest.mark.parametrize("kind", KINDS)
async def test_a_courtesy_is_answered_as_one(kind: str, topic: str, aside: str) -> None:
    before = said_by_customer("…", kind), BotUttered("…", metadata={"utter_action": f"utter_{kind}"})
    tracker = tracker_of(*before, said_by_customer("…", kind, {"read_as": topic}))
    message = await RESPONSES.generate(f"utter_{kind}", tracker, "rest")
    assert message
    assert message["aside"] == f"utter_{kind}_{aside}"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_while_money_may_be_leaving_one_button_leads_there_without_naming_it(language: Language) -> None:
    async def buttons(*before: Event, read: dict[str, Any] | None = None) -> list[str]:
        newest = said_by_customer("…", "crisis", {"language": language, **(read or {})}, people="away")
        message = await RESPONSES.generate("utter_crisis", tracker_of(*before, newest), "rest")
        assert message
        return [button["payload"] + button["title"] for button in message.get("buttons", [])]

    expected = ["/report_fraud" + quiet_titles()["report_fraud"][language]]
    assert await buttons() == []
    assert await buttons(said_by_customer("…", "report_fraud")) == expected
    assert await buttons(read={BESIDE: "report_fraud"}) == expected


def test_what_a_message_about_danger_is_about_beside_is_kept() -> None:
    message = meant("…", "report_fraud", danger="crisis", danger_now=True)
    assert message.get(BESIDE) == "report_fraud"
    assert meant("…", "crisis", danger="crisis", danger_now=True).get(BESIDE) is None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
async def test_asking_for_a_person_queues_where_there_is_one_and_else_gives_the_lines(
    kind: str, language: Language
) -> None:
    line = incident().danger_help.emergency.link(language)
    for people in PEOPLE:
        newest = said_by_customer("…", "ask_human", {"language": language}, people=people, danger=kind)
        message = await RESPONSES.generate("utter_ask_human", tracker_of(newest), "rest")
        assert message
        assert line in message["links"]
        assert not [word for word in unwanted(language) if word in message["text"]]
        assert not {"offers", "ticket"} & set(message)
        assert message.get("handoff") == (None if people == "away" else {"priority": "danger"})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
async def test_what_is_answered_as_itself_names_the_lines_where_it_would_name_the_hotline(
    kind: str, language: Language
) -> None:
    newest = said_by_customer("…", "hotline", {"language": language}, danger=kind)
    message = await RESPONSES.generate("utter_hotline", tracker_of(newest), "rest")
    assert message
    assert message["links"][-1] == incident().hotline.link, "last, and for questions on the incident only"
    challenged = await RESPONSES.generate("utter_bot_challenge", tracker_of(newest), "rest")
    assert challenged
    assert incident().hotline.display not in challenged["text"]


@pytest.mark.parametrize("kind", KINDS)
def test_who_is_in_danger_gets_the_lines_also_where_nothing_can_answer(kind: DangerKind) -> None:
    answer = _apology(Told(language=NL, danger=kind)).wire("x")["custom"]
    assert answer["topic"] == kind
    assert incident().danger_help.emergency.link(NL) in answer["links"]
    assert _apology(Told.parse_obj({"danger": "nonsense"})).topic == "fallback"
