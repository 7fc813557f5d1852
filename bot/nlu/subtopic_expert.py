"""An expert that reads the subtopic: what precisely is asked within a topic."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.content import incident
from bot.conversation.subtopics import NONE, topic_of
from bot.conversation.turns import SUBTOPICS
from bot.data_kinds.recogniser import recognise_kinds
from bot.data_kinds.table import SECRETS
from bot.fraud.pasted import looks_pasted
from bot.nlu.conversation_context import ANSWERS, PASTED
from bot.nlu.encoder_expert import VECTOR
from bot.nlu.subtopic_reader import subtopic_reader
from bot.nlu.topic_scores import belief

MIN_WORDS = 2
# Answers that would hurt, or comfort wrongly, who meant something else: subtopics, and topics with all of theirs.
MAY_HURT = {
    *("report_fraud/only_clicked", "report_fraud/gave_nothing", "report_fraud/stopped_in_time"),
    *("report_fraud/all_done", "report_fraud/old_settled", "report_fraud/nothing_missing"),
    *("report_fraud/device_infected", "report_fraud/device_what_to_do", "report_fraud/deleted_proof"),
    *("report_fraud/typed_not_sent", "am_i_affected/deceased", "am_i_affected/business", "need_to_act/for_deceased"),
    *("need_to_act/for_company", "data_rights/deceased", "ask_human/no_person_wanted"),
    *("check_message", "crisis", "in_danger"),
}

# Answers that comfort who gave these details away, and nobody who names a code, a card or an account beside them.
COMFORTS = ("report_fraud/name_address_given", "report_fraud/birth_date_given", "report_fraud/email_given")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class SubtopicExpert(GraphComponent):
    """Adds to a message the subtopic that it asks within its topic, where one is likely enough."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            # How likely it must be; see docs/quality.md for how it was measured.
            "sure": 0.7,
            # And where its answer would hurt who meant another: that nothing was given, that no person is wanted.
            "sure_of_what_may_hurt": 0.95,
        }

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SubtopicExpert:
        subtopic_reader()
        return cls(config)

    def __init__(self, config: dict[str, Any]) -> None:
        self._config = config

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            vector, (topics, probabilities) = message.get(VECTOR), belief(message)
            text = message.get(TEXT) or ""
            if vector is None or message.get(ANSWERS) or not topics or len(text.split()) < MIN_WORDS:
                continue
            topic = topics[int(probabilities.argmax())]
            if topic == PASTED and looks_pasted(text):
                continue  # it is looked at instead
            subtopic, likely = subtopic_reader().likeliest(topic, text, vector)
            if subtopic in COMFORTS and SECRETS.intersection(recognise_kinds(text, incident().involvement)):
                continue
            may_hurt = MAY_HURT & {subtopic, topic_of(subtopic)}
            if subtopic != NONE and likely >= self._config["sure_of_what_may_hurt" if may_hurt else "sure"]:
                message.set(SUBTOPICS, [subtopic], add_to_output=True)
        return messages
