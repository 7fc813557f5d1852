"""The chat is erased after one question, never without it, and not after a no."""

from __future__ import annotations

import pytest
from rasa_sdk import Action

from actions.erase_chat import ActionEraseChat
from actions.replies import ActionAffirm, ActionDeny
from tests.actions.test_people import bot, said_by, user
from tests.project.test_files import all_responses

ASKED = bot("utter_erase_chat", topic="erase_chat", offers="erase")


@pytest.mark.parametrize(
    ("action", "response"),
    [
        (ActionEraseChat(), "utter_erase_chat_done"),
        (ActionAffirm(), "utter_erase_chat_done"),
        (ActionDeny(), "utter_erase_chat_kept"),
    ],
)
def test_after_the_question_a_yes_or_the_wish_once_more_does_it(action: Action, response: str) -> None:
    assert said_by(action, user("erase_chat"), ASKED, user("…"))["response"] == response


def test_the_question_comes_first_and_anew_after_something_else() -> None:
    assert said_by(ActionEraseChat(), user("erase_chat"))["response"] == "utter_erase_chat"
    between = [user("erase_chat"), ASKED, user("data_affected"), bot("utter_data_affected", topic="data_affected")]
    assert said_by(ActionEraseChat(), *between, user("erase_chat"))["response"] == "utter_erase_chat"
    assert said_by(ActionAffirm(), *between, user("affirm"))["response"] != "utter_erase_chat_done"


def test_only_the_answer_that_says_so_erases() -> None:
    erasing = {
        name
        for name, variants in all_responses().items()
        for variant in variants
        if (variant.get("metadata") or {}).get("erase")
    }
    assert erasing == {"utter_erase_chat_done"}
