"""What a word means and, where it is a kind of data, whether the incident concerns it."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import Conversation
from actions.data_type import ORDER, answer_kinds
from bot.content import incident
from bot.data_kinds.recogniser import recognise_kinds
from bot.glossary import Term, find_terms, terms
from bot.language import Language
from bot.phrases import contains_phrase


class ActionDefinition(Action):
    def name(self) -> str:
        return "action_definition"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        conversation = Conversation(tracker)
        text, language = conversation.text, conversation.language
        found = find_terms(text)
        explained = [*reversed(conversation.before.explained)]
        asks_again = contains_phrase(text, "say_again") or conversation.is_read_in_context
        for name in found or (explained[:1] if asks_again else []):
            _explain(dispatcher, name, language, again=name in explained)
        kinds = [kind for kind in recognise_kinds(text, incident().involvement) if kind not in _kinds_of(found)]
        if found and len(kinds) == 1:
            # "What is a PUK, and is my address in it?" asks two things; of several kinds none is asked about for sure.
            answer_kinds(dispatcher, kinds, language)
        if not dispatcher.messages:
            dispatcher.utter_message(response="utter_definition_which")
        return []


def _explain(dispatcher: CollectingDispatcher, name: str, language: Language, again: bool) -> None:
    """Say what a term means; in simpler words when the customer asks again."""
    term = terms()[name]
    if again:
        simpler = term.again[language] if term.again else None
        response = "utter_definition" if simpler else "utter_definition_once_more"
        meaning = simpler or term.meaning[language]
    else:
        involved = {incident().involvement(kind) for kind in term.kinds}
        answer = next((one for one in ORDER if one in involved), None)
        response = f"utter_definition_{answer}" if answer else "utter_definition"
        meaning = term.meaning[language]
    dispatcher.utter_message(response=response, meaning=meaning, details={"terms": [name]})


def _kinds_of(found: list[str]) -> set[str]:
    known: dict[str, Term] = terms()
    return {kind for name in found for kind in known[name].kinds}
