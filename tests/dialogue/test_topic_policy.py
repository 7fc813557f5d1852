"""One action per topic, an apology after a silent one, and rules that say nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.dialogue.topic_policy import InvalidTopicRule, TopicPolicy

# Rasa warns of slots named like entities for every domain made without a version.
pytestmark = pytest.mark.filterwarnings("ignore:Slot auto-fill")

DOMAIN = Domain.from_yaml(
    """
intents: [hotline, check_message, deny]
actions: [action_check_message, action_clarify]
responses:
  utter_hotline: [{text: "Call."}]
  utter_hotline/is_free: [{text: "a"}, {text: "b"}, {text: "c"}]
  utter_hotline/hours: [{text: "a"}, {text: "b"}, {text: "c"}]
  utter_hotline/plainly: [{text: "a"}, {text: "b"}, {text: "c"}]
  utter_all_said: [{text: "That is all."}]
  utter_technical_problem: [{text: "Sorry."}]
"""
)
RULES = {"hotline": "utter_hotline", "check_message": "action_check_message"}


def rule(topic: str, actions: list[str]) -> DialogueStateTracker:
    events: list[Event] = [
        ActionExecuted("..."),
        ActionExecuted("action_listen"),
        UserUttered(intent={"name": topic}),
        *(ActionExecuted(action) for action in actions),
        ActionExecuted("action_listen"),
    ]
    tracker = DialogueStateTracker.from_events(topic, events)
    tracker.is_rule_tracker = True
    return tracker


def learnt(folder: Path, rules: list[DialogueStateTracker]) -> TopicPolicy:
    """A policy that learnt `rules`, loaded anew from what it kept."""
    context = ExecutionContext(GraphSchema({}))
    storage, resource = LocalModelStorage(folder), Resource("policy")
    config = TopicPolicy.get_default_config()
    TopicPolicy.create(config, storage, resource, context).train(rules, DOMAIN)
    return TopicPolicy.load(config, storage, resource, context)


@pytest.fixture
def policy(tmp_path: Path) -> TopicPolicy:
    return learnt(tmp_path, [rule(topic, [action]) for topic, action in RULES.items()])


def next_action(policy: TopicPolicy, *events: Event) -> str:
    tracker = DialogueStateTracker.from_events("a", [ActionExecuted("action_listen"), *events])
    prediction = policy.predict_action_probabilities(tracker, DOMAIN)
    assert prediction.max_confidence == 1.0
    return DOMAIN.action_names_or_texts[prediction.max_confidence_index]


def asked(topic: str) -> UserUttered:
    return UserUttered("?", {"name": topic})


def test_each_thing_that_a_message_asks_is_answered_once(policy: TopicPolicy) -> None:
    first, second, *_ = RULES
    also = {"intent": {"name": first}, "also": [second, first]}
    events: list[Event] = [UserUttered("?", {"name": first}, parse_data=also)]
    for topic in (first, second):
        assert next_action(policy, *events) == RULES[topic]
        events += [ActionExecuted(RULES[topic]), BotUttered("…")]
    assert next_action(policy, *events) == "action_listen"


def precisely(*subtopics: str) -> UserUttered:
    return UserUttered("?", {"name": "hotline"}, parse_data={"intent": {"name": "hotline"}, "subtopics": [*subtopics]})


def answered(response: str) -> list[Event]:
    said = BotUttered("…", metadata={"utter_action": response, "topic": "hotline"})
    return [ActionExecuted(response), said]


def test_what_is_asked_precisely_is_answered_precisely(policy: TopicPolicy) -> None:
    """One text for each language here: the same question once more finds all said."""
    asks, first = precisely("hotline/is_free"), answered("utter_hotline/is_free")
    assert next_action(policy, asks) == "utter_hotline/is_free"
    assert next_action(policy, asks, *first) == "action_listen"
    assert next_action(policy, asks, *first, ActionExecuted("action_listen"), asks) == "utter_all_said"
    assert next_action(policy, precisely("hotline/nobody_wrote_it")) == "utter_hotline"


def test_two_precise_questions_on_one_topic_are_both_answered(policy: TopicPolicy) -> None:
    asks = precisely("hotline/is_free", "hotline/hours")
    assert next_action(policy, asks, *answered("utter_hotline/is_free")) == "utter_hotline/hours"


def test_who_asks_for_plain_words_twice_gets_the_topics_next_text(policy: TopicPolicy) -> None:
    asks, first = precisely("hotline/plainly"), answered("utter_hotline/plainly")
    assert next_action(policy, asks) == "utter_hotline/plainly"
    assert next_action(policy, asks, *first, ActionExecuted("action_listen"), asks) == "utter_hotline"


@pytest.mark.parametrize(("topic", "action"), [*RULES.items(), ("nobody wrote a rule", "action_clarify")])
def test_a_topic_has_the_action_of_its_rule_and_another_is_clarified(
    policy: TopicPolicy, topic: str, action: str
) -> None:
    assert next_action(policy, asked(topic)) == action


def test_an_answer_is_the_end_of_the_turn(policy: TopicPolicy) -> None:
    said = [asked("hotline"), ActionExecuted("utter_hotline"), BotUttered("Call.")]
    assert next_action(policy, *said) == "action_listen"
    assert next_action(policy, *said, ActionExecuted("action_listen"), asked("check_message")) == "action_check_message"


def test_an_action_that_says_nothing_is_followed_by_one_apology(policy: TopicPolicy) -> None:
    silent = [asked("check_message"), ActionExecuted("action_check_message")]
    assert next_action(policy, *silent) == "utter_technical_problem"
    assert next_action(policy, *silent, ActionExecuted("utter_technical_problem")) == "action_listen"


@pytest.mark.parametrize(
    ("intent", "action"),
    [("restart", "action_restart"), ("back", "action_back"), ("session_start", "action_session_start")],
)
def test_rasas_own_commands_are_done_in_silence(policy: TopicPolicy, intent: str, action: str) -> None:
    assert next_action(policy, asked(intent)) == action
    assert next_action(policy, asked(intent), ActionExecuted(action)) == "action_listen"


@pytest.mark.parametrize(
    "rules",
    [
        [("deny", ["action_clarify", "utter_hotline"])],
        [("deny", [])],
        [("deny", ["action_clarify"]), ("deny", ["utter_hotline"])],
    ],
)
def test_a_rule_that_is_not_one_topic_with_one_action_stops_the_training(
    tmp_path: Path, rules: list[tuple[str, list[str]]]
) -> None:
    with pytest.raises(InvalidTopicRule, match="deny"):
        learnt(tmp_path, [rule(topic, actions) for topic, actions in rules])
