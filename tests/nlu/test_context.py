"""The expert on conversations looks at what came before, and only where something came that tells anything."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.message import Message

from bot.conversation.said_before import has_begun
from bot.conversation.situation import CountedAnswer, Meant, Situation
from bot.nlu import context_expert
from bot.nlu.context_expert import ALONE, ContextExpert, ContextReader, ContextUnlearnt
from bot.nlu.context_features import context_of, features_of
from bot.nlu.meant_in_context import (
    meant_after_fraud,
    meant_of_a_brand,
    meant_of_a_death,
    meant_of_a_loss,
    meant_of_a_place,
    meant_of_a_repeat,
    meant_of_a_verdict,
    meant_of_an_offer,
    meant_of_giving_nothing,
    meant_of_insisting,
    meant_of_own_duties,
    meant_of_what_was_given,
    meant_of_who_waits,
)
from bot.nlu.topic_scores import add_opinion, belief
from tests.spoken import NL


def after(topic: str, *answers: CountedAnswer) -> Situation:
    given = answers or (CountedAnswer(response=f"utter_{topic}", topic=topic),)
    return Situation().after(Meant(topic=topic, alone=topic), given, NL)


def test_what_tells_nothing_is_not_looked_at() -> None:
    assert not has_begun(Situation())
    assert not has_begun(after("greet"))
    assert not has_begun(after("nlu_fallback"))
    assert has_begun(after("hotline"))


def test_a_message_is_looked_at_with_what_came_before() -> None:
    before = after(
        "report_fraud", CountedAnswer(response="x", topic="report_fraud", offers="human", buttons=("risks",))
    )
    context = context_of(
        before.after(Meant(topic="thank", alone="thank"), [CountedAnswer(response="y", topic="thank")], None)
    )
    assert {"answered:thank", "meant:thank", "before:report_fraud", "spoken:report_fraud"} <= {*context}
    found = features_of("En mijn IBAN?", before, "data_type", 0.97)
    assert {"word:iban", "pair:mijn iban", "kind", "asks", "alone:data_type", "sure:3"} <= {*found}
    assert {"answered:report_fraud & kind", "offered:human & asks", "offered:buttons & alone:data_type"} <= {*found}
    assert len(found) == len({*found})


def test_without_what_was_learnt_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ContextUnlearnt, match="make train"):
        ContextReader(tmp_path / "context.npz")


@pytest.mark.parametrize(
    ("words", "topic"),
    [
        ("2", "spot_fraud"),
        ("de tweede graag", "spot_fraud"),
        ("le premier", "risks"),
        ("the last one", "spot_fraud"),
        ("the third", None),
        ("the second letter that I got said something else", None),
        ("ja", None),
    ],
)
def test_a_button_is_named_by_its_place(words: str, topic: str | None) -> None:
    offered = after(
        "what_happened", CountedAnswer(response="x", topic="what_happened", buttons=("risks", "spot_fraud"))
    )
    assert meant_of_a_place(words, offered) == topic
    assert meant_of_a_place(words, after("what_happened")) is None


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("can you say that more simply", "what_happened"),
        ("plus court svp", "what_happened"),
        ("laat maar", "deny"),
        ("wat wil dat zeggen, phishing", None),
        ("ok", None),
    ],
)
def test_the_answer_before_is_asked_for_again_or_taken_back(text: str, topic: str | None) -> None:
    assert meant_of_a_repeat(text, text.replace(",", ""), "deny", after("what_happened")) == topic
    assert meant_of_a_repeat("plus court svp", "plus court svp", "deny", after("thank")) is None


@pytest.mark.parametrize(
    ("words", "alone", "meant"),
    [
        ("laat maar zitten ik wil een echte mens", "ask_human", "ask_human"),
        ("forget it speak to a person", "ask_human", "ask_human"),
        ("laisse tomber merci quand meme", "thank", "thank"),
        ("laissez tomber ca va", "ask_human", "deny"),
        ("never mind it was all nothing", "out_of_scope", "deny"),
        ("pff zo geraken we er niet laat maar", "erase_chat", "deny"),
        ("laat maar wis dit gesprek", "erase_chat", "erase_chat"),
        ("verstaat er niks van laat maar", "erase_chat", "complain"),
    ],
)
def test_what_is_wanted_instead_of_what_is_taken_back_is_meant(words: str, alone: str, meant: str) -> None:
    assert meant_of_a_repeat(words, words, alone, after("what_happened")) == meant


@pytest.mark.parametrize(
    ("response", "alone", "words", "gave"),
    [
        ("utter_suspicious_contact", "deny", "nee", False),
        ("utter_check_message_fraud", "affirm", "yes i did", True),
        ("utter_check_message_fraud", "affirm", "yes i did that yesterday", None),
        ("utter_hotline", "deny", "non", None),
        ("utter_suspicious_contact", "thank", "merci", None),
    ],
)
def test_a_bare_yes_or_no_says_whether_anything_was_given(
    response: str, alone: str, words: str, gave: bool | None
) -> None:
    before = after("suspicious_contact", CountedAnswer(response=response, topic="suspicious_contact"))
    assert meant_of_what_was_given(alone, words, before) is gave


def test_whether_it_is_fraud_is_asked_of_the_message_looked_at() -> None:
    looked_at = after("check_message")
    assert meant_of_a_verdict("fraude of niet", looked_at) == "check_message"
    assert meant_of_a_verdict("so its 100 fake", looked_at) == "check_message"
    assert meant_of_a_verdict("merci", looked_at) is None
    assert meant_of_a_verdict("fraude of niet", after("hotline")) is None


def test_a_sister_brand_is_another_company() -> None:
    assert meant_of_a_brand("scarlet", "et mobile vikings") == "other_company"
    assert meant_of_a_brand("scarlet", "ben ik bij scarlet") is None
    assert meant_of_a_brand("hotline", "et mobile vikings") is None


@pytest.mark.parametrize(
    ("best", "text", "meant"),
    [
        ("suspicious_contact", "ma mère a reçu un whatsapp, elle a viré 1200 euros", "report_fraud"),
        ("suspicious_contact", "ik heb hem de code gegeven", "report_fraud"),
        ("suspicious_contact", "he wants me to give the code", None),
        ("suspicious_contact", "ik heb niks gegeven", None),
        ("report_fraud", "mon mari a versé 640 euros à quelqu'un", "report_fraud"),
        ("data_rights", "j'ai donné mon code", None),
    ],
)
def test_who_gave_something_was_not_only_approached(best: str, text: str, meant: str | None) -> None:
    assert meant_of_a_loss(best, text, names_it=False, is_news=True) == meant


def test_who_sent_money_hears_what_is_urgent_before_whether_it_comes_from_the_leak() -> None:
    text = "j'ai viré 1800€ à un faux fils sur whatsapp, ça vient de votre fuite ?"
    assert meant_of_a_loss("from_this_leak", text, names_it=True, is_news=True) == "report_fraud"
    assert meant_of_a_loss("from_this_leak", text, names_it=True, is_news=False) is None
    assert meant_of_a_loss("from_this_leak", "ça vient de votre fuite ?", names_it=False, is_news=True) is None


def test_who_gave_nothing_in_such_a_talk_speaks_of_it() -> None:
    assert meant_of_giving_nothing("j'ai rien confirmé du tout", after("check_message")) == "suspicious_contact"
    assert meant_of_giving_nothing("ik heb niks ingevuld", after("report_fraud")) == "report_fraud"
    assert meant_of_giving_nothing("ik heb niks ingevuld", after("hotline")) is None
    assert meant_of_giving_nothing("did i only click, is that bad?", after("report_fraud")) is None


def test_the_number_is_not_a_repeat_of_the_answer_before() -> None:
    words = "say me again the number for questions"
    assert meant_of_a_repeat(words, words, "hotline", after("change_password")) is None


def test_a_death_is_taken_up_once_whatever_was_read() -> None:
    words, before = "mijn man is overleden en nu die mail", after("greet")
    assert meant_of_a_death("suspicious_contact", words, words, before) == "am_i_affected/deceased"
    assert meant_of_a_death("data_rights", words, words, before) == "data_rights/deceased"
    assert meant_of_a_death("report_fraud", words, words, before) is None
    assert meant_of_a_death("am_i_affected", "mijn man belde", "mijn man belde", before) is None
    answered = CountedAnswer(response="utter_am_i_affected/deceased", topic="am_i_affected")
    assert meant_of_a_death("am_i_affected", words, words, after("am_i_affected", answered)) is None


def test_who_surely_gave_nothing_is_no_victim() -> None:
    assert meant_after_fraud("need_to_act", "en nu", ["report_fraud"], gave_nothing=True) == "suspicious_contact"
    assert meant_after_fraud("change_password", "en nu", ["report_fraud"], gave_nothing=True) == "change_password"
    assert meant_after_fraud("need_to_act", "en nu", ["suspicious_contact"], gave_nothing=True) == "suspicious_contact"
    assert meant_after_fraud("hotline", "plus de reseau", ["report_fraud"], gave_nothing=True) == "report_fraud"


def test_a_yes_or_no_answers_what_was_offered() -> None:
    assert meant_of_an_offer("affirm", "ja graag", "human", is_sure=True) == "affirm"
    assert meant_of_an_offer("deny", "non merci", "message", is_sure=True) == "deny"
    assert meant_of_an_offer("affirm", "ja graag", None, is_sure=True) is None
    assert meant_of_an_offer("thank", "merci", "human", is_sure=True) is None
    assert meant_of_an_offer("affirm", "ja maar ik heb nog een vraag over iets anders", "human", is_sure=True) is None
    assert meant_of_an_offer("deny", "urgent !!!", "human", is_sure=False) is None
    assert meant_of_an_offer("affirm", "tja", "erase", is_sure=False) is None


@pytest.mark.parametrize("topic", ["report_fraud", "check_message", "suspicious_contact"])
def test_after_fraud_nobody_hears_that_nothing_needs_to_be_done(topic: str) -> None:
    assert meant_after_fraud("need_to_act", "en nu", ["thank", topic]) == topic
    assert meant_after_fraud("when_did_it_happen", "en nu", [topic]) == "when_did_it_happen"
    assert meant_after_fraud("need_to_act", "en nu", ["thank"]) == "need_to_act"


def test_a_victim_asks_of_data_or_of_what_they_gave_away() -> None:
    assert meant_after_fraud("data_type", "was my iban in it", ["report_fraud"]) == "data_type"
    assert meant_after_fraud("data_type", "is my card safe now", ["report_fraud"]) == "report_fraud"


def test_an_expert_alone_makes_no_talk_about_danger(monkeypatch: pytest.MonkeyPatch) -> None:
    message = Message({"text": "blah blah the story of my life"})
    add_opinion(message, ["crisis", "out_of_scope"], np.array([3.0, 0.0]), 1.0, 1.0)
    monkeypatch.setattr(context_expert, "context_reader", lambda: None)
    ContextExpert(ContextExpert.get_default_config()).process([message], DialogueStateTracker.from_events("x", []))
    assert message.get(ALONE) == "out_of_scope"


def test_who_asks_the_same_again_means_what_they_say() -> None:
    misread = Situation().after(Meant(topic="when_did_it_happen", alone="what_happened"), [], NL)
    assert meant_of_insisting("what_happened", misread) == "what_happened"
    assert meant_of_insisting("risks", misread) is None
    assert meant_of_insisting("what_happened", after("what_happened")) is None
    assert meant_of_insisting("what_happened", Situation()) is None


def test_a_company_is_not_told_that_there_is_nothing_to_do() -> None:
    assert meant_of_own_duties("need_to_act", "dois je prevenir quelqu un en tant qu entreprise") == "data_rights"
    assert meant_of_own_duties("need_to_act", "moeten wij iets doen") is None, "a household asks so, too"
    assert meant_of_own_duties("hotline", "our company wants to call") is None


def test_a_network_lost_after_a_fraud_belongs_to_it_whatever_was_read() -> None:
    assert (
        meant_after_fraud("nlu_fallback", "i dont have network since this morning", ["report_fraud"]) == "report_fraud"
    )
    assert (
        meant_after_fraud("service_impact", "i dont have network since this morning", ["hotline"]) == "service_impact"
    )


@pytest.mark.parametrize(
    ("text", "topic", "is_read_again"),
    [("what can you do?", "help", False), ("help", "help", True), ("a person please", "ask_human", False)],
)
def test_what_is_plainly_asked_of_us_is_not_read_again(
    text: str, topic: str, is_read_again: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Reader:
        topics = (topic, "hotline")

        def read(self, *_: object) -> object:
            return np.array([-9.0, -0.1]), dict.fromkeys(context_expert.ACTS, 0.0)

    message = Message({"text": text, "metadata": {"situation": after("hotline").written()}})
    add_opinion(message, [topic, "hotline"], np.array([9.0, 0.0]), 1.0, 1.0)
    monkeypatch.setattr(context_expert, "context_reader", Reader)
    ContextExpert(ContextExpert.get_default_config()).process([message], DialogueStateTracker.from_events("x", []))
    topics, chances = belief(message)
    assert topics[int(chances.argmax())] == ("hotline" if is_read_again else topic)


@pytest.mark.parametrize(
    "text", ["il attend, je fais quoi ?", "ze hangt aan de lijn, wat doe ik", "he is on the phone now, what do I do"]
)
def test_who_has_somebody_waiting_never_hears_that_nothing_needs_to_be_done(text: str) -> None:
    assert meant_of_who_waits("need_to_act", text) == "suspicious_contact"
    assert meant_of_who_waits("need_to_act", "moet ik iets doen?") is None
