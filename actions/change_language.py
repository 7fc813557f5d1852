"""The customer wants another language: switch at once and say so in the new one."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import Conversation
from bot.content import incident, is_offered
from bot.language import LANGUAGES, Language, facts
from bot.phrases import contains_any, contains_phrase


def language_buttons() -> list[dict[str, str]]:
    """One button per language, titled in that language."""
    return [
        {"title": facts(language).name, "payload": f'/change_language{{"wanted_language": "{language}"}}'}
        for language in incident().languages
    ]


class ActionChangeLanguage(Action):
    def name(self) -> str:
        return "action_change_language"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        conversation = Conversation(tracker)
        # "Why English? I speak Dutch" is written in the language that is wanted: what counts is what was answered in.
        current = conversation.before.language or conversation.language
        chosen, named = _chosen(tracker), _named(conversation.text, current)
        if named and contains_phrase(conversation.text, "own_language"):
            named = conversation.language
        says_no = named == conversation.language and contains_phrase(conversation.text, "speaks_it_badly")
        wanted = chosen or (None if says_no else named)
        if wanted:
            dispatcher.utter_message(response="utter_language_changed", language=wanted)
            return [SlotSet("language", wanted)]
        if contains_phrase(conversation.text, "language_other") or _names_one_not_offered(conversation.text):
            say_that_it_is_not_spoken(dispatcher, conversation)
        else:
            dispatcher.utter_message(response="utter_language_ask", buttons=language_buttons())
        return []


def say_that_it_is_not_spoken(dispatcher: CollectingDispatcher, conversation: Conversation) -> None:
    """Name the languages we speak; the second time in a row, also offer a person, or the hotline and a message form."""
    response = "utter_language_not_spoken_again" if conversation.is_way_out_due else "utter_language_not_spoken"
    dispatcher.utter_message(response=response, buttons=language_buttons())


def _chosen(tracker: Tracker) -> Language | None:
    """The language of the button pressed."""
    chosen = next(tracker.get_latest_entity_values("wanted_language"), None)
    return chosen if is_offered(chosen) else None


def _named(text: str, current: Language) -> Language | None:
    """The language named in `text`; of several, the one that is not in use now ("Nederlands, pas en français")."""
    languages = incident().languages
    refused = [language for language in languages if contains_any(text, facts(language).refused.values())]
    named = [one for one in languages if one not in refused and contains_any(text, facts(one).asked_for.values())]
    others = [language for language in named if language != current]
    if refused and not named:
        return None if current in refused else current
    return next(iter(others or named), None)


def _names_one_not_offered(text: str) -> bool:
    return any(contains_any(text, facts(one).asked_for.values()) for one in LANGUAGES if not is_offered(one))
