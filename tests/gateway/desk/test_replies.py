"""Replies written beforehand come in every language, with the incident's names filled in."""

from __future__ import annotations

from bot.content import incident
from bot.language import LANGUAGES
from tests.gateway.desk.desk_agent import DeskAgent


async def test_replies_are_complete_and_filled_in(an: DeskAgent) -> None:
    replies = (await an.ask("GET", "/v1/desk/replies"))["replies"]
    assert len(replies) >= 10
    assert len({reply["shortcut"] for reply in replies}) == len(replies)
    for reply in replies:
        for words in (reply["title"], reply["text"]):
            assert set(words) == set(LANGUAGES)
            assert all(text and "{" not in text for text in words.values())
    assert incident().hotline.display in str(replies)
