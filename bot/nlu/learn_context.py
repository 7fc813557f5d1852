"""`make train` also runs this: learns from data/conversations how a message is read in its conversation.

The other experts' belief about each message alone comes from the model that was just trained, which has
not seen these lines. Writes models/context.npz; no held-out conversation is seen.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import numpy as np
import numpy.typing as npt
from rasa.engine.graph import ExecutionContext
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from bot.conversation.corpus import DATA, Turn, conversations, with_situations
from bot.conversation.situation import CountedAnswer, Meant, Situation
from bot.conversation.subtopics import DATA as SUBTOPICS
from bot.conversation.subtopics import some, topic_of
from bot.features.encoding_cache import encode_cached
from bot.language import LANGUAGES
from bot.nlu.context_expert import ACTS, FEATURE, FILE, scaled
from bot.nlu.context_features import features_of
from bot.nlu.encoder_expert import EncoderExpert
from bot.nlu.ngram_expert import NgramExpert
from bot.nlu.question_expert import QuestionExpert
from bot.nlu.single_read_importer import OF_SUBTOPICS
from bot.nlu.topic_scores import Vector, belief, log_belief
from bot.text_folding import has_words

ROOT = Path(__file__).parents[2]
MODEL = ROOT / "models" / "breachline.tar.gz"
MIN_TURNS = 3  # in so many a feature must occur
C = 1.0
PRECISELY = 6  # lines of each subtopic and language
AFTER_ITS_TOPIC = 0.8  # so many of them are said after an answer on their topic


def main(model: Path = MODEL, folder: Path = DATA, asked: Path = SUBTOPICS, file: Path = FILE) -> None:
    """`folder` has conversations, `asked` precise questions; the same of both make the same `file`."""
    turns = read_turns(folder, asked)
    # One thread: sums that are shared out have other last decimals, and what is learnt from them would be another file.
    with threadpool_limits(1):
        topics, alone = read_alone(model, [turn["user"] for turn, _ in turns])
        learn(turns, topics, alone, file)
    print(f"Learnt from {len(turns)} messages how one is read in its conversation: {file}.")


def read_turns(folder: Path = DATA, asked: Path = SUBTOPICS) -> list[tuple[Turn, Situation]]:
    """Every message that is learnt from, with the situation before it."""
    turns = [
        (turn, before)
        for language in LANGUAGES
        for conversation in conversations(language, folder)
        for turn, before in with_situations(conversation)
        if has_words(turn["user"])
    ]
    return [*turns, *_asked_precisely(asked)]


def _asked_precisely(folder: Path) -> Iterator[tuple[Turn, Situation]]:
    """Lines of data/subtopics that no other expert trains on, each after an answer on its topic or on another one."""
    asked = some(OF_SUBTOPICS, PRECISELY, folder)
    topics = sorted({topic_of(line.subtopic) for line in asked})
    chance = Random(0)
    for line in asked:
        topic = topic_of(line.subtopic)
        earlier = topic if chance.random() < AFTER_ITS_TOPIC else chance.choice(topics)
        answer = CountedAnswer(response=f"utter_{earlier}", topic=earlier)
        yield (
            {"user": line.text, "topics": [topic]},
            Situation().after(Meant(topic=earlier, alone=earlier), [answer], line.language),
        )


def read_alone(model: Path, texts: list[str]) -> tuple[list[str], list[Vector]]:
    """The topics, and for each text their log-probabilities by the experts on single messages."""
    messages = [Message({TEXT: text}) for text in texts]
    with TemporaryDirectory() as folder:
        _reader_of_words(model, Path(folder)).process(messages)
    vectors = encode_cached(texts)
    meaning, precise = (kind(kind.get_default_config()) for kind in (EncoderExpert, QuestionExpert))
    for message, vector in zip(messages, vectors, strict=True):
        if not meaning.is_settled(message):
            meaning.add_opinion_on(message, vector)
        precise.add_opinion_on(message, vector)
    topics, _ = belief(messages[0])
    return topics, [log_belief(message) for message in messages]


def _reader_of_words(model: Path, folder: Path) -> NgramExpert:
    """As the model's pipeline has it; unpacked into `folder`."""
    storage, _ = LocalModelStorage.from_model_archive(folder, model)
    name = next(path.name for path in folder.iterdir() if f".{NgramExpert.__name__}" in path.name)
    # It does not look at the context.
    return NgramExpert.load(NgramExpert.get_default_config(), storage, Resource(name), ExecutionContext(None))


def learn(turns: list[tuple[Turn, Situation]], topics: list[str], alone: list[Vector], file: Path) -> None:
    """Write what was learnt to `file`; the same turns make the same file."""
    found = [
        features_of(turn["user"], before, topics[int(scores.argmax())], float(np.exp(scores.max())))
        for (turn, before), scores in zip(turns, alone, strict=True)
    ]
    counts = Counter(name for names in found for name in names)
    features = sorted(name for name, count in counts.items() if count >= MIN_TURNS)
    places = {name: place for place, name in enumerate(features)}
    rows = [[places[name] for name in names if name in places] for names in found]
    # A message that means several things counts for each of them, by its share.
    examples = [(number, topic) for number, (turn, _) in enumerate(turns) for topic in turn["topics"]]
    shares = [1 / len(turns[number][0]["topics"]) for number, _ in examples]
    table = sparse.hstack([_table(rows, len(features)) * FEATURE, sparse.csr_matrix(scaled(np.stack(alone)))]).tocsr()
    classes, coefficients, bias = _fitted(
        table[[number for number, _ in examples]], np.array([topic for _, topic in examples]), shares
    )
    weights = np.ascontiguousarray(coefficients.T, dtype=np.float32)
    acts = [_of_act(act, table[:, : len(features)], turns) for act in ACTS]
    file.parent.mkdir(exist_ok=True)
    unfinished = file.with_suffix(f".{os.getpid()}.npz")
    np.savez_compressed(
        unfinished,
        topics=np.array("\n".join(classes)),
        features=np.array("\n".join(features)),
        weights=weights[: len(features)],
        of_alone=_for_classes(weights[len(features) :], topics, classes),
        bias=bias.astype(np.float32),
        act_weights=np.concatenate([act.coef_ for act in acts]).T.astype(np.float32, order="C"),
        act_bias=np.concatenate([act.intercept_ for act in acts]).astype(np.float32),
    )
    unfinished.replace(file)


def _fitted(
    table: sparse.csr_matrix, topics: npt.NDArray[np.str_], shares: list[float]
) -> tuple[list[str], npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """One classifier for each topic, on as many cores as there are: the topics, their weights and their biases.

    None depends on another, so it is the same on one core or many.
    """
    classes = sorted({*topics.tolist()})
    with ProcessPoolExecutor() as pool:
        each = list(
            pool.map(partial(_classifier, table, shares=shares), [topics == topic for topic in classes], chunksize=8)
        )
    return classes, np.concatenate([one.coef_ for one in each]), np.concatenate([one.intercept_ for one in each])


def _classifier(
    table: sparse.csr_matrix, is_meant: npt.NDArray[np.bool_], shares: list[float] | None = None
) -> LogisticRegression:
    return LogisticRegression(C=C, solver="liblinear", random_state=0).fit(table, is_meant, sample_weight=shares)


def _of_act(act: str, table: sparse.csr_matrix, turns: list[tuple[Turn, Situation]]) -> LogisticRegression:
    """A classifier of whether a message does this act, whatever its topic."""
    kind, name = ACTS[act]
    labelled = [number for number, (turn, _) in enumerate(turns) if "acts" in turn]
    does = [name in turns[number][0].get(kind, ()) for number in labelled]
    return _classifier(table[labelled], np.array(does))


def _table(rows: list[list[int]], features: int) -> sparse.csr_matrix:
    ends = np.cumsum([0, *map(len, rows)])
    columns = [place for row in rows for place in row]
    return sparse.csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(rows), features))


def _for_classes(of_alone: npt.NDArray[np.float32], topics: list[str], classes: list[str]) -> npt.NDArray[np.float32]:
    """The rows of `of_alone`, which are in the order of `topics`, in the order of `classes`."""
    return np.asarray(of_alone[[topics.index(topic) for topic in classes]])


if __name__ == "__main__":
    if sys.argv[1:] == ["--encode"]:  # beforehand, while Rasa learns
        encode_cached([turn["user"] for turn, _ in read_turns()])
    else:
        main(*map(Path, sys.argv[1:]))
