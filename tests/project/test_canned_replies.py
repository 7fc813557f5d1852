"""The replies that agents insert are there in every language, are found by their shortcut, and say only what is known."""

from __future__ import annotations

import re
from typing import Any

import pytest

from bot.content import incident, read_content
from bot.danger.kinds import DANGER_KINDS
from bot.language import LANGUAGES
from tests.project.test_files import FORBIDDEN
from tests.spoken import FR

REPLIES: list[dict[str, Any]] = read_content("canned_replies.yml")["replies"]


def test_shortcuts_are_short_plain_and_different() -> None:
    shortcuts = [reply["shortcut"] for reply in REPLIES]
    assert [shortcut for shortcut in shortcuts if not re.fullmatch(r"[a-z]{2,16}", shortcut)] == []
    assert len(set(shortcuts)) == len(shortcuts)


@pytest.mark.parametrize("reply", REPLIES, ids=lambda reply: reply["shortcut"])
def test_a_reply_stands_in_every_language(reply: dict[str, Any]) -> None:
    assert set(reply) - {"topics"} == {"shortcut", "title", "text"}
    assert set(reply.get("topics", ())) <= {*DANGER_KINDS}
    assert list(reply["title"]) == list(reply["text"]) == list(LANGUAGES)
    assert all([*reply["title"].values(), *reply["text"].values()])
    assert all(len(title) <= 40 for title in reply["title"].values()), "a title fits in a list"


@pytest.mark.parametrize("reply", REPLIES, ids=lambda reply: reply["shortcut"])
def test_a_reply_uses_only_names_of_the_incident_and_promises_nothing(reply: dict[str, Any]) -> None:
    names = {language: set(re.findall(r"{(\w+)}", reply["text"][language])) for language in LANGUAGES}
    assert all(names[language] == names[FR] for language in LANGUAGES)
    assert names[FR] <= set(incident().variables(FR))
    for language, text in reply["text"].items():
        assert "!" not in text
        assert not re.search(FORBIDDEN[language], text, re.IGNORECASE)
        assert not re.search(r"0800|\b(19|20)\d\d\b|\b\d{1,2}(:|h|u)\d\d\b", text), "numbers come from incident.yml"


def test_the_company_is_named_by_the_incident_file_alone() -> None:
    texts = [text for reply in REPLIES for text in (*reply["title"].values(), *reply["text"].values())]
    assert [text for text in texts if incident().company in text] == []
