"""Answers in the customer's language: Rasa's response generator, with the incident's facts filled in.

Each response in domain/ has its variants side by side, some per language. The first is the full answer;
when a customer comes back to the same topic the next one is said, in other words and shorter, because nothing
feels more like talking to a wall than the same sentences twice.

What is different when a person can take over, or when somebody is in danger, stands in a response of its own, whose
name ends with the situation: `utter_ask_human_waiting` is said instead of `utter_ask_human` to who is in the queue.
So does what answers a remark in passing, such as `utter_crisis_alone`; see `situation.py`.
"""

from __future__ import annotations

from typing import Any

from rasa.core.nlg import TemplatedNaturalLanguageGenerator, interpolator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.content import incident, quiet_titles, topic_titles
from bot.dialogue.conversation_language import conversation_language
from bot.dialogue.danger_talk import was_spoken_of
from bot.dialogue.situation import ASIDE, asides, situations
from bot.language import LANGUAGES, Language, is_language

Variant = dict[str, Any]

# What a response may state in its metadata: the offer that a later "yes" accepts, the hand-off it begins, whether a
# message with a number may be left, and whether the conversation is erased. Beside these, `ends` names the response
# that is said at its end, `buttons` the topics offered, and `quiet` those offered without their names, where the
# customer spoke of them before.
PASSED_ON = ("offers", "handoff", "ticket", "erase")
OWN_TEXT = "meaning"  # what an action fills in that is content, too: the names in it are filled in, and linked
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
        fitting = situations(tracker)
        aside = self._aside(utter_action, tracker, language)
        variant = aside or self._variant(utter_action, fitting, language, said_before)
        if variant is None:
            return None
        ending = (variant.get("metadata") or {}).get("ends")
        if ending:
            variant = _joined(variant, self._variant(ending, fitting, language, said_before))
        return self._message(utter_action, variant, language, kwargs, tracker)

    def _aside(self, name: str, tracker: DialogueStateTracker, language: Language) -> Variant | None:
        """What answers the newest message's remark, until there is nothing new to say to it."""
        for ending in asides(name, tracker):
            candidate = f"{name}_{ending}"
            variants = self._variants.get(candidate, {}).get(language, [])
            said = _times_said(candidate, tracker, by=ASIDE)
            if said < len(variants):
                return {**variants[said], ASIDE: candidate}
        return None

    def _variant(self, name: str, fitting: list[str], language: Language, said_before: int) -> Variant | None:
        """What is said as response `name` in this situation, for the time after `said_before` times."""
        for candidate in (*(f"{name}_{situation}" for situation in fitting), name):
            variants = self._variants.get(candidate, {}).get(language)
            if variants:
                return variants[_turn(said_before, len(variants))]
        return None

    def _message(
        self,
        name: str,
        variant: Variant,
        language: Language,
        given: dict[str, Any],
        tracker: DialogueStateTracker,
    ) -> dict[str, Any]:
        metadata = variant.get("metadata") or {}
        text = variant["text"].replace(f"{{{OWN_TEXT}}}", given.get(OWN_TEXT) or "")
        variables = {
            **incident().variables(language),
            **{key: value for key, value in given.items() if isinstance(value, str)},
        }
        message = {
            "text": interpolator.interpolate(text, variables),
            "topic": metadata.get("topic", name.removeprefix("utter_")),
            "language": language,
            **{key: metadata[key] for key in PASSED_ON if key in metadata},
            "links": incident().links(text, language),
            "buttons": _buttons(metadata, language, tracker),
            ASIDE: variant.get(ASIDE),
        }
        return {key: value for key, value in message.items() if value}


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
    """`variant` with `ending` said after it, on a line of its own where there are lines, and the buttons of both."""
    if ending is None:
        return variant
    between = "\n" if "\n" in variant["text"] else " "
    first, last = variant["metadata"], ending.get("metadata") or {}
    buttons = [*first.get("buttons", ()), *last.get("buttons", ())]
    metadata = {**first, **last, "buttons": buttons}
    return {**variant, "text": f"{variant['text']}{between}{ending['text']}", "metadata": metadata}


def _buttons(metadata: dict[str, Any], language: Language, tracker: DialogueStateTracker) -> list[dict[str, str]]:
    waits = "waiting" in situations(tracker)
    offered = [topic for topic in metadata.get("buttons", ()) if not (waits and topic == PERSON)]
    buttons = [{"title": topic_titles()[topic][language], "payload": f"/{topic}"} for topic in offered]
    return buttons + [
        {"title": quiet_titles()[topic][language], "payload": f"/{topic}"}
        for topic in metadata.get("quiet", ())
        if was_spoken_of(topic, tracker)
    ]


def _times_said(name: str, tracker: DialogueStateTracker, by: str = "utter_action") -> int:
    """How often this answer was given before in the conversation (not in this very turn)."""
    return sum(1 for event in tracker.events if isinstance(event, BotUttered) and event.metadata.get(by) == name)
