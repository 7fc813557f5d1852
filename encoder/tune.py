"""`make encoder`: tunes multilingual-e5-small on our training lines and writes it, in 8 bits, for the assistant to use.

It learns topics and languages from data/nlu, and subtopics from data/subtopics; no held-out message is ever seen. About an hour on two cores. With
`CONTINUE=1` it goes on from what is there instead of from the base model, for one epoch: after some thousands of new lines, 17 minutes.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import torch
import yaml
from sentencepiece import SentencePieceProcessor
from torch import Tensor, nn
from torch.nn import functional

from bot.conversation.subtopics import lines as subtopic_lines
from bot.conversation.subtopics import topic_of
from bot.features.pieces import PAD, pieces_of
from bot.language import LANGUAGES, Language
from encoder.base_model import read_base_model, sentencepiece_model, trimmed
from encoder.export import read_onnx, write_onnx
from encoder.network import Encoder
from encoder.noise import with_noise
from encoder.sizes import HIDDEN

ROOT = Path(__file__).parents[1]
OUTPUT = ROOT / "encoder" / "tuned"

LAYERS = range(12)
EPOCHS = 3
BATCH = 64
SORTED_BATCHES = 20  # so many batches are sorted by length together: less padding
ENCODER_RATE, HEAD_RATE = 1.5e-4, 1e-3
GOING_ON = 0.5  # of these rates, when it goes on from what is there
WARM_UP = 0.06  # share of the steps
SMOOTHING = 0.05
LANGUAGE_WEIGHT, SUBTOPIC_WEIGHT = 0.2, 2.0  # of their losses beside the topics'
SEED = 0
PEAK_LINES = 600  # to measure how large the numbers inside get
THREADS = 2  # with nothing else to do; else one: two that wait for each other are slower

NO_SUBTOPIC = -100  # as PyTorch has it: left out of the loss

Line = tuple[str, str, str, Language]  # text, topic, subtopic (empty where the line has none), language


class WithHeads(nn.Module):
    """The encoder with three linear heads, which are thrown away after tuning: `make train` makes its own."""

    def __init__(self, encoder: Encoder, topics: int, subtopics: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.topics = nn.Linear(HIDDEN, topics)
        self.subtopics = nn.Linear(HIDDEN, subtopics)
        self.languages = nn.Linear(HIDDEN, len(LANGUAGES))

    def forward(self, pieces: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        vectors = functional.dropout(self.encoder(pieces), 0.1, self.training)
        return self.topics(vectors), self.subtopics(vectors), self.languages(vectors)


def main() -> None:
    torch.set_num_threads(THREADS)
    torch.manual_seed(SEED)
    lines = read_lines()
    goes_on = bool(os.environ.get("CONTINUE"))
    base = read_base_model()
    if not goes_on:
        base = trimmed(base, (text for text, *_ in lines))
        OUTPUT.mkdir(exist_ok=True)
        (OUTPUT / "pieces.model").write_bytes(sentencepiece_model(base))
    encoder = Encoder(base, LAYERS)
    if goes_on:
        take_weights(encoder, read_onnx(OUTPUT))
    print(f"{len(lines)} lines; {len(encoder.words)} pieces", flush=True)
    cutter = SentencePieceProcessor(model_file=str(OUTPUT / "pieces.model"))
    sample = [pieces_of(text, cutter) for text, *_ in Random(SEED).sample(lines, PEAK_LINES)]
    epochs, rate = (1, GOING_ON) if goes_on else (EPOCHS, 1.0)
    for epoch in tune(encoder, lines, cutter, epochs, rate):
        write_onnx({name: p.detach().float().numpy() for name, p in encoder.named_parameters()}, sample, OUTPUT)
        print(f"Epoch {epoch} is written to {OUTPUT}.", flush=True)
    print("`make train evaluate` tells what it is worth.")


def read_lines() -> list[Line]:
    lines: list[Line] = []
    for language in LANGUAGES:
        for path in sorted((ROOT / "data" / "nlu" / language).glob("*.yml")):
            (entry,) = yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]
            lines += [
                (line.removeprefix("- ").strip(), path.stem, "", language)
                for line in entry["examples"].splitlines()
                if line.strip()
            ]
    return lines + [(one.text, topic_of(one.subtopic), one.subtopic, one.language) for one in subtopic_lines()]


def take_weights(encoder: Encoder, weights: dict[str, Any]) -> None:
    """Put `weights` in the place of the encoder's own; the words may be others."""
    encoder.words = nn.Parameter(torch.tensor(weights.pop("words")), requires_grad=False)
    own = dict(encoder.named_parameters())
    for name, value in weights.items():
        own[name].data = torch.tensor(value)


def tune(
    encoder: Encoder, lines: list[Line], cutter: SentencePieceProcessor, epochs: int, rate: float
) -> Iterator[int]:
    """Tune the encoder in place; gives the number of each epoch when it is done."""
    topics = sorted({topic for _, topic, _, _ in lines})
    subtopics = sorted({subtopic for _, _, subtopic, _ in lines if subtopic})
    model = WithHeads(encoder, len(topics), len(subtopics)).train()
    weights = _topic_weights(lines, topics)
    tuned = [parameter for parameter in encoder.parameters() if parameter.requires_grad]
    heads = [parameter for head in (model.topics, model.subtopics, model.languages) for parameter in head.parameters()]
    optimiser = torch.optim.AdamW(
        [{"params": tuned, "lr": ENCODER_RATE}, {"params": heads, "lr": HEAD_RATE}], weight_decay=0.01, fused=True
    )
    steps = epochs * -(-len(lines) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: rate * rate_of(step, steps))
    chance, started, done = Random(SEED), time.monotonic(), 0
    for epoch in range(epochs):
        for texts, wanted_topics, wanted_subtopics, wanted_languages in _batches(lines, topics, subtopics, chance):
            topic_scores, subtopic_scores, language_scores = model(_padded(texts, cutter))
            loss = functional.cross_entropy(
                topic_scores.float(), wanted_topics, weight=weights, label_smoothing=SMOOTHING
            ) + LANGUAGE_WEIGHT * functional.cross_entropy(language_scores.float(), wanted_languages)
            of_subtopics = functional.cross_entropy(
                subtopic_scores.float(), wanted_subtopics, label_smoothing=SMOOTHING, reduction="sum"
            )
            loss = loss + SUBTOPIC_WEIGHT * of_subtopics / len(texts)
            take_step(model, loss, optimiser, schedule)
            done += 1
            if done % 50 == 0:
                left = (time.monotonic() - started) / done * (steps - done)
                print(
                    f"epoch {epoch + 1}, step {done} of {steps}, loss {loss.item():.2f}, {left / 60:.0f} min left",
                    flush=True,
                )
        yield epoch + 1


def _topic_weights(lines: list[Line], topics: list[str]) -> Tensor:
    """A topic with few lines counts a little more: by the root of how few."""
    counts = torch.tensor([sum(line[1] == name for line in lines) for name in topics], dtype=torch.float32)
    return (len(lines) / len(topics) / counts).sqrt()


def take_step(
    model: nn.Module, loss: Tensor, optimiser: torch.optim.Optimizer, schedule: torch.optim.lr_scheduler.LambdaLR
) -> None:
    optimiser.zero_grad(set_to_none=True)
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimiser.step()
    schedule.step()


def rate_of(step: int, steps: int) -> float:
    """Rises from nothing, then falls to nothing."""
    return min(1.0, (step + 1) / (WARM_UP * steps)) * max(0.02, 1 - step / steps)


def _batches(
    lines: list[Line], topics: list[str], subtopics: list[str], chance: Random
) -> Iterator[tuple[list[str], Tensor, Tensor, Tensor]]:
    """Texts, and the numbers of their topics, subtopics and languages."""
    topic_numbers = {topic: number for number, topic in enumerate(topics)}
    subtopic_numbers = {"": NO_SUBTOPIC, **{subtopic: number for number, subtopic in enumerate(subtopics)}}
    shuffled = chance.sample(lines, len(lines))
    for start in range(0, len(shuffled), BATCH * SORTED_BATCHES):
        chunk = shuffled[start : start + BATCH * SORTED_BATCHES]
        noisy = sorted(
            ((with_noise(text, language, chance), topic, sub, language) for text, topic, sub, language in chunk),
            key=_length,
        )
        batches = [noisy[place : place + BATCH] for place in range(0, len(noisy), BATCH)]
        for batch in chance.sample(batches, len(batches)):
            yield (
                [text for text, *_ in batch],
                torch.tensor([topic_numbers[topic] for _, topic, _, _ in batch]),
                torch.tensor([subtopic_numbers[subtopic] for _, _, subtopic, _ in batch]),
                torch.tensor([LANGUAGES.index(language) for _, _, _, language in batch]),
            )


def _length(line: Line) -> int:
    return len(line[0])


def _padded(texts: list[str], cutter: SentencePieceProcessor) -> Tensor:
    rows = [torch.tensor(pieces_of(text, cutter)) for text in texts]
    return nn.utils.rnn.pad_sequence(rows, batch_first=True, padding_value=PAD)


if __name__ == "__main__":
    main()
