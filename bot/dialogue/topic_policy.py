"""What is done about a topic: the one action that data/stories states for it, and never silence."""

from __future__ import annotations

import json
from typing import Any

from rasa.core.policies.policy import Policy, PolicyPrediction, SupportedData
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.core.constants import (
    ACTION_BACK_NAME,
    ACTION_LISTEN_NAME,
    ACTION_RESTART_NAME,
    ACTION_SESSION_START_NAME,
    RULE_SNIPPET_ACTION_NAME,
    USER_INTENT_BACK,
    USER_INTENT_RESTART,
    USER_INTENT_SESSION_START,
)
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, UserUttered
from rasa.shared.core.generator import TrackerWithCachedStates
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.exceptions import RasaException

from bot.dialogue.danger_talk import danger_of, heard_now

TABLE_FILE = "topic_policy.json"
# Rasa's own commands, as `rasa shell` has them; they are done in silence.
COMMANDS = {
    USER_INTENT_RESTART: ACTION_RESTART_NAME,
    USER_INTENT_BACK: ACTION_BACK_NAME,
    USER_INTENT_SESSION_START: ACTION_SESSION_START_NAME,
}
NOT_AN_ANSWER = (None, ACTION_LISTEN_NAME, RULE_SNIPPET_ACTION_NAME)


class InvalidTopicRule(RasaException):
    """A rule of data/stories that is not one topic with one action."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class TopicPolicy(Policy):
    """Looks the topic's action up in a table; what came before has its say in understanding and in the actions.

    Rasa swallows an action's failure (a missing action server, an exception) and the customer sees nothing. Then an
    apology is said, from the domain, inside Rasa's own process, so that it needs nothing that can be down.

    Danger comes before every topic: a message in which it was heard is answered so, whatever was understood, and in a
    talk about danger nobody is told that they were not understood.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            # Rasa asks each policy for one; there is no other policy here.
            "priority": 1,
            # What is done about a topic without a rule.
            "fallback_action": "action_clarify",
            # What is said instead of silence.
            "apology": "utter_technical_problem",
            # The same in a talk about danger, of the kind in braces.
            "apology_in_danger": "utter_{kind}_without_rasa",
        }

    @staticmethod
    def supported_data() -> SupportedData:
        return SupportedData.RULE_DATA

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        actions: dict[str, str] | None = None,
    ) -> None:
        super().__init__(config, model_storage, resource, execution_context)
        self._actions = actions or {}
        self._fallback_action, self._apology = str(config["fallback_action"]), str(config["apology"])
        self._apology_in_danger = str(config["apology_in_danger"])

    def train(self, training_trackers: list[TrackerWithCachedStates], domain: Domain, **kwargs: Any) -> Resource:
        """Keep the table; raises `InvalidTopicRule`."""
        rules = SupportedData.trackers_for_supported_data(self.supported_data(), training_trackers)
        for topic, action in map(_topic_and_action, rules):
            if self._actions.setdefault(topic, action) != action:
                raise InvalidTopicRule(f'Two rules for "{topic}": {self._actions[topic]} and {action}. Keep one.')
        with self._model_storage.write_to(self._resource) as folder:
            (folder / TABLE_FILE).write_text(json.dumps(self._actions), encoding="utf-8")
        return self._resource

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        """Predict the topic's action, then listening; the apology between them after a silent action."""
        probabilities = self._default_predictions(domain)
        probabilities[domain.index_for_action(self._next_action(tracker))] = 1.0
        return self._prediction(probabilities)

    def _next_action(self, tracker: DialogueStateTracker) -> str:
        ran, said = _this_turn(tracker)
        if not ran:
            topic = _topic(tracker)
            return COMMANDS.get(topic) or self._actions.get(topic, self._fallback_action)
        kind = danger_of(tracker)
        apology = self._apology_in_danger.format(kind=kind) if kind else self._apology
        is_done = said or ran[0] == apology or ran[0] in COMMANDS.values()
        return ACTION_LISTEN_NAME if is_done else apology

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> TopicPolicy:
        with model_storage.read_from(resource) as folder:
            actions = json.loads((folder / TABLE_FILE).read_text(encoding="utf-8"))
        return cls(config, model_storage, resource, execution_context, actions)


def _topic(tracker: DialogueStateTracker) -> str:
    """What the newest message is about."""
    read = str(tracker.latest_message.intent_name) if tracker.latest_message else ""
    unclear = danger_of(tracker) if read == DEFAULT_NLU_FALLBACK_INTENT_NAME else None
    return heard_now(tracker) or unclear or read


def _topic_and_action(rule: DialogueStateTracker) -> tuple[str, str]:
    topics = [str(event.intent_name) for event in rule.events if isinstance(event, UserUttered)]
    actions = [
        str(event.action_name)
        for event in rule.events
        if isinstance(event, ActionExecuted) and event.action_name not in NOT_AN_ANSWER
    ]
    if len(topics) != 1 or len(actions) != 1:
        raise InvalidTopicRule(f'The rule "{rule.sender_id}" must have one intent and one action after it.')
    return topics[0], actions[0]


def _this_turn(tracker: DialogueStateTracker) -> tuple[list[str], bool]:
    """The actions run since the customer's message, newest first, and whether anything was said."""
    ran: list[str] = []
    said = False
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            break
        if isinstance(event, BotUttered):
            said = True
        elif isinstance(event, ActionExecuted) and event.action_name not in NOT_AN_ANSWER:
            ran.append(event.action_name)
    return ran, said
