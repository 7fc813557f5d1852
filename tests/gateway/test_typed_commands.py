"""Typed text never becomes a command to the real Rasa, whatever it is disguised as; a button does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.gateway.typed_text import never_a_command
from tests.gateway.conftest import StartGateway

COMMANDS = [
    "/restart",
    "/ask_human",
    '/ask_human{"x":1}',
    '/change_language{"wanted_language": "en"}',
    "  \n\t/restart",
    "／restart",
    "\u200b/restart",
    "\u202e\u2066/restart",
    "\ufeff／restart",
    "\u00a0\u3000/restart",
    "//restart",
    "/ /restart",
    "/\u200b/restart",
    "\u0301/restart",
    "﹨/restart",
]


@pytest.mark.parametrize("typed", COMMANDS)
def test_rasa_reads_no_intent_in_what_is_passed_on(typed: str) -> None:
    assert Message({TEXT: "/restart"}) != YAMLStoryReader.unpack_regex_message(Message({TEXT: "/restart"}))
    passed_on = never_a_command(typed)
    assert YAMLStoryReader.unpack_regex_message(Message({TEXT: passed_on})).get(INTENT) is None


@given(st.text(alphabet=st.sampled_from("/／ \t\n\u200b\u202e\u00a0\u0301⁄∕\x1cab{}\"'@1"), max_size=12))
def test_no_combination_of_slashes_and_invisible_characters_makes_a_command(typed: str) -> None:
    passed_on = never_a_command(typed)
    assert not passed_on.strip().startswith("/")
    assert YAMLStoryReader.unpack_regex_message(Message({TEXT: passed_on})).get(INTENT) is None


@pytest.mark.parametrize("typed", ["bonjour", " je / tu", "1/2", "https://a.be/x", "", "\u200bbonjour", "\u0301 x"])
def test_what_is_no_command_is_passed_on_as_it_is(typed: str) -> None:
    assert never_a_command(typed) == typed


@pytest.mark.parametrize("typed", COMMANDS)
async def test_a_typed_command_is_shown_as_typed_and_does_nothing_in_rasa(
    start_gateway: StartGateway, rasa_server: str, typed: str
) -> None:
    customer = (await start_gateway(rasa=rasa_server)).customer()
    await customer.begin(language="fr")
    assert await customer.say(typed)
    assert (await customer.read())[1]["text"] == typed
    async with customer.session.get(f"{rasa_server}/conversations/{customer.id}/tracker") as response:
        events = (await response.json())["events"]
    said = [event for event in events if event["event"] == "user"]
    assert len(said) == 2, "a restart would have forgotten the greeting"
    assert not said[1]["text"].strip().startswith("/")
    assert not any(event["event"] in ("restart", "session_started") for event in events[3:])
