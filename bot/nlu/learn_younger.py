"""`make train` also runs this: teaches the encoder that sees conversations the questions that are younger than it is.

Its head knows the questions of the day it was tuned (encoder/tune_in_conversation.py), which takes most of an hour.
Each question since gets a row of its own beside that head, which itself stays as it is: the rows learn to be likelier
than all others for their own lines, and less likely for a sample of the others', each line after something that was
answered in some conversation. Writes encoder/in_conversation/younger.npz, which is shipped with the encoder.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import defaultdict
from random import Random

import numpy as np
import numpy.typing as npt

from bot.conversation.corpus import conversations, with_situations
from bot.conversation.said_before import said_before
from bot.conversation.subtopics import lines, topic_of
from bot.features.sentence_encoder import IN_CONVERSATION, SentenceEncoder, Vectors
from bot.language import LANGUAGES
from bot.nlu.conversation_reader import HEADS, YOUNGER, read_questions_head

Example = tuple[str, str, str]  # a text, what was said before it, and its question

CONTEXTS = 3  # in which each line of a younger question is read
OTHERS = 8  # lines of each question that the head knows
ON_ITS_TOPIC, ALONE = 0.6, 0.2  # so many lines are said after an answer on their topic, and first in their talk
STEPS, PACE, DECAY = 400, 0.02, 1e-3
SEED = 0


def main() -> None:
    known, weights, bias = read_questions_head()
    asked = [(line.text, line.subtopic) for line in lines()]
    younger = sorted({question for _, question in asked} - {*known})
    digest = _digest([line for line in asked if line[1] in younger])
    file = IN_CONVERSATION / YOUNGER
    if file.exists():
        with np.load(file) as kept:
            if str(kept["learnt_from"]) == digest:
                print(f"The questions younger than the encoder in conversation are known: {file}.")
                return
    examples = read_examples(asked, {*known}, {*younger}) if younger else [("", "", known[0])]
    vectors = SentenceEncoder(IN_CONVERSATION, threads=1).encode_all_after([(text, said) for text, said, _ in examples])
    wanted = [younger.index(question) if question in younger else -1 for _, _, question in examples]
    rows, biases = fit_beside(vectors, wanted, vectors @ weights + bias, len(younger))
    unfinished = file.with_suffix(f".{os.getpid()}.npz")
    questions = np.array("\n".join(younger))
    np.savez(unfinished, learnt_from=np.array(digest), questions=questions, weights=rows, bias=biases)
    unfinished.replace(file)
    print(f"Learnt {len(younger)} questions younger than the encoder in conversation: {file}. Commit it.")


def _digest(learnt: list[tuple[str, str]]) -> str:
    encoder = hashlib.sha256((IN_CONVERSATION / HEADS).read_bytes()).hexdigest()
    settings = (CONTEXTS, OTHERS, ON_ITS_TOPIC, ALONE, STEPS, PACE, DECAY, SEED)
    return hashlib.sha256(json.dumps([encoder, settings, learnt]).encode()).hexdigest()


def read_examples(asked: list[tuple[str, str]], known: set[str], younger: set[str]) -> list[Example]:
    """Each line of the younger questions in several contexts, some of all others, and what was said in real talks."""
    chance, said, examples = Random(SEED), defaultdict(list), []
    for language in LANGUAGES:
        for conversation in conversations(language):
            for turn, before in with_situations(conversation):
                if context := said_before(before):
                    said[turn["topics"][0]].append(context)
                if question := next((one for one in turn.get("precisely", ()) if one in known | younger), None):
                    examples.append((turn["user"], context, question))
    anywhere = [context for contexts in said.values() for context in contexts]

    def context_of(question: str) -> str:
        drawn = chance.random()
        if drawn < ALONE:
            return ""
        on_it = said.get(topic_of(question), anywhere)
        return chance.choice(on_it if drawn < ALONE + ON_ITS_TOPIC else anywhere)

    of_question = defaultdict(list)
    for text, question in asked:
        of_question[question].append(text)
    for question, texts in sorted(of_question.items()):
        chosen = texts * CONTEXTS if question in younger else chance.sample(texts, min(OTHERS, len(texts)))
        examples += [(text, context_of(question), question) for text in chosen]
    return examples


def fit_beside(
    vectors: Vectors, wanted: list[int], of_others: Vectors, count: int
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """The weights (384 by `count`) and biases of `count` classes beside others whose scores stay as they are.

    `wanted` has the class of each vector, -1 for one of the others; `of_others` their scores (vectors by others). By
    gradient descent (Adam) on the cross-entropy of all classes together, from the middle of the others' biases.
    """
    x, others = vectors.astype(np.float64), of_others.astype(np.float64)
    is_wanted = np.array(wanted)[:, np.newaxis] == np.arange(count)
    highest = others.max(axis=1, keepdims=True, initial=0.0)
    elsewhere = np.exp(others - highest).sum(axis=1, keepdims=True)
    is_other = ~is_wanted.any(axis=1)
    # Each class counts alike, one of the others as well.
    importance = is_wanted @ (1 / np.maximum(is_wanted.sum(axis=0), 1)) + is_other * (others.shape[1] / is_other.sum())
    importance = importance[:, np.newaxis] / importance.sum()
    learnt = np.zeros((x.shape[1] + 1, count))
    learnt[-1] = float(np.median(others)) if others.size else 0.0
    x = np.hstack([x, np.ones((len(x), 1))])
    mean, square = np.zeros_like(learnt), np.zeros_like(learnt)
    for step in range(1, STEPS + 1):
        grown = np.exp(x @ learnt - highest)
        slope = x.T @ (importance * (grown / (elsewhere + grown.sum(axis=1, keepdims=True)) - is_wanted))
        slope[:-1] += DECAY * learnt[:-1]
        mean, square = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope**2
        learnt -= PACE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return learnt[:-1].astype(np.float32), learnt[-1].astype(np.float32)


if __name__ == "__main__":
    main()
