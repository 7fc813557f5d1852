"""The policy: each topic has one action, stated in data/stories; a failed action is followed by an apology."""

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

from bot.contacts.given import CLICK
from bot.contacts.table import says
from bot.content import in_context
from bot.conversation.situation import Situation
from bot.conversation.subtopics import OF_A_VERDICT, PLAINLY, topic_of
from bot.conversation.turns import ALSO, ASKED_APART, SUBTOPICS, Turn, danger_in, danger_talk, situation_before
from bot.danger.kinds import DANGER_KINDS, DangerKind, is_danger_kind
from bot.dialogue.contact_plan import TOLD_IN, contact_plan
from bot.dialogue.endings import asides, comes_first
from bot.dialogue.tracker_turns import turns_in
from bot.language import LANGUAGES
from bot.topics import OUT_OF_SCOPE, WITHOUT_MATTER

TABLE_FILE = "topic_policy.json"
# Rasa's own commands, as `rasa shell` has them; they are done in silence.
COMMANDS = {
    USER_INTENT_RESTART: ACTION_RESTART_NAME,
    USER_INTENT_BACK: ACTION_BACK_NAME,
    USER_INTENT_SESSION_START: ACTION_SESSION_START_NAME,
}
# What must be heard whole, once, before anything of it is answered precisely.
FRAUD = "report_fraud"
# What tells whether a message is fraud: what was found in the one that was looked at.
VERDICTS = tuple(
    f"utter_check_message_{again}{verdict}" for again in ("", "again_") for verdict in ("fraud", "careful")
)
PASTED = "check_message"
# What may be said as often as it is asked for.
MAY_COME_AGAIN = {
    *(*WITHOUT_MATTER, *DANGER_KINDS, FRAUD, PASTED, OUT_OF_SCOPE, "suspicious_contact", "ask_human", "cannot_phone"),
    *("hotline", "help", "complain", "erase_chat", "change_language", "technical_problem", "bot_challenge"),
}
# Money is asked for by message, and no call or visit.
IN_WRITING = "suspicious_contact/family_new_number"
WHOLE_AT_FIRST = (*DANGER_KINDS, FRAUD)
# What is answered in a talk about danger as that talk needs it, and not as precisely as elsewhere.
WARMLY = ("bot_challenge",)
# What is said to who gave one thing alone, by its name in content/contacts.yml, and what of it blocks nothing.
TO_ONE_GIVEN = {
    "birth_date": "report_fraud/birth_date_given",
    "details": "report_fraud/name_address_given",
    "email": "report_fraud/email_given",
    "account": "report_fraud/iban_given",
    "itsme": "report_fraud/itsme_code_given",
    "sim_code": "report_fraud/sim_code_given",
    "password": "change_password",
}
# What is answered to who cannot phone.
WITHOUT_PHONE = {"report_fraud/card_stop_abroad": "cannot_phone/card_stop_without_phone"}
# What was answered precisely and stays true, by the topics whose general answer would contradict it: "change nothing".
STANDS = dict.fromkeys(
    ("change_password", "need_to_act"), ("change_password/same_password", "change_password/birthday_as_code")
)
HARMLESS_GIVEN = tuple(TO_ONE_GIVEN[one] for one in ("birth_date", "details", "email"))
ONLY_CLICKED = "report_fraud/only_clicked"  # answers who also says what they did not give, or enter
GENERAL_STEPS = ("report_fraud/first_step", "report_fraud/not_sure_what", "report_fraud/plainly")
# What "never mind, nobody understands" is read as, which after danger was heard is no refusal of ours.
MAY_BE_GIVING_UP = ("deny", "complain", "affirm", "goodbye", "out_of_scope")
GOODBYE = "goodbye"
NOT_AN_ANSWER = (None, ACTION_LISTEN_NAME, RULE_SNIPPET_ACTION_NAME)


class InvalidTopicRule(RasaException):
    """A rule of data/stories that is not one topic with one action."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class TopicPolicy(Policy):
    """Looks the topic's action up in a table; earlier turns matter in understanding and in the actions, not here.

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
            # What is said to who asks the same precise question again and again.
            "all_said": "utter_all_said",
            # What is said after the answer to one of several questions, where another got none; not again and again.
            "question_left": "utter_question_left",
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
        self._apology_in_danger, self._all_said = str(config["apology_in_danger"]), str(config["all_said"])
        self._question_left = str(config["question_left"])

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
        probabilities[domain.index_for_action(self._next_action(tracker, domain))] = 1.0
        return self._prediction(probabilities)

    def _next_action(self, tracker: DialogueStateTracker, domain: Domain) -> str:
        ran, said = _this_turn(tracker)
        turns = turns_in(tracker)
        actions = self._actions_of(tracker, turns, domain)
        if not ran or (said and len(ran) < len(actions) and ran[-1] == actions[0]):
            return actions[len(ran)]
        kind = danger_in(turns)
        apology = self._apology_in_danger.format(kind=kind) if kind else self._apology
        is_done = said or ran[0] == apology or ran[0] in COMMANDS.values()
        return ACTION_LISTEN_NAME if is_done else apology

    def _actions_of(self, tracker: DialogueStateTracker, turns: list[Turn], domain: Domain) -> list[str]:
        """The actions for the newest message: for each topic, the response to its subtopic, or the topic's action."""
        read = tracker.latest_message.parse_data if tracker.latest_message else {}
        subtopics = read.get(SUBTOPICS) or (turns[-1].pressed if turns else [])
        before = situation_before(turns)
        actions: list[str] = []
        for topic in _topics(tracker, turns):
            if topic == GOODBYE and (kind := _may_be_in_danger(before)) and not danger_in(turns):
                actions.append(f"utter_{kind}_leaves")
                continue
            is_by_rule = _is_answered_by_rule(topic, subtopics, turns, before)
            asked = [] if is_by_rule or (topic in WARMLY and danger_in(turns)) else subtopics
            if topic == FRAUD and (given := self._answer_to_what_was_given(asked, turns, before, domain)):
                actions.append(given)
                continue
            asked = [one for one in asked if topic_of(one) == topic]
            of_a_verdict = [one for one in asked if not turns[-1].pressed and _is_told_by_a_verdict(one, before)]
            asked = [one for one in asked if one not in of_a_verdict]
            cannot_speak = turns[-1].situation_after(before).cannot_speak if turns else False
            precisely = [
                self._response_to(WITHOUT_PHONE.get(one, one) if cannot_speak else one, before, domain) for one in asked
            ]
            actions += (
                _on_a_contact(topic, asked, turns, before)
                or [one for one in precisely if one]
                or [self._generally(PASTED if of_a_verdict else topic, turns, before, domain)]
            )
            if is_by_rule and topic == FRAUD and not danger_in(turns):
                actions += [f"utter_{one}" for one in subtopics if one in in_context()[FRAUD]["after_the_steps"]]
        if (
            turns
            and turns[-1].meant.left
            and not danger_in(turns)
            and self._may_be_said(self._question_left, before, domain)
        ):
            actions.append(self._question_left)
        # That all was said on one question is left out where another is answered.
        return [one for one in dict.fromkeys(actions) if one != self._all_said] or actions[:1]

    @staticmethod
    def _may_be_said(response: str, before: Situation, domain: Domain) -> bool:
        return before.times_said(response) < _texts_of(response, domain)

    def _answer_to_what_was_given(
        self, asked: list[str], turns: list[Turn], before: Situation, domain: Domain
    ) -> str | None:
        """The answer to the one thing that was given, where the general steps, or what comes first, would be said."""
        newest = turns[-1]
        given = {*before.given_after(newest.meant)} - {CLICK}
        answer = TO_ONE_GIVEN.get(next(iter(given))) if len(given) == 1 else None
        if answer is None or not {*asked} <= {*GENERAL_STEPS, answer} or comes_first(f"utter_{FRAUD}", newest, before):
            return None
        is_urgent = answer not in HARMLESS_GIVEN
        if (is_urgent and not before.times_said(f"utter_{FRAUD}")) or newest.meant.done or newest.meant.gave is False:
            return None
        response = f"utter_{answer}"
        return response if self._may_be_said(response, before, domain) else None

    def _response_to(self, subtopic: str, before: Situation, domain: Domain) -> str | None:
        """The response to a subtopic, unless all its texts have been said."""
        response = f"utter_{subtopic}"
        texts = _texts_of(response, domain)
        if before.times_said(response) < texts or (texts and is_danger_kind(topic_of(subtopic))):
            return response
        return self._all_said if texts and not subtopic.endswith(f"/{PLAINLY}") else None

    def _generally(self, topic: str, turns: list[Turn], before: Situation, domain: Domain) -> str:
        """The topic's action; where it only answers and all its texts were said, that this is all that is known."""
        action, newest = self._action_for(topic), turns[-1] if turns else Turn({})
        for stands in (f"utter_{one}" for one in STANDS.get(topic, ()) if FRAUD not in before.spoken_of):
            if before.times_said(stands) and self._may_be_said(stands, before, domain):
                return stands
        texts = _texts_of(action, domain)
        if not texts or not newest.text or topic in MAY_COME_AGAIN or danger_in(turns):
            return action
        is_said = before.times_said(action) >= texts and not asides(action, newest, before)
        return self._all_said if is_said else action

    def _action_for(self, topic: str) -> str:
        return COMMANDS.get(topic) or self._actions.get(topic, self._fallback_action)

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


def _texts_of(response: str, domain: Domain) -> int:
    """How many texts a response has in each language; 0 where there is no such response."""
    return len(domain.responses.get(response, ())) // len(LANGUAGES)


def _is_answered_by_rule(topic: str, asked: list[str], turns: list[Turn], before: Situation) -> bool:
    """Whether the topic's own action must answer: the full answer is due, or an aside of content/asides.yml fits.

    `asked`: what precisely is asked, of any topic. Most answers on that say what is urgent after a fraud themselves.
    """
    response, newest = f"utter_{topic}", turns[-1]
    gave_nothing = topic == FRAUD and before.gave_after(newest.meant.gave) is False
    # In a talk about danger who asks one thing of a fraud told before is not read all its steps first.
    is_told = topic == FRAUD and FRAUD in before.spoken_of and bool(newest.read.get(SUBTOPICS))
    if is_told and danger_talk(newest, before) and newest.meant.gave is None:
        return False
    asks_by_button = topic == FRAUD and bool(newest.pressed)  # "what if I only clicked?" tells of no fraud
    is_due = topic in WHOLE_AT_FIRST and not (before.times_said(response) or gave_nothing or asks_by_button)
    is_enough = topic == FRAUD and _is_enough_at_first(asked, newest, before)
    if is_due and (not is_enough or comes_first(response, newest, before)):
        return True
    if is_danger_kind(topic):
        return bool(asides(response, newest, before))
    # What is done is taken up, unless something is asked beside it.
    asks_precisely = newest.read.get(ASKED_APART) or newest.asks_precisely
    tells = newest.meant.done and not asks_precisely
    return comes_first(response, newest, before) or bool(tells and asides(response, newest, before))


def _is_enough_at_first(asked: list[str], newest: Turn, before: Situation) -> bool:
    """Whether the answers to what is asked precisely say what is urgent after a fraud, or nothing is."""
    precisely, rule = {one for one in asked if topic_of(one) == FRAUD}, in_context()[FRAUD]
    enough = {*rule["enough_at_first"]}
    if before.done_after(newest.meant):
        enough.update(rule["after_the_steps"])
    if newest.given.denied or newest.says("gave_nothing"):
        enough.add(ONLY_CLICKED)
    return bool(precisely) and precisely <= enough


def _is_told_by_a_verdict(subtopic: str, before: Situation) -> bool:
    return subtopic in OF_A_VERDICT and any(answer.response in VERDICTS for answer in before.answers)


def _on_a_contact(topic: str, asked: list[str], turns: list[Turn], before: Situation) -> list[str]:
    """What is said of a call or visit that the newest message tells about, unless it asks something else of it.

    Who has called both Card Stop and the bank is not told to.
    """
    if topic == FRAUD and {"bank", "card"} <= {*before.done_after(turns[-1].meant)}:
        return []
    is_asked = bool(asked) and bool(turns[-1].read.get(ASKED_APART))
    planned = contact_plan(turns, before) if topic in TOLD_IN and IN_WRITING not in asked and not is_asked else None
    if planned is None or (not all(map(says, asked)) and (topic == FRAUD or planned.is_general)):
        return []
    return [*planned.responses]


def _topics(tracker: DialogueStateTracker, turns: list[Turn]) -> list[str]:
    """What the newest message is about: one topic, and what else it asks."""
    also = (tracker.latest_message.parse_data or {}).get(ALSO, ()) if tracker.latest_message else ()
    return list(dict.fromkeys([_topic(tracker, turns), *also]))


def _topic(tracker: DialogueStateTracker, turns: list[Turn]) -> str:
    read = str(tracker.latest_message.intent_name) if tracker.latest_message else ""
    gives_up = read in MAY_BE_GIVING_UP and bool(turns) and turns[-1].says("gives_up")
    is_unclear = gives_up or (bool(turns) and read == DEFAULT_NLU_FALLBACK_INTENT_NAME)
    unclear = danger_in(turns) or _may_be_in_danger(situation_before(turns)) if is_unclear else None
    return (turns[-1].danger if turns else None) or unclear or read


def _may_be_in_danger(before: Situation) -> DangerKind | None:
    """The danger that was heard in the conversation, unless it was denied in words that leave no doubt."""
    return None if before.denied_plainly else before.heard


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
