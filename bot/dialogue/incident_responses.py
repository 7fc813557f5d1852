"""Answers in the customer's language: Rasa's response generator, with the incident's facts filled in.

Each response in domain/ has its variants side by side, some per language. The first is the full answer;
when a customer comes back to the same topic the next one is said, in other words and shorter, because nothing
feels more like talking to a wall than the same sentences twice.

What is different when a person can take over stands in a response of its own, whose name ends with the situation:
`utter_ask_human_waiting` is said instead of `utter_ask_human` to who is in the queue; see `situation.py`.
"""

from __future__ import annotations

from typing import Any

from rasa.core.nlg import TemplatedNaturalLanguageGenerator, interpolator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.content import incident, topic_titles
from bot.dialogue.conversation_language import conversation_language
from bot.dialogue.situation import asides, situations
from bot.language import LANGUAGES, Language, is_language

Variant = dict[str, Any]

# What a response may state in its metadata: the offer that a later "yes" accepts, the hand-off it begins, and whether a
# message with a number may be left. Beside these, `ends` names the response that is said at its end.
PASSED_ON = ("offers", "handoff", "ticket")
PERSON = "ask_human"  # no button for who waits for one


class IncidentResponses(TemplatedNaturalLanguageGenerator):
    """Named in endpoints.yml as the `nlg`; Rasa makes one when it loads a model."""

    def __init__(self, endpoint_config: EndpointConfig | None = None, domain: Domain | None = None) -> None:
        super().__init__(domain.responses if domain else {})

    @property
    def responses(self) -> dict[str, list[Variant]]:
        """The domain's responses; Rasa's agent sets them anew with each model it loads."""
        return self._responses

    @responses.setter
    def responses(self, responses: dict[str, list[Variant]]) -> None:
        self._responses = responses
        self._variants = {
            name: {language: _in_language(variants, language) for language in LANGUAGES}
            for name, variants in responses.items()
        }

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any] | None:
        """Return one message: `text`, `buttons`, `topic`, `language` and what the caller passed as `details`.

        `language` in `kwargs` overrides the conversation's, for the answer that announces a change of language.
        """
        wanted = kwargs.pop("language", None)
        language = wanted if is_language(wanted) else conversation_language(tracker)
        language = language or incident().default_language
        said_before = _times_said(utter_action, tracker)
        fitting = [*(asides(utter_action, tracker) if said_before else ()), *situations(tracker)]
        variant = self._variant(utter_action, fitting, language, said_before)
        if variant is None:
            return None
        ending = (variant.get("metadata") or {}).get("ends")
        if ending:
            variant = _joined(variant, self._variant(ending, fitting, language, said_before))
        return _message(utter_action, variant, language, kwargs, waits="waiting" in fitting)

    def _variant(self, name: str, fitting: list[str], language: Language, said_before: int) -> Variant | None:
        """What is said as response `name` in this situation, for the time after `said_before` times."""
        for candidate in (*(f"{name}_{situation}" for situation in fitting), name):
            variants = self._variants.get(candidate, {}).get(language)
            if variants:
                return variants[_turn(said_before, len(variants))]
        return None


def _turn(said_before: int, variants: int) -> int:
    """Which variant is next; the first, full one does not come back where there are others to go on with."""
    if said_before < variants:
        return said_before
    again = min(1, variants - 2) if variants > 1 else 0
    return again + (said_before - variants) % (variants - again)


def _in_language(variants: list[Variant], language: Language) -> list[Variant]:
    return [
        variant
        for variant in variants
        if any(
            condition.get("name") == "language" and condition.get("value") == language
            for condition in variant.get("condition", ())
        )
    ]


def _joined(variant: Variant, ending: Variant | None) -> Variant:
    """`variant` with `ending` said after it, on a line of its own where there are lines."""
    if ending is None:
        return variant
    between = "\n" if "\n" in variant["text"] else " "
    metadata = {**variant["metadata"], **(ending.get("metadata") or {})}
    return {"text": f"{variant['text']}{between}{ending['text']}", "metadata": metadata}


def _message(name: str, variant: Variant, language: Language, given: dict[str, Any], waits: bool) -> dict[str, Any]:
    metadata = variant.get("metadata") or {}
    offered = [topic for topic in metadata.get("buttons", ()) if not (waits and topic == PERSON)]
    variables = {
        **incident().variables(language),
        **{key: value for key, value in given.items() if isinstance(value, str)},
    }
    titles = topic_titles()
    message = {
        "text": interpolator.interpolate(variant["text"], variables),
        "topic": metadata.get("topic", name.removeprefix("utter_")),
        "language": language,
    }
    message.update({key: metadata[key] for key in PASSED_ON if key in metadata})
    hotline = incident().hotline
    if hotline.display in message["text"]:
        message["links"] = [hotline.link]
    buttons = [{"title": titles[topic][language], "payload": f"/{topic}"} for topic in offered]
    if buttons:
        message["buttons"] = buttons
    return message


def _times_said(name: str, tracker: DialogueStateTracker) -> int:
    """How often this answer was given before in the conversation (not in this very turn)."""
    return sum(
        1 for event in tracker.events if isinstance(event, BotUttered) and event.metadata.get("utter_action") == name
    )
