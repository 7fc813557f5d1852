"""Reads the customer turns of tests/utterances/turns in their conversations, which others wrote and which never trained.

What came before is as its writer labelled it, so this measures reading and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.conversation.corpus import conversations, with_situations
from bot.conversation.said_before import has_begun
from bot.language import LANGUAGES, Language
from bot.nlu.context_expert import ContextExpert, context_reader
from bot.nlu.conversation_reader import conversation_reader
from bot.nlu.learn_context import MODEL, read_alone
from bot.text_folding import has_words

FOLDER = Path(__file__).parents[1] / "utterances" / "turns"


@dataclass(frozen=True)
class TurnRead:
    """A later turn, its labels, and its likeliest topic read alone and in its conversation."""

    language: Language
    said: str
    topics: frozenset[str]
    acts: frozenset[str]
    alone: str
    in_context: str

    @property
    def is_right(self) -> bool:
        return self.in_context in self.topics

    @property
    def is_right_alone(self) -> bool:
        return self.alone in self.topics


def read_turns() -> list[TurnRead]:
    later = [
        (language, turn, before)
        for language in LANGUAGES
        for conversation in conversations(language, FOLDER)
        for turn, before in with_situations(conversation)
        if has_begun(before) and has_words(turn["user"])
    ]
    topics, scores = read_alone(MODEL, [turn["user"] for _, turn, _ in later])
    reader, weight = context_reader(), float(ContextExpert.get_default_config()["weight_of_encoder"])
    order = [topics.index(topic) for topic in reader.topics]
    read = []
    for (language, turn, before), believed in zip(later, scores, strict=True):
        alone = topics[int(believed.argmax())]
        believed_here, _ = reader.read(turn["user"], before, alone, believed[order])
        by_encoder = conversation_reader().read(turn["user"], before).of_topics(reader.topics)
        in_context = reader.topics[int((believed_here + weight * by_encoder).argmax())]
        labels = frozenset(turn["topics"]), frozenset(turn["acts"])
        read.append(TurnRead(language, turn["user"], *labels, alone, in_context))
    return read
