"""A message or link that the customer pasted: the signs of fraud in it, each named and explained."""

from __future__ import annotations

from threading import Thread
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import Conversation
from bot.content import incident
from bot.conversation.subtopics import OF_A_VERDICT
from bot.conversation.turns import SUBTOPICS
from bot.fraud.checker import Finding, check
from bot.fraud.pasted import asks_of_one, continues, is_plainly_pasted, looks_pasted
from bot.fraud.reasons import MAX_REASONS, bulleted
from bot.phrases import asks_within, contains_phrase
from bot.privacy.masking import find_personal

ASKED_FOR = "utter_check_message_ask"
ABOUT_THE_SENDER = "utter_suspicious_contact/sender_address"
SENDER_MAX_WORDS = 10
# Has what makes the checker read each of its tables: words, a name and a link.
SAMPLE = "Proximus: your bill of November is ready on https://a.example/b"
UNASKED = "nothing_found_unasked"
CALM = "utter_check_message_again_nothing_found"
# What is said of the same message once more, by the verdict's answer.
AGAIN = {
    f"utter_check_message_{said}": f"utter_check_message_again_{verdict}"
    for verdict, answers in {
        "fraud": ("fraud", "again_fraud"),
        "careful": ("careful", "again_careful"),
        "nothing_found": ("nothing_found", "again_nothing_found", UNASKED),
    }.items()
    for said in answers
}


class ActionCheckMessage(Action):
    def __init__(self) -> None:
        # Reads the tables at start, so that no customer waits for them; beside it, so that nothing else waits.
        Thread(target=check, args=(SAMPLE, incident()), name="fraud-tables", daemon=True).start()

    def name(self) -> str:
        return "action_check_message"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        conversation = Conversation(tracker)
        text, again = _with_what_it_continues(conversation), _verdict_again(conversation)
        # Who argues about a message that bore signs, and names an address in it, shows no other one.
        argues = again not in (None, CALM) and asks_within(conversation.text)
        if not argues and _only_names_the_sender(conversation.text):
            dispatcher.utter_message(response=ABOUT_THE_SENDER)
            return []
        if again and _is_about_the_last(conversation, text):
            dispatcher.utter_message(response=again)
            return []
        if not looks_pasted(text, topic_known=True, asked_for=_was_asked_for(conversation)):
            dispatcher.utter_message(response=ASKED_FOR)
            return []
        finding = check(text, incident())
        if argues and finding.verdict == "nothing_found":
            dispatcher.utter_message(response=again)
            return []
        reasons = (
            bulleted(finding.signs, conversation.language, incident()) if finding.verdict != "nothing_found" else ""
        )
        dispatcher.utter_message(
            response=f"utter_check_message_{_answer(finding)}",
            details={
                "verdict": finding.verdict,
                "signs": [evidence.sign.value for evidence in finding.signs[:MAX_REASONS]],
            },
            **({"signs": reasons} if reasons else {}),
        )
        if finding.is_cut:
            dispatcher.utter_message(response="utter_check_message_cut")
        return []


def _only_names_the_sender(text: str) -> bool:
    """ "The mail comes from info@proximus.be" tells of a message and is none."""
    if len(text.split()) > SENDER_MAX_WORDS or not contains_phrase(text, "names_a_sender"):
        return False
    return any(item.kind == "email" for item in find_personal(text))


def _with_what_it_continues(conversation: Conversation) -> str:
    """The newest message, joined to the one before where the customer pasted one text in two parts."""
    text = conversation.text
    before = conversation.turns[-2].text if len(conversation.turns) > 1 else ""
    return f"{before}\n{text}" if continues(before, text) else text


def _was_asked_for(conversation: Conversation) -> bool:
    last = conversation.before.last_answer
    return last is not None and last.response == ASKED_FOR


def _answer(finding: Finding) -> str:
    return UNASKED if finding.verdict == "nothing_found" and finding.unasked else finding.verdict


def _verdict_again(conversation: Conversation) -> str | None:
    """The response that repeats in short what was found in the message looked at before, if one was."""
    said = (answer.response for answer in conversation.before.answers)
    return next((AGAIN[response] for response in said if response in AGAIN), None)


def _is_about_the_last(conversation: Conversation, text: str) -> bool:
    """Whether the message looked at before is meant, and no other one is shown or to be looked at."""
    asked = {*OF_A_VERDICT}.intersection(conversation.read.get(SUBTOPICS) or ())
    if asked or contains_phrase(text, "fraud_or_not") or contains_phrase(text, "asks_for_the_signs"):
        return not is_plainly_pasted(text)
    if not asks_of_one(text):
        return False
    return conversation.is_read_in_context or looks_pasted(text, topic_known=True)
