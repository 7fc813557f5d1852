"""Answers in the customer's language: Rasa's response generator, with the incident's facts filled in.

Each response in domain/ has its variants side by side, some per language. The first is the full answer;
when a customer comes back to the same topic the next one is said, in other words and shorter, because nothing
feels more like talking to a wall than the same sentences twice.

What is different when a person can take over, or when somebody is in danger, stands in a response of its own, whose
name ends with the situation: `utter_ask_human_waiting` replaces `utter_ask_human` for a customer who is in the queue.
Asides, which answer a remark in passing, are named alike (`utter_crisis_alone`); see `endings.py`.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from rasa.core.nlg import TemplatedNaturalLanguageGenerator, interpolator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.contacts.plan import HANG_UP_IF, Plan
from bot.contacts.table import answer_titles
from bot.content import follow_ups_of, incident, is_offered, offered, quiet_titles, subtopic_titles, topic_titles
from bot.conversation.answer import Stated
from bot.conversation.situation import Done, Situation
from bot.conversation.subtopics import payload_of, topic_of
from bot.conversation.turns import (
    ACTS,
    ASIDE,
    ASKS,
    BEGINS,
    CORRECTS,
    INSTEAD_OF,
    NEAR,
    OPENING,
    Turn,
    danger_in,
    situation_before,
)
from bot.danger.kinds import DANGER_KINDS, DangerKind
from bot.dialogue.contact_plan import TOLD_IN, contact_plan
from bot.dialogue.endings import asides, endings, left_to_do, stays
from bot.dialogue.tracker_turns import turns_in
from bot.language import LANGUAGES, Language
from bot.topics import NOT_UNDERSTOOD, OUT_OF_SCOPE, WITHOUT_MATTER

Variant = dict[str, Any]

# What a response states in its metadata goes along with the answer. Beside that, `ends` names the response that is said
# at its end, `buttons` the topics and subtopics offered, `quiet` those offered without their names, where the customer
# spoke of them before, `answers` what may be said to a question on a call or visit, and `instead_of` the general
# response that needs not be said any more.
PASSED_ON = tuple(Stated.__fields__)
OWN_TEXT = "meaning"  # what an action fills in that is content, too: the names in it are filled in, and linked
CANNOT_PHONE = "cannot_phone"
# What is no answer to a question on the incident, or has its own way of taking up what is said.
WITHOUT_OPENING = {
    *(*WITHOUT_MATTER, *NOT_UNDERSTOOD, OUT_OF_SCOPE, *DANGER_KINDS),
    *(
        "help",
        "complain",
        "check_message",
        "erase_chat",
        "change_language",
        "ask_human",
        "technical_problem",
        "acknowledge",
    ),
}
NEED_TO_ACT, FRAUD = "need_to_act", "report_fraud"
NOT_TO_VICTIMS = (NEED_TO_ACT, "change_password", "risks")
FOLLOW_UPS = 3
QUESTION_LEFT = "utter_question_left"
# What needs no button once it is done: the ends of its payloads.
DONE_BY: dict[Done, tuple[str, ...]] = {"bank": ("/tell_bank",), "card": ("/card_stop_hours", "/why_card_stop")}
WITHOUT_PHONE = "utter_person_after_fraud_without_phone"
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
        turns = turns_in(tracker) or [Turn({})]
        newest, before = turns[-1], situation_before(turns)
        language = wanted if is_offered(wanted) else offered(newest.language or before.language)
        said_before = before.times_said(utter_action)
        fitting = endings(newest, danger_in(turns))
        after = newest.situation_after(before)
        spoken_of = after.spoken_of
        planned = contact_plan(turns, before)
        is_planned = planned is not None and utter_action in planned.responses
        aside = None if is_planned else self._aside(utter_action, newest, before, language, fitting)
        is_of_fraud = topic_of(utter_action.removeprefix("utter_")) == FRAUD
        without_phone = after.cannot_speak if is_of_fraud else CANNOT_PHONE in spoken_of
        variant = aside or self._variant(utter_action, fitting, language, said_before, without_phone=without_phone)
        if variant is None:
            return None
        ending = (variant.get("metadata") or {}).get("ends") or self._must_be_said_too(utter_action, variant, before)
        topic = _topic(utter_action, variant)
        if topic == FRAUD and after.cannot_speak and FRAUD not in before.topics[:1]:  # not in each answer
            in_writing = self._variant(WITHOUT_PHONE, [], language, len(before.turns))
            variant = _joined(variant, in_writing)
        elif ending:
            variant = _joined(variant, self._variant(ending, fitting, language, said_before))
        # Who asks one precise thing of a call that is over has it answered before they are asked anything.
        is_calm = after.contact.now is False and newest.asks_precisely
        if planned and planned.asks and not is_calm and _is_last_of(planned, utter_action, topic):
            question = None if utter_action == planned.asks else self._variant(planned.asks, [], language, 0)
            variant = {**_joined(variant, question), ASKS: planned.asks}
        # "If they are still on the line" would come between one precise question and its answer.
        is_beside = "/" in utter_action and planned is not None and planned.begins == HANG_UP_IF
        if planned and planned.begins and not (newest.answers or aside or is_beside) and topic in TOLD_IN:
            times = before.times_said(planned.begins)
            variant = _begun(variant, planned.begins, self._variant(planned.begins, [], language, times))
        elif not newest.answers and topic not in WITHOUT_OPENING:
            variant = self._opened(utter_action, variant, newest, before, language)
        metadata = variant.get("metadata") or {}
        buttons = _buttons(metadata, language, newest, spoken_of)
        waits = newest.told.people == "waiting"
        if topic == FRAUD and said_before:  # beside the person offered, what the victim may have asked
            likely = _follow_ups(_near(topic, newest), before.said, language, spoken_of)
            buttons = [*likely[: FOLLOW_UPS - 1], *buttons]
        if not (buttons or newest.answers or kwargs.get("buttons") or metadata.get("offers") or waits):
            said = [*before.said, utter_action]
            buttons = _follow_ups(_likely_next(topic, newest, danger_in(turns)), said, language, spoken_of)
        if utter_action == QUESTION_LEFT:
            buttons = [_button(one, language) for one in newest.meant.left if _has_title(one)]
        return self._message(utter_action, variant, language, kwargs, _not_done(buttons, after))

    def _must_be_said_too(self, name: str, variant: Variant, before: Situation) -> str | None:
        """The response that says what nobody may miss on a topic, to go after a precise answer that lacks it.

        Only after the first: who had an answer on the topic before has read it.
        """
        topic = _topic(name, variant)
        beside = f"utter_{topic}_beside"
        is_first = name.startswith(f"utter_{topic}/") and not {topic, CANNOT_PHONE} & {*before.spoken_of}
        return beside if is_first and beside in self._variants else None

    def _opened(
        self, name_of_the_answer: str, variant: Variant, newest: Turn, before: Situation, language: Language
    ) -> Variant:
        """The answer, after an opening that takes up a thank you, a correction or the like; each opening once."""
        for act in newest.read.get(ACTS) or ():
            name = f"utter_opening_{act}"
            if act == CORRECTS and before.times_said(name_of_the_answer):
                continue  # nothing was put right
            openings, said = self._variants.get(name, {}).get(language, []), before.times_said(name)
            if said < len(openings):
                return {**variant, "text": f"{openings[said]['text']} {variant['text']}", OPENING: name}
        return variant

    def _aside(
        self, name: str, newest: Turn, before: Situation, language: Language, fitting: list[str]
    ) -> Variant | None:
        """The aside that answers the newest message's remark, until all its texts are said."""
        for ending in asides(name, newest, before):
            candidate = f"{name}_{ending}"
            names = (*(f"{candidate}_{situation}" for situation in fitting), candidate)
            variants = next((found for one in names if (found := self._variants.get(one, {}).get(language))), [])
            said = before.times_said(candidate)
            if variants and stays(name, ending):
                said = min(said, len(variants) - 1)
            if said < len(variants):
                variant = {**variants[said], ASIDE: candidate}
                for step in left_to_do(name, ending, newest, before):
                    left = self._variant(f"utter_left_to_do_{step}", [], language, len(before.turns))
                    variant = _joined(variant, left)
                return variant
        return None

    def _variant(
        self, name: str, fitting: list[str], language: Language, said_before: int, *, without_phone: bool = False
    ) -> Variant | None:
        """The variant of response `name` for this situation, given that it was said `said_before` times.

        A customer who cannot phone gets a variant without the hotline, where there is one.
        """
        for candidate in (*(f"{name}_{situation}" for situation in fitting), name):
            variants = self._variants.get(candidate, {}).get(language)
            if variants and without_phone and name != f"utter_{CANNOT_PHONE}":
                in_writing = self._variants.get(f"{candidate}_without_phone", {}).get(language)
                variants = [one for one in variants if not _needs_a_phone(one, in_writing)] or in_writing or variants
            if variants:
                return variants[_next_variant(said_before, len(variants))]
        return None

    def _message(
        self,
        name: str,
        variant: Variant,
        language: Language,
        given: dict[str, Any],
        buttons: list[dict[str, str]],
    ) -> dict[str, Any]:
        metadata = variant.get("metadata") or {}
        text = variant["text"].replace(f"{{{OWN_TEXT}}}", given.get(OWN_TEXT) or "")
        variables = {
            **incident().variables(language),
            **{key: value for key, value in given.items() if isinstance(value, str)},
        }
        message = {
            "text": interpolator.interpolate(text, variables),
            "topic": _topic(name, variant),
            "language": language,
            **{key: metadata[key] for key in PASSED_ON if key in metadata},
            "links": incident().links(text, language),
            "buttons": buttons,
            **{made_of: variant.get(made_of) for made_of in (ASIDE, OPENING, BEGINS, ASKS)},
            INSTEAD_OF: metadata.get(INSTEAD_OF),
        }
        return {key: value for key, value in message.items() if value}


def _needs_a_phone(variant: Variant, in_writing: list[Variant] | None) -> bool:
    """Whether it names the hotline, or Card Stop where there is another way to say."""
    return "{hotline}" in variant["text"] or bool(in_writing and "{card_stop}" in variant["text"])


def _likely_next(topic: str, newest: Turn, danger: DangerKind | None) -> list[str]:
    """What may have been meant within `topic`, and what is likely to be asked next; nothing in a talk about danger."""
    if danger or topic in DANGER_KINDS:
        return []
    return list(dict.fromkeys([*_near(topic, newest), *follow_ups_of(topic)]))


def _near(topic: str, newest: Turn) -> list[str]:
    """What may have been meant within `topic` and has a title for a button."""
    return [one for one in newest.read.get(NEAR) or () if topic_of(one) == topic and one in subtopic_titles()]


def _follow_ups(
    likely: list[str], said: Collection[str], language: Language, spoken_of: Collection[str]
) -> list[dict[str, str]]:
    """Of what is likely, what was not answered yet."""
    unwanted = {*spoken_of, *(NOT_TO_VICTIMS if FRAUD in spoken_of else ())}
    asked = [one for one in likely if f"utter_{one}" not in said and one not in unwanted]
    return [_button(one, language) for one in asked[:FOLLOW_UPS]]


def _has_title(asked: str) -> bool:
    """Whether a button can offer it."""
    return asked in topic_titles() or asked in subtopic_titles()


def _not_done(buttons: list[dict[str, str]], after: Situation) -> list[dict[str, str]]:
    """Without those that ask whether to do what is done."""
    done = [end for one in after.done for end in DONE_BY[one]]
    return [button for button in buttons if not any(f'{end}"' in button["payload"] for end in done)]


def _button(asked: str, language: Language) -> dict[str, str]:
    """That asks for a topic or a subtopic."""
    return {"title": (topic_titles().get(asked) or subtopic_titles()[asked])[language], "payload": payload_of(asked)}


def _topic(name: str, variant: Variant) -> str:
    """What an answer is about, as clients see it."""
    return str((variant.get("metadata") or {}).get("topic") or topic_of(name.removeprefix("utter_")))


def _next_variant(said_before: int, variants: int) -> int:
    """The index of the next variant; the first, full one does not come back when there are others."""
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
    between = _between(variant)
    first, last = variant.get("metadata") or {}, ending.get("metadata") or {}
    buttons = [*first.get("buttons", ()), *last.get("buttons", ())]
    metadata = {**first, **last, "buttons": buttons}
    return {**variant, "text": f"{variant['text']}{between}{ending['text']}", "metadata": metadata}


def _is_last_of(planned: Plan, name: str, topic: str) -> bool:
    """Whether response `name` is the plan's last, or a precise one that is said instead of a general one."""
    return name == planned.responses[-1] or (planned.is_general and name.startswith(f"utter_{topic}/"))


def _begun(variant: Variant, name: str, beginning: Variant | None) -> Variant:
    """`variant` with what comes before all else, the response `name`, said before it."""
    if beginning is None:
        return variant
    return {**variant, "text": f"{beginning['text']}{_between(variant)}{variant['text']}", BEGINS: name}


def _between(variant: Variant) -> str:
    return "\n" if "\n" in variant["text"] else " "


def _buttons(
    metadata: dict[str, Any], language: Language, newest: Turn, spoken_of: Collection[str]
) -> list[dict[str, str]]:
    waits = newest.told.people == "waiting"
    # Nothing to do, says its answer: not to who was defrauded.
    left_out = {*([PERSON] if waits else ()), *([NEED_TO_ACT] if FRAUD in spoken_of else ())}
    offered = [topic for topic in metadata.get("buttons", ()) if topic not in left_out]
    buttons = [_button(asked, language) for asked in offered]
    titles = answer_titles()
    buttons += [
        {"title": titles[answer][language], "payload": payload_of(answer)} for answer in metadata.get("answers", ())
    ]
    return buttons + [
        {"title": quiet_titles()[topic][language], "payload": f"/{topic}"}
        for topic in metadata.get("quiet", ())
        if topic in spoken_of
    ]
