"""The encoder's heads are shipped with it: what is written is read, and heads of another encoder are not."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.danger.reader import GROUPS
from bot.features import heads
from bot.features.heads import Head, HeadsUnlearnt, learnt_from, read_head, write_heads
from bot.nlu.learn_heads import digest_of, learn
from bot.training_lines import topics_with_lines

TOPICS = [("bonjour", "greet"), ("hello there", "greet"), ("je veux mourir", "crisis"), ("he hits me", "in_danger")]
QUESTIONS = [("is the call free?", "hotline/is_free"), ("what is the number?", "hotline"), ("hello", "greet")]
DANGER = [*TOPICS, ("quelles données ?", "data_affected"), ("my phone is dead", "out_of_scope")]
DENIALS = [("non je vais bien", True), ("and is that line free", False)]


def test_what_is_written_is_read(tmp_path: Path) -> None:
    file = tmp_path / "heads.npz"
    assert learnt_from(file) is None
    written = Head(["one", "two"], np.eye(384, 2, dtype=np.float32), np.array([0.5, -0.5], dtype=np.float32))
    write_heads({"topics": written}, "of these lines", file)
    read = read_head("topics", file)
    assert learnt_from(file) == "of these lines"
    assert read.classes == written.classes
    assert read.margins(np.ones(384, dtype=np.float32)).tolist() == [1.5, 0.5]


def test_without_heads_or_with_those_of_another_encoder_the_error_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "heads.npz"
    with pytest.raises(HeadsUnlearnt, match="make train"):
        read_head("topics", file)
    with monkeypatch.context() as another:
        another.setattr(heads, "encoder_version", lambda: "another")
        write_heads({"topics": Head([], np.zeros((384, 0), np.float32), np.zeros(0, np.float32))}, "", file)
    with pytest.raises(HeadsUnlearnt, match="another encoder"):
        read_head("topics", file)


def test_the_shipped_heads_know_every_topic() -> None:
    assert read_head("topics").classes == topics_with_lines()
    assert {name.split("/")[0] for name in read_head("questions").classes} == {*topics_with_lines()}
    assert read_head("danger").classes == [*GROUPS]


def test_the_same_lines_make_the_same_heads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BREACHLINE_CACHE", str(tmp_path))
    first, second = (learn(TOPICS, QUESTIONS, DANGER, DENIALS) for _ in range(2))
    assert first.keys() == second.keys() == {"topics", "questions", "danger", "denial"}
    for name, head in first.items():
        assert head.classes == second[name].classes
        assert head.weights.shape == (384, len(head.classes))
        assert head.weights.tobytes() == second[name].weights.tobytes()
        assert head.bias.tobytes() == second[name].bias.tobytes()


@pytest.mark.parametrize("place", range(4))
def test_another_line_or_label_makes_another_digest(place: int) -> None:
    learnt: list[list[tuple[str, object]]] = [[*TOPICS], [*QUESTIONS], [*DANGER], [*DENIALS]]
    changed = [[*lines[:-1], (lines[-1][0], "another")] if at == place else lines for at, lines in enumerate(learnt)]
    assert digest_of(*changed) != digest_of(*learnt)
