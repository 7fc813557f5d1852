"""Each subtopic has lines that teach it and an answer of its own, in every language."""

from __future__ import annotations

import json
import re
from collections import Counter

import pytest

from bot.content import read_content, subtopic_titles, topic_titles
from bot.conversation.subtopics import PLAINLY, lines, payload_of, topic_of
from bot.conversation.turns import situation_after, turns_of
from bot.danger.kinds import DANGER_KINDS
from bot.language import LANGUAGES
from bot.text_folding import plain_words
from tests.project.test_files import LEAK_MIN_WORDS, ROOT, all_responses, all_topics, load
from tests.utterances import all_that_measures

MIN_LINES = 10  # per language
MAX_WORDS = 75
MAX_TITLE = 36  # characters; a button stays on one line
LINES = list(lines())
# An answer for who waits for a person, or where nobody is there, is the same subtopic's.
OF_PEOPLE = re.compile(r"_(?:there|away|waiting)$")
# What is said in an answer's place, each text once or for as long as it fits.
ASIDES = {f"{name}_{ending}" for name, asides in read_content("asides.yml").items() for ending in asides}
PRECISE = {name: variants for name, variants in all_responses().items() if "/" in name}
ANSWERS = {
    name.removeprefix("utter_"): variants for name, variants in PRECISE.items() if OF_PEOPLE.sub("", name) not in ASIDES
}
IN_PLACE_OF_ANSWERS = {
    name.removeprefix("utter_"): variants for name, variants in PRECISE.items() if OF_PEOPLE.sub("", name) in ASIDES
}


def test_each_has_lines_and_an_answer() -> None:
    asked = {line.subtopic for line in LINES}
    answered = {OF_PEOPLE.sub("", name) for name in ANSWERS if not name.endswith(f"/{PLAINLY}")}
    assert asked == answered <= {*ANSWERS}
    assert {topic_of(name) for name in ANSWERS} <= {*all_topics()}


def test_each_has_enough_lines_in_every_language() -> None:
    counts = Counter((line.subtopic, line.language) for line in LINES)
    assert {key: count for key, count in counts.items() if count < MIN_LINES} == {}
    assert {language for _, language in counts} == {*LANGUAGES}


def test_no_line_means_two_things_within_a_topic() -> None:
    meant: dict[tuple[str, str, str], set[str]] = {}
    for line in LINES:
        meant.setdefault((line.language, topic_of(line.subtopic), line.text.lower()), set()).add(line.subtopic)
    assert {key: names for key, names in meant.items() if len(names) > 1} == {}


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_is_short_and_has_another_text_for_who_asks_again(name: str) -> None:
    for language in LANGUAGES:
        texts = [one["text"] for one in ANSWERS[name] if one["condition"][0]["value"] == language]
        assert len({*texts}) == (1 if name.endswith(f"/{PLAINLY}") else 2)
        assert max(len(text.split()) for text in texts) <= MAX_WORDS


@pytest.mark.parametrize("name", IN_PLACE_OF_ANSWERS)
def test_what_is_said_in_its_place_is_short(name: str) -> None:
    assert max(len(variant["text"].split()) for variant in IN_PLACE_OF_ANSWERS[name]) <= MAX_WORDS


def test_what_is_offered_next_is_there_and_has_a_short_title() -> None:
    follow_ups = load(ROOT / "content" / "follow_ups.yml")
    assert {*follow_ups} <= {*all_topics()} - {*DANGER_KINDS}
    offered = {asked for listed in follow_ups.values() for asked in listed}
    assert {asked for asked in offered if topic_of(asked) != asked} <= {*subtopic_titles()}
    assert {f"utter_{subtopic}" for subtopic in subtopic_titles()} <= {*all_responses()}
    assert offered <= {*topic_titles(), *ANSWERS}
    assert not {topic_of(asked) for asked in offered} & {*DANGER_KINDS}
    for titles in subtopic_titles().values():
        assert {*titles} == {*LANGUAGES}
        assert all(0 < len(title) <= MAX_TITLE for title in titles.values())


def test_a_button_asks_what_it_says() -> None:
    """What a payload says travels to the situation, where "the second one" finds it."""
    for asked in ("hotline", "hotline/is_free"):
        button = {"event": "bot", "data": {"buttons": [{"title": "…", "payload": payload_of(asked)}]}}
        said = {**button, "metadata": {"utter_action": "utter_risks"}}
        (turn,) = turns_of([{"event": "user", "text": "…"}, said])
        assert situation_after([turn]).answers[0].buttons == (asked,)


def test_no_line_measures() -> None:
    held = all_that_measures()
    precise = (ROOT / "tests" / "utterances" / "subtopics").glob("*.jsonl")
    held |= {json.loads(line)["text"] for file in precise for line in file.read_text(encoding="utf-8").splitlines()}
    kept = {plain_words(text) for text in held}
    kept = {text for text in kept if len(text.split()) >= LEAK_MIN_WORDS}
    assert [one.text for one in LINES if plain_words(one.text) in kept] == []
