"""`make profile`: where a turn's time goes, step by step, in one process and without the network; writes docs/performance.md.

The situation travels with each turn, as the gateway sends it.
"""

from __future__ import annotations

import asyncio
import logging
import os
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rasa.core.actions.action import RemoteAction
from rasa.core.agent import Agent, load_agent
from rasa.core.channels.channel import UserMessage
from rasa.core.utils import AvailableEndpoints
from rasa.utils.log_utils import configure_structlog

from bot.conversation.situation import Situation
from bot.conversation.told import Told
from bot.conversation.turns import situation_after
from bot.dialogue.incident_responses import IncidentResponses
from bot.dialogue.rest_channel import WholeMessages
from bot.dialogue.tracker_store import masked_store
from bot.dialogue.tracker_turns import turns_in
from bot.dialogue.warm_up import warm_up
from bot.rasa import patches
from tests.conftest import MODEL, ROOT, running_actions
from tests.reports import write_between
from tests.utterances import held_out

REPORT = ROOT / "docs" / "performance.md"
START, END = "<!-- turn: made by `make profile` -->", "<!-- end of turn -->"
TURNS = 300
TURNS_OF_ONE = 10
WHOLE, REST = "a whole turn", "Rasa's own book-keeping: the rest"
# The graph's nodes by what they do; their names begin with the module and end with their place.
STEPS = {
    "LanguageDetector": "understanding: the language",
    "NgramExpert": "understanding: words and letters",
    "EncoderExpert": "understanding: the encoder, where it is asked",
    "ContextExpert": "understanding: the encoder that sees what was answered, from the second message on",
    "ConversationContext": "understanding: the rules on conversations",
    "TopicClassifier": "understanding: weighing it all up",
    "TopicPolicy": "deciding what to do",
    "select_prediction": "deciding what to do",
}
OTHER_NODES = "the graph's small steps: contacts, precise questions, several questions"


class Clock:
    """Seconds spent by step; a step inside another counts for itself only, so that all of them add up."""

    def __init__(self) -> None:
        self.spent: defaultdict[str, float] = defaultdict(float)
        self.turns: list[float] = []

    @contextmanager
    def on(self, step: str) -> Iterator[None]:
        started, before = time.perf_counter(), sum(self.spent.values())
        yield
        inside = sum(self.spent.values()) - before
        self.spent[step] += time.perf_counter() - started - inside

    def timed(self, call: Callable[..., Any], step: str) -> Callable[..., Any]:
        def and_time(*given: Any) -> Any:
            with self.on(step):
                return call(*given)

        return and_time

    def timed_method(self, owner: type, name: str, step: str) -> None:
        """Time an asynchronous method of a class from now on."""
        method = getattr(owner, name)

        async def and_time(*given: Any, **named: Any) -> Any:
            with self.on(step):
                return await method(*given, **named)

        setattr(owner, name, and_time)


def main() -> None:
    configure_structlog(logging.ERROR)
    with TemporaryDirectory() as folder:
        for port in running_actions(Path(folder) / "log"):
            os.environ.update(ACTIONS_HOST="127.0.0.1", ACTIONS_PORT=str(port))
            clock = asyncio.run(_measured())
    table = _table(clock)
    print(table)
    write_between(REPORT, START, END, table)


async def _measured() -> Clock:
    patches.apply()
    agent = await load_agent(str(MODEL), endpoints=AvailableEndpoints.read_endpoints(str(ROOT / "endpoints.yml")))
    await warm_up(agent)
    await _hold(agent, Clock())
    clock = Clock()
    _watch(agent, clock)
    await _hold(agent, clock)
    return clock


def _watch(agent: Agent, clock: Clock) -> None:
    runner = agent.processor.graph_runner if agent.processor else None
    assert isinstance(runner, patches.PlannedGraphRunner)
    for name, node in runner._instantiated_nodes.items():
        step = next((step for part, step in STEPS.items() if part in name), OTHER_NODES)
        runner._instantiated_nodes[name] = clock.timed(node, step)
    clock.timed_method(RemoteAction, "run", "the actions, where the topic has one: asking them and waiting")
    clock.timed_method(IncidentResponses, "generate", "choosing the answer's words")


async def _hold(agent: Agent, clock: Clock) -> None:
    """Conversations of TURNS_OF_ONE turns, in the order of the held-out messages."""
    messages = [utterance.text for utterance in held_out("eval")]
    store, situation = masked_store(agent.tracker_store), ""
    assert store
    for turn in range(TURNS):
        text = messages[turn * len(messages) // TURNS]
        situation = situation if turn % TURNS_OF_ONE else Situation().written()
        told = Told(situation=situation, danger_now=False).as_metadata()
        started = time.perf_counter()
        with store.passing() as kept:
            await agent.handle_message(
                UserMessage(text, WholeMessages(), kept.sender, input_channel="rest", metadata=told)
            )
        assert kept.tracker
        situation = situation_after(turns_in(kept.tracker)).written()
        clock.turns.append(time.perf_counter() - started)


def _table(clock: Clock) -> str:
    whole = sum(clock.turns)
    clock.spent[REST] = whole - sum(clock.spent.values())
    lines = [
        f"{TURNS} turns in conversations of {TURNS_OF_ONE}; the median turn took {statistics.median(clock.turns) * 1000:.1f} ms.",
        "",
        "| step | ms a turn | share |",
        "|---|---|---|",
    ]
    lines += [
        f"| {step} | {spent / TURNS * 1000:.2f} | {spent / whole:.0%} |"
        for step, spent in sorted(clock.spent.items(), key=itemgetter(1), reverse=True)
    ]
    return "\n".join([*lines, f"| {WHOLE} | {whole / TURNS * 1000:.2f} | 100% |"])


if __name__ == "__main__":
    main()
