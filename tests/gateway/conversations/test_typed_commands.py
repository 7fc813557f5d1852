"""Typed text never becomes a command to the real Rasa, whatever it is disguised as; a button does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.conversation.situation import read_situation
from bot.gateway.conversations.repository import ConversationRepository
from bot.gateway.db.open_database import open_database
from bot.gateway.outbox import OutboxWriter
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
    gateway = await start_gateway(rasa=rasa_server)
    customer = gateway.customer()
    await customer.begin(language="fr")
    assert await customer.say(typed)
    assert (await customer.read())[1]["text"] == typed
    database = open_database(gateway.settings.store, gateway.settings.data_folder)
    kept = await ConversationRepository(database, OutboxWriter(wanted=False)).conversation(customer.id)
    await database.close()
    situation = read_situation(kept.situation or "")
    assert situation.topics[-1] == "greet", "a restart would have forgotten the greeting"
    assert len(situation.topics) == 2
