"""The promise that every message gets an answer, also when an action fails."""

from __future__ import annotations

from typing import Any

from rasa.core.policies.policy import Policy, PolicyPrediction
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, UserUttered
from rasa.shared.core.generator import TrackerWithCachedStates
from rasa.shared.core.trackers import DialogueStateTracker


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class NeverSilentPolicy(Policy):
    """Says that something went wrong when an action has run in this turn and nothing was said.

    Rasa swallows an action's failure (a missing action server, an exception) and the customer sees nothing.
    The answer comes from the domain, inside Rasa's own process, so it needs nothing that can be down.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            # Above RulePolicy's: nothing matters more than an answer.
            "priority": 10,
            # What is said instead of silence.
            "response": "utter_technical_problem",
        }

    def train(self, training_trackers: list[TrackerWithCachedStates], domain: Domain, **kwargs: Any) -> Resource:
        """Nothing to learn; the domain must know the response."""
        return self._resource

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        """Predict the apology after a silent action, then listening; otherwise leave the turn to others."""
        response = self.config["response"]
        ran, said = _this_turn(tracker)
        if ran and ran[0] == response:
            return self._certainly(ACTION_LISTEN_NAME, domain)
        if ran and not said:
            return self._certainly(response, domain)
        return self._prediction(self._default_predictions(domain))

    def _certainly(self, action: str, domain: Domain) -> PolicyPrediction:
        probabilities = self._default_predictions(domain)
        probabilities[domain.index_for_action(action)] = 1.0
        return self._prediction(probabilities, is_no_user_prediction=True)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> NeverSilentPolicy:
        return cls(config, model_storage, resource, execution_context)


def _this_turn(tracker: DialogueStateTracker) -> tuple[list[str], bool]:
    """The actions run since the customer's message, newest first, and whether anything was said."""
    ran: list[str] = []
    said = False
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            break
        if isinstance(event, BotUttered):
            said = True
        elif isinstance(event, ActionExecuted) and event.action_name not in (None, ACTION_LISTEN_NAME):
            ran.append(event.action_name)
    return ran, said
