"""`make encoder-in-conversation`: tunes the encoder that reads a message after what was answered before it, and its two heads.

It begins with the encoder that reads messages alone, and learns from all turns of data/conversations; from the lines of
data/subtopics and data/nlu, each after something that was answered in some conversation or after nothing, so that what is
asked plainly means the same anywhere. Real talks, which also say the precise answer that would have been best and which
would do as well, count `REAL_TIMES`. No held-out message is ever seen. About half an hour on two cores; with `CONTINUE=1` it goes on from what is there, and
becomes the mean of that and of what it learnt, which keeps more of both (docs/decisions/0053-the-mean-of-two-tunings.md).
"""

from __future__ import annotations

import os
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

import numpy as np
import torch
from sentencepiece import SentencePieceProcessor
from torch import Tensor, nn
from torch.nn import functional

from bot.conversation.corpus import conversations, with_situations
from bot.conversation.said_before import said_before
from bot.conversation.subtopics import lines as subtopic_lines
from bot.conversation.subtopics import topic_of
from bot.features.pieces import PAD, pieces_after
from bot.language import LANGUAGES, Language, facts
from bot.topics import OUT_OF_SCOPE, WITHOUT_MATTER
from encoder.base_model import read_base_model
from encoder.export import read_onnx, write_onnx
from encoder.network import Encoder
from encoder.noise import with_noise
from encoder.sizes import HIDDEN
from encoder.tune import (
    BATCH,
    LAYERS,
    OUTPUT,
    PEAK_LINES,
    SEED,
    SMOOTHING,
    SORTED_BATCHES,
    THREADS,
    rate_of,
    read_lines,
    take_step,
    take_weights,
)

IN_CONVERSATION = OUTPUT.parent / "in_conversation"
HEADS = "heads.npz"
ENCODER_RATE, HEAD_RATE, HEAD_RATE_GOING_ON = 1e-4, 1e-3, 3e-4
PRECISELY_WEIGHT = 1.5  # of the loss of precise answers beside the topics'
FIRST_SHARE = 0.6  # of several topics or answers, what the first counts; the others share the rest
FITS_SHARE = 0.25  # what the answers that would do as well count together beside the best
CORPUS_TIMES, CORPUS_TIMES_GOING_ON, REAL_TIMES = 2, 1, 4  # an epoch
PRECISE_SHARE, PRECISE_SHARE_GOING_ON = 0.8, 0.25  # of the lines of data/subtopics, an epoch
JOINED = 5000  # pairs of lines, each on two subjects, an epoch
OF_A_TOPIC, OUTSIDE = 125, 750  # lines of each topic of data/nlu, and out of scope, in each language, an epoch
# So many lines stand alone; up to the second, after an answer on their topic; the others anywhere.
ALONE, AFTER_ITS_TOPIC = 0.35, 0.7
LEANS = 5  # words; a shorter line is not put after another topic
JOINTS = (" {and_} ", ". {and_} ", "? {and_} ", "? ", ". ", ", ")  # between two questions


@dataclass(frozen=True)
class Example:
    text: str
    said: str
    language: Language
    topics: tuple[str, ...]
    precisely: tuple[str, ...] = ()  # unknown where empty
    fits: tuple[str, ...] = ()  # and what would do as well


class WithHeads(nn.Module):
    """The encoder with its two linear heads."""

    def __init__(self, encoder: Encoder, topics: list[str], questions: list[str]) -> None:
        super().__init__()
        self.encoder = encoder
        self.names = {"topic": topics, "question": questions}
        self.heads = nn.ModuleDict({head: nn.Linear(HIDDEN, len(names)) for head, names in self.names.items()})
        self.unknown: dict[str, list[int]] = {head: [] for head in self.names}  # to the heads of before

    def forward(self, pieces: Tensor) -> tuple[Tensor, Tensor]:
        vectors = functional.dropout(self.encoder(pieces), 0.1, self.training)
        return self.heads["topic"](vectors).float(), self.heads["question"](vectors).float()

    def take_heads(self) -> None:
        """Take the weights of names that the heads of before knew."""
        with np.load(IN_CONVERSATION / HEADS) as before, torch.no_grad():
            for head, names in self.names.items():
                known = {name: place for place, name in enumerate(str(before[f"{head}s"]).split("\n"))}
                self.unknown[head] = [place for place, name in enumerate(names) if name not in known]
                for place, name in enumerate(names):
                    if name in known:
                        self.heads[head].weight[place] = torch.tensor(before[f"{head}_weights"][:, known[name]])
                        self.heads[head].bias[place] = float(before[f"{head}_bias"][known[name]])

    def meet(self, before: dict[str, Tensor]) -> None:
        """Become the mean of what it was and is; what the heads of before did not know stays as it is now."""
        with torch.no_grad():
            for name, weights in self.named_parameters():
                part, _, rest = name.partition(".")
                new = self.unknown[rest.partition(".")[0]] if part == "heads" else []
                learnt = weights.clone()
                weights.add_(before[name]).div_(2)
                if new:
                    weights[new] = learnt[new]

    def write(self, sample: list[list[int]]) -> None:
        IN_CONVERSATION.mkdir(exist_ok=True)
        weights = {name: one.detach().float().numpy() for name, one in self.encoder.named_parameters()}
        write_onnx(weights, sample, IN_CONVERSATION)
        arrays = {}
        for head, names in self.names.items():
            layer = self.heads[head]
            arrays[f"{head}s"] = np.array("\n".join(names))
            arrays[f"{head}_weights"] = np.ascontiguousarray(layer.weight.detach().numpy().T)
            arrays[f"{head}_bias"] = layer.bias.detach().numpy()
        np.savez(IN_CONVERSATION / HEADS, **arrays)


def main() -> None:
    torch.set_num_threads(THREADS)
    torch.manual_seed(SEED)
    goes_on = bool(os.environ.get("CONTINUE"))
    chance = Random(SEED)
    lines = [*from_lines(chance, PRECISE_SHARE_GOING_ON if goes_on else PRECISE_SHARE)]
    times = CORPUS_TIMES_GOING_ON if goes_on else CORPUS_TIMES
    examples = [*from_conversations(times), *lines, *joined(lines, chance)]
    topics = sorted({topic for one in examples for topic in one.topics})
    questions = sorted({*topics, *(name for one in examples for name in (*one.precisely, *one.fits))})
    encoder = Encoder(read_base_model(), LAYERS)
    take_weights(encoder, read_onnx(IN_CONVERSATION if goes_on else OUTPUT))
    model = WithHeads(encoder, topics, questions).train()
    if goes_on:
        model.take_heads()
    before = {name: weights.detach().clone() for name, weights in model.named_parameters()}
    cutter = SentencePieceProcessor(model_file=str(OUTPUT / "pieces.model"))
    tune(model, examples, cutter, HEAD_RATE_GOING_ON if goes_on else HEAD_RATE, chance)
    if goes_on:
        model.meet(before)
    sample = [pieces_after(one.text, one.said, cutter) for one in chance.sample(examples, PEAK_LINES)]
    model.write(sample)
    print(f"Written to {IN_CONVERSATION}. `make evaluate` tells what it is worth.")


def from_conversations(times: int) -> Iterator[Example]:
    for language in LANGUAGES:
        for conversation in conversations(language):
            for turn, before in with_situations(conversation):
                said, precisely = said_before(before), tuple(turn.get("precisely", ()))
                if said or precisely:
                    example = Example(
                        turn["user"], said, language, tuple(turn["topics"]), precisely, tuple(turn.get("fits", ()))
                    )
                    yield from [example] * (REAL_TIMES if precisely else times)


def from_lines(chance: Random, precise_share: float) -> Iterator[Example]:
    said = defaultdict(list)
    for one in from_conversations(times=1):
        if one.said:
            said[one.topics[0]].append(one.said)
    anywhere = [one for others in said.values() for one in others]

    def before(text: str, topic: str) -> str:
        drawn = chance.random()
        if drawn < ALONE or topic in WITHOUT_MATTER or topic not in said:
            return ""
        is_on_it = drawn < AFTER_ITS_TOPIC or len(text.split()) < LEANS
        return chance.choice(said[topic] if is_on_it else anywhere)

    for line in subtopic_lines():
        if chance.random() < precise_share:
            topic = topic_of(line.subtopic)
            yield Example(line.text, before(line.text, topic), line.language, (topic,), (line.subtopic,))
    general = defaultdict(list)
    for text, topic, subtopic, language in read_lines():
        if not subtopic:
            general[topic, language].append(text)
    for (topic, language), texts in general.items():
        for text in chance.sample(texts, min(len(texts), OUTSIDE if topic == OUT_OF_SCOPE else OF_A_TOPIC)):
            yield Example(text, before(text, topic), language, (topic,))


def joined(lines: list[Example], chance: Random) -> Iterator[Example]:
    """Messages that ask two things: two lines after each other, on different topics."""
    by_language = defaultdict(list)
    for one in lines:
        if one.precisely:
            by_language[one.language].append(one)
    for language, usable in by_language.items():
        for _ in range(JOINED // len(by_language)):
            one, other = chance.sample(usable, 2)
            if one.topics != other.topics:
                joint = chance.choice(JOINTS).format(and_=facts(language).and_)
                text = one.text.rstrip(" ?.!") + joint + other.text
                yield Example(
                    text, one.said, language, (*one.topics, *other.topics), (*one.precisely, *other.precisely)
                )


def tune(
    model: WithHeads, examples: list[Example], cutter: SentencePieceProcessor, head_rate: float, chance: Random
) -> None:
    """One epoch, in place."""
    tuned = [parameter for parameter in model.encoder.parameters() if parameter.requires_grad]
    optimiser = torch.optim.AdamW(
        [{"params": tuned, "lr": ENCODER_RATE}, {"params": model.heads.parameters(), "lr": head_rate}],
        weight_decay=0.01,
        fused=True,
    )
    steps = -(-len(examples) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: rate_of(step, steps))
    places = {head: {name: place for place, name in enumerate(names)} for head, names in model.names.items()}
    started = time.monotonic()
    for done, batch in enumerate(_batches(examples, chance), 1):
        topic_scores, question_scores = model(_padded(batch, cutter, chance))
        loss = functional.cross_entropy(
            topic_scores, _shares([one.topics for one in batch], places["topic"]), label_smoothing=SMOOTHING
        )
        known = [place for place, one in enumerate(batch) if one.precisely]
        if known:
            wanted = _shares([batch[place].precisely for place in known], places["question"])
            for row, place in zip(wanted, known, strict=True):
                _let_fit(row, batch[place].fits, places["question"])
            of_questions = functional.cross_entropy(
                question_scores[known], wanted, label_smoothing=SMOOTHING, reduction="sum"
            )
            loss = loss + PRECISELY_WEIGHT * of_questions / len(batch)
        take_step(model, loss, optimiser, schedule)
        if done % 50 == 0:
            left = (time.monotonic() - started) / done * (steps - done)
            print(f"Step {done} of {steps}, loss {loss.item():.2f}, {left / 60:.0f} min left.", flush=True)


def _batches(examples: list[Example], chance: Random) -> Iterator[list[Example]]:
    shuffled = chance.sample(examples, len(examples))
    for start in range(0, len(shuffled), BATCH * SORTED_BATCHES):
        chunk = sorted(shuffled[start : start + BATCH * SORTED_BATCHES], key=lambda one: len(one.text) + len(one.said))
        batches = [chunk[place : place + BATCH] for place in range(0, len(chunk), BATCH)]
        yield from chance.sample(batches, len(batches))


def _padded(batch: list[Example], cutter: SentencePieceProcessor, chance: Random) -> Tensor:
    rows = [torch.tensor(pieces_after(with_noise(one.text, one.language, chance), one.said, cutter)) for one in batch]
    return nn.utils.rnn.pad_sequence(rows, batch_first=True, padding_value=PAD)


def _shares(wanted: list[tuple[str, ...]], places: dict[str, int]) -> Tensor:
    """How much each name is wanted of each example (shape: examples by names)."""
    shares = torch.zeros(len(wanted), len(places))
    for row, names in zip(shares, wanted, strict=True):
        first, *others = dict.fromkeys(names)
        row[places[first]] = FIRST_SHARE if others else 1.0
        for name in others:
            row[places[name]] = (1 - FIRST_SHARE) / len(others)
    return shares


def _let_fit(row: Tensor, fits: tuple[str, ...], places: dict[str, int]) -> None:
    """Let answers that would do as well share a part of what is wanted (`row`, of the length of `places`)."""
    if fits:
        row *= 1 - FITS_SHARE
        for name in fits:
            row[places[name]] += FITS_SHARE / len(fits)


if __name__ == "__main__":
    main()
