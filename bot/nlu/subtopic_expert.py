"""An expert that reads the subtopic: what precisely is asked within a topic."""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.conversation.subtopics import NONE, topic_of
from bot.conversation.turns import ALSO, ASKED_APART, NEAR, SUBTOPICS
from bot.dialogue.tracker_turns import situation_for
from bot.fraud.pasted import looks_pasted
from bot.nlu.conversation_context import ANSWERS
from bot.nlu.conversation_reader import likely_questions
from bot.nlu.encoder_expert import VECTOR
from bot.nlu.fitting_answers import CHOSEN, SURE_ENOUGH_TO_HURT, Chosen, may_hurt, unmeant
from bot.nlu.meant_in_context import ERASE_CHAT, PASTED
from bot.nlu.question_reader import question_reader
from bot.nlu.step import PART_OF, Step
from bot.nlu.topic_scores import belief
from bot.phrases import asks, contains_phrase
from bot.topics import COURTESIES

MIN_WORDS = 2
# So many subtopics may be offered where none is surely meant, each as likely as this.
NEAR_BY, NEAR_BY_MIN = 3, 0.1


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class SubtopicExpert(Step):
    """Adds to a message the subtopic that it asks within its topic, where one is likely enough."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            # How likely it must be; see docs/quality.md for how it was measured.
            "sure": 0.6,
            # And the general question of its topic less likely than this, as long as that answer was not given.
            "sure_of_the_general": 0.35,
            # The same for a question, once the topic's own answer was given: to say that again helps less than a guess.
            "sure_after_its_topic": 0.5,
            # A courtesy is answered as one, unless it surely says more.
            "sure_beside_a_courtesy": 0.7,
            # Or how likely the two likeliest together, which are neighbours then: either helps more than neither.
            "sure_of_two": 0.85,
            # And where its answer would hurt who meant another: that nothing was given, that no person is wanted.
            "sure_of_what_may_hurt": SURE_ENOUGH_TO_HURT,
            # For who wants a yes or a no, and who insists on an answer once the topic's own was given.
            "sure_of_yes_or_no": 0.4,
            "sure_of_who_insists": 0.45,
        }

    @staticmethod
    def prepare() -> None:
        question_reader()

    def process(self, messages: list[Message], tracker: DialogueStateTracker) -> list[Message]:
        for message in messages:
            vector, (topics, probabilities) = message.get(VECTOR), belief(message)
            text = message.get(TEXT) or ""
            if vector is None or message.get(ANSWERS) or not topics or len(text.split()) < MIN_WORDS:
                continue
            topic = topics[int(probabilities.argmax())]
            if (topic == PASTED and looks_pasted(text)) or (topic == ERASE_CHAT and _wants_it_erased(text)):
                continue  # it is looked at instead, or done
            before = situation_for(message, tracker)
            chosen: Chosen | None = message.get(CHOSEN)
            if chosen and chosen.topic == topic:
                parts = [one for one in messages if one.get(PART_OF) is not None]
                self._take(chosen, message, is_whole=message.get(PART_OF) is None and len(parts) < 2)
                continue
            likely = likely_questions(topic, message)
            left_out = unmeant(message, before)
            likely = {one: chance for one, chance in likely.items() if one not in left_out}
            if not likely:
                continue
            order = sorted(likely, key=lambda subtopic: -likely[subtopic])
            best = order[0]
            is_said = before.times_said(f"utter_{topic}") > 0
            hurting = {one for one in order[: NEAR_BY + 1] if may_hurt(one, message)}
            insists = self._insists_on(order, likely, text, is_said=is_said, hurting=hurting)
            if insists:
                message.set(SUBTOPICS, [insists], add_to_output=True)
            elif best != NONE and self._is_asked(order[:2], likely, is_said=is_said and asks(text), hurting=hurting):
                message.set(SUBTOPICS, [best], add_to_output=True)
            near = [one for one in order if one != NONE][:NEAR_BY]
            near = [one for one in near if likely[one] >= NEAR_BY_MIN and one not in hurting]
            message.set(NEAR, near, add_to_output=True)
        return messages

    @staticmethod
    def _take(chosen: Chosen, message: Message, *, is_whole: bool) -> None:
        """Write what was chosen of the questions of all topics; of a part, or beside several parts, only the first."""
        questions = chosen.questions if is_whole else chosen.questions[:1]
        also = [topic_of(one) for one in questions if topic_of(one) != chosen.topic]
        message.set(SUBTOPICS, [one for one in questions if one in chosen.precisely], add_to_output=True)
        message.set(ALSO, also, add_to_output=True)
        message.set(ASKED_APART, chosen.is_plain, add_to_output=True)
        near = [one for one in chosen.ranked if topic_of(one) == chosen.topic != one and one not in questions]
        message.set(NEAR, [one for one in near if chosen.ranked[one] >= NEAR_BY_MIN][:NEAR_BY], add_to_output=True)

    def _insists_on(
        self, order: list[str], likely: dict[str, float], text: str, *, is_said: bool, hurting: set[str]
    ) -> str | None:
        """The precise question of who insists, "yes or no": rather a guess than the same general answer."""
        asked = next((one for one in order if one != NONE), None)
        if asked is None or asked in hurting:
            return None
        if contains_phrase(text, "yes_or_no"):
            return asked if likely[asked] >= float(self._config["sure_of_yes_or_no"]) else None
        insists = is_said and contains_phrase(text, "insists")
        return asked if insists and likely[asked] >= float(self._config["sure_of_who_insists"]) else None

    def _is_asked(self, likeliest: list[str], likely: dict[str, float], *, is_said: bool, hurting: set[str]) -> bool:
        """Whether the first of the two likeliest is to be answered; `is_said`: it is asked after its topic's answer."""
        best = likeliest[0]
        if best in hurting:
            return likely[best] >= float(self._config["sure_of_what_may_hurt"])
        if topic_of(best) in COURTESIES:
            return likely[best] >= float(self._config["sure_beside_a_courtesy"])
        if not is_said:
            general = likely.get(NONE, 0.0)
            return likely[best] >= float(self._config["sure"]) and general < float(self._config["sure_of_the_general"])
        is_one_of_two = NONE not in likeliest and sum(likely[one] for one in likeliest) >= self._config["sure_of_two"]
        return is_one_of_two or likely[best] >= float(self._config["sure_after_its_topic"])


def _wants_it_erased(text: str) -> bool:
    return not asks(text) and any(contains_phrase(text, name) for name in ("erase_this_chat", "erase_it"))
