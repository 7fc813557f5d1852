"""`make train` also runs this: learns which letters tell a question from its neighbours.

All subtopics (data/subtopics) are questions, and beside them each topic's general one, of which a sample of the topic's
lines in data/nlu are examples. The encoder's head learns from the same lines. Writes models/questions.npz.
"""

from __future__ import annotations

import os
from random import Random

import numpy as np
import numpy.typing as npt

from bot.conversation.subtopics import lines, topic_of
from bot.language import LANGUAGES
from bot.nlu.question_reader import BUCKETS, FILE, letters_of
from bot.topics import OUT_OF_SCOPE
from bot.training_lines import lines_of, topics_with_lines

GENERAL = 120  # so many lines of each topic's own, in each language
OUTSIDE = 4000  # and out of scope
SMOOTHING = 0.1  # added to what is counted in each bucket
SEED = 0


def main() -> None:
    asked = read_questions()
    questions = sorted({name for _, name in asked})
    places = {name: place for place, name in enumerate(questions)}
    counted = np.full((len(questions), BUCKETS), SMOOTHING, dtype=np.float64)
    for text, name in asked:
        buckets, counts = letters_of(text)
        counted[places[name], buckets] += counts
    likely = np.log(counted / counted.sum(axis=1, keepdims=True))
    letters: npt.NDArray[np.float16] = np.ascontiguousarray(likely.T, dtype=np.float16)
    FILE.parent.mkdir(exist_ok=True)
    unfinished = FILE.with_suffix(f".{os.getpid()}.npz")
    np.savez_compressed(unfinished, questions=np.array("\n".join(questions)), letters=letters)
    unfinished.replace(FILE)
    print(f"Learnt the letters of {len(questions)} questions from {len(asked)} lines: {FILE}.")


def read_questions() -> list[tuple[str, str]]:
    """Every text that is learnt from, with its question: a subtopic, or a topic for its general question."""
    asked = {(topic_of(line.subtopic), line.text): line.subtopic for line in lines()}
    read = [(text, subtopic) for (_, text), subtopic in asked.items()]
    for topic in topics_with_lines():
        for language in LANGUAGES:
            usable = [text for text in lines_of(topic, language) if (topic, text) not in asked]
            count = min(OUTSIDE if topic == OUT_OF_SCOPE else GENERAL, len(usable))
            read += [(text, topic) for text in Random(SEED).sample(usable, count)]
    return read


if __name__ == "__main__":
    main()
