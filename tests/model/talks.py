"""Plays the scripts of tests/utterances/talks through the real gateway, with the real assistant or with none.

A turn is right when one of the answers is on an expected topic, all are in the language, every pattern of `must` is found
somewhere in their texts, buttons or links, and none of `must_not`.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.danger.kinds import DANGER_KINDS
from bot.language import LANGUAGES
from tests.browser.gateway import Gateway
from tests.conftest import find_free_port
from tests.model.dialogues import rasa_with_actions

FOLDER = Path(__file__).parents[1] / "utterances" / "talks"
# What an answer's topic counts as, beside itself.
COUNTS_AS = {"handoff": {"ask_human"}, "clarify": {"out_of_scope", "help"}, "fallback": {"out_of_scope", "help"}}
PLAIN = str.maketrans({"’": "'", "‘": "'", "\u00a0": " ", "\u202f": " "})


@dataclass(frozen=True)
class ScriptTurn:
    """What was said, what a right answer needs, what came, and what is wrong with it."""

    script: str
    language: str  # of the script
    said: str
    expected: frozenset[str]
    answers: list[dict[str, Any]] = field(repr=False)
    faults: list[str]
    repeats: bool = False  # a text that was said before in this conversation, by the assistant and not on danger

    @property
    def expects_danger(self) -> bool:
        """Whether nothing but an answer to danger would do."""
        return self.expected <= {*DANGER_KINDS}


def play_all() -> list[ScriptTurn]:
    """Every script, on servers started for it."""
    with _gateway(with_rasa=True) as gateway:
        return [turn for language in LANGUAGES for script in scripts(language) for turn in play(gateway, script)]


def play_danger_without_rasa() -> list[ScriptTurn]:
    """The turns that only an answer to danger would do, in their scripts, said to a gateway that cannot reach Rasa."""
    with _gateway(with_rasa=False) as gateway:
        return [
            turn
            for language in LANGUAGES
            for script in scripts(language)
            if any(_expects_danger(turn) for turn in script["turns"])
            for turn in play(gateway, script)
            if turn.expects_danger
        ]


def scripts(language: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / f"{language}.jsonl").read_text(encoding="utf-8").splitlines()]


def play(gateway: Gateway, script: dict[str, Any]) -> Iterator[ScriptTurn]:
    """One customer; a conversation that is erased is followed by a new one."""
    token = _begin(gateway, script["lang"])
    said: set[str] = set()
    for turn in script["turns"]:
        expected = frozenset(turn["expect"]["topic"])
        status, page = gateway.ask("POST", "/v1/messages", {"text": turn["user"]}, token)
        assert status == 200, page
        answers = [message for message in page["messages"] if message["from"] != "customer"]
        faults = list(_faults(turn, expected, answers))
        texts = {one["text"] for one in answers if one["from"] == "bot" and one.get("topic") not in DANGER_KINDS}
        repeats = bool(texts & said)
        said |= texts
        yield ScriptTurn(script["id"], script["lang"], turn["user"], expected, answers, faults, repeats)
        if page["state"] == "closed":
            token = _begin(gateway, script["lang"])


def _expects_danger(turn: dict[str, Any]) -> bool:
    return {*turn["expect"]["topic"]} <= {*DANGER_KINDS}


def _begin(gateway: Gateway, language: str) -> str:
    _, begun = gateway.ask("POST", "/v1/conversations", {"language": language})
    return str(begun["token"])


def _faults(turn: dict[str, Any], expected: frozenset[str], answers: list[dict[str, Any]]) -> Iterator[str]:
    topics = {answer.get("topic", "") for answer in answers}
    topics |= {other for topic in topics for other in COUNTS_AS.get(topic, ())}
    if not topics & expected:
        yield f"topic {sorted(topics)}, not {sorted(expected)}"
    if {answer["language"] for answer in answers} != {turn["expect"]["lang"]}:
        yield "language"
    whole = _whole(answers)
    yield from (f"lacks {pattern}" for pattern in turn["must"] if not re.search(pattern, whole, re.IGNORECASE))
    yield from (f"has {pattern}" for pattern in turn["must_not"] if re.search(pattern, whole, re.IGNORECASE))


def _whole(answers: list[dict[str, Any]]) -> str:
    parts = []
    for answer in answers:
        parts += [answer["text"], *(button["title"] for button in answer.get("buttons", ()))]
        parts += [f"{link['title']} {link['url']}" for link in answer.get("links", ())]
    return "\n".join(parts).translate(PLAIN)


@contextmanager
def _gateway(with_rasa: bool) -> Iterator[Gateway]:
    if not with_rasa:
        with _started(f"http://127.0.0.1:{find_free_port()}", find_free_port()) as gateway:
            yield gateway
        return
    with rasa_with_actions() as (rasa, actions), _started(rasa, actions) as gateway:
        yield gateway


@contextmanager
def _started(rasa: str, actions: int) -> Iterator[Gateway]:
    with tempfile.TemporaryDirectory() as folder:
        gateway = Gateway(Path(folder) / "gateway", rasa, actions)
        gateway.start()
        try:
            yield gateway
        finally:
            gateway.stop()
