"""The pictures of docs/quality.md: what is mistaken for what, how far a confidence can be trusted, what answering less gains."""

from __future__ import annotations

from collections import Counter
from itertools import cycle
from pathlib import Path

import numpy as np
from matplotlib import pyplot as plt

from bot.language import LANGUAGES, facts
from tests.model.reading import Reading

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
BINS = 8
COLOURS = dict(zip(LANGUAGES, cycle(("#3b4cc0", "#e07b39", "#2a9d6f", "#8a3ffc", "#6b705c")), strict=False))


def draw_all(readings: list[Reading]) -> None:
    """Write the three pictures; `readings` are all held-out messages together."""
    plt.switch_backend("Agg")
    PICTURES.mkdir(parents=True, exist_ok=True)
    _confusion(readings)
    _reliability(readings)
    _coverage(readings)


def _confusion(readings: list[Reading]) -> None:
    topics = [*sorted({r.utterance.topic for r in readings} - {"out_of_scope"}), "out_of_scope"]
    counts = Counter((r.utterance.topic, _read_as(r)) for r in readings)
    table = np.array([[counts[meant, read] for read in topics] for meant in topics], dtype=float)
    table /= np.maximum(table.sum(axis=1, keepdims=True), 1)
    figure, axes = plt.subplots(figsize=(11, 10), layout="constrained")
    axes.imshow(table, cmap="Blues", vmin=0, vmax=1)
    axes.set_xticks(range(len(topics)), topics, rotation=90, fontsize=8)
    axes.set_yticks(range(len(topics)), topics, fontsize=8)
    for row, column in zip(*np.nonzero(table >= 0.05), strict=True):
        share = f"{100 * table[row, column]:.0f}"
        axes.text(
            column,
            row,
            share,
            ha="center",
            va="center",
            fontsize=6,
            color="white" if table[row, column] > 0.5 else "black",
        )
    axes.set_xlabel("read as (before the fallback)")
    axes.set_ylabel("meant")
    axes.set_title("Of 100 messages on a topic, how many are read as which; from 5 on")
    _save(figure, "quality-confusion.png")


def _reliability(readings: list[Reading]) -> None:
    figure, axes = plt.subplots(figsize=(6, 5.5), layout="constrained")
    axes.plot([0, 1], [0, 1], color="#999999", linewidth=1, label="perfectly calibrated")
    for language in LANGUAGES:
        of_language = sorted((r for r in readings if r.utterance.language == language), key=lambda r: r.confidence)
        bins = np.array_split(np.array(of_language, dtype=object), BINS)
        said = [np.mean([r.confidence for r in part]) for part in bins]
        true = [np.mean([r.utterance.is_right(r.best) for r in part]) for part in bins]
        axes.plot(said, true, marker="o", color=COLOURS[language], label=facts(language).name)
    axes.set_xlabel("confidence")
    axes.set_ylabel("share that is right")
    axes.set_title(f"Reliability: {BINS} equally full groups per language")
    axes.legend()
    _save(figure, "quality-reliability.png")


def _coverage(readings: list[Reading]) -> None:
    """Accuracy of what is answered, when only the most confident share is answered."""
    figure, axes = plt.subplots(figsize=(6, 5.5), layout="constrained")
    for language in LANGUAGES:
        ranked = sorted((r for r in readings if r.utterance.language == language), key=lambda r: -r.confidence)
        right = np.cumsum([r.utterance.is_right(r.best) for r in ranked])
        answered = np.arange(1, len(ranked) + 1)
        start = len(ranked) // 20
        axes.plot(
            (answered / len(ranked))[start:],
            (right / answered)[start:],
            color=COLOURS[language],
            label=facts(language).name,
        )
    axes.set_xlabel("share of messages answered, the most confident first")
    axes.set_ylabel("share of these that is right")
    axes.set_title("What answering less gains")
    axes.legend()
    _save(figure, "quality-coverage.png")


def _read_as(reading: Reading) -> str:
    right = reading.utterance.is_right(reading.best)
    return reading.utterance.topic if right else str(reading.best)


def _save(figure: plt.Figure, name: str) -> None:
    figure.savefig(PICTURES / name, dpi=110)
    plt.close(figure)
