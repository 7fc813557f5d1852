"""The conversations that train: data/conversations/<language>.jsonl; a new language may have none.

Each line is a conversation: `who` the customer is, and `turns`, each with the customer's words (`user`), what they
mean there (`topics`, one to three), what the message does (`acts`, where that was labelled), and the `answer` that
followed, as ids: its `topics`, what it `offers`, what it `asked`, the topics or subtopics of its `buttons`, and where
that is known the `names` of its responses, one for each topic. Talks that were really held also say which topic was
`read`, rightly or not, which answers would have been best (`precisely`: subtopics, or topics for their general answer),
and which others would do as well (`fits`). Where they apply, a turn also says which `kinds` of data are meant, how the
person `feels`, `for` whom they ask, what they were `caught` by and over which way (`by`, `now`), what is `done` already
or is `not`, and whether they can `phone`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.conversation.situation import CountedAnswer, Meant, Offered, Situation
from bot.language import Language

DATA = Path(__file__).parents[2] / "data" / "conversations"
# What an answer asks for in the corpus, as an offer of ours.
OFFERED_BY_ASKING: dict[str, Offered] = {"erase": "erase", "person": "human"}
# And as the response that asks it.
ASKING = {"caught": "utter_contact_ask_gave", "still_going_on": "utter_contact_ask_now"}

Turn = dict[str, Any]


def conversations(language: Language, folder: Path = DATA) -> list[list[Turn]]:
    file = folder / f"{language}.jsonl"
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return [json.loads(line)["turns"] for line in lines]


def with_situations(turns: list[Turn]) -> Iterator[tuple[Turn, Situation]]:
    """Each customer turn, and the situation that it was said in."""
    before = Situation()
    for turn in turns:
        yield turn, before
        first, *others = [turn["read"]] if "read" in turn else turn["topics"]
        before = before.after(Meant(topic=first, alone=first), _said(turn.get("answer") or {}), None, others)


def _said(answer: dict[str, Any]) -> list[CountedAnswer]:
    """An answer of the corpus as ours are remembered."""
    offered: list[Offered] = answer.get("offers", [])
    offers = OFFERED_BY_ASKING.get(answer.get("asked", "")) or next(iter(offered), None)
    topics = answer.get("topics") or [""]
    responses = [f"utter_{name}" for name in answer.get("names") or ()] or [""] * len(topics)
    *first, last = (CountedAnswer(response=one, topic=topic) for one, topic in zip(responses, topics, strict=True))
    of_last = {"offers": offers, "asks": ASKING.get(answer.get("asked", "")), "buttons": (*answer.get("buttons", ()),)}
    return [*first, last.copy(update=of_last)]
