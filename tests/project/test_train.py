"""`make train` runs its parts beside each other, and fails as soon as one of them does."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from bot.danger import reader as danger_reader
from bot.model_files import ARCHIVE, BESIDE
from bot.nlu import context_expert, learn_context, question_reader
from bot.train import run_together

PATIENCE = 30.0  # seconds


def _python(code: str) -> tuple[str, ...]:
    return (sys.executable, "-c", code)


def test_all_are_run_to_their_end(tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("one", "two")]
    assert run_together([_python(f"open({str(file)!r}, 'w')") for file in files]) == 0
    assert all(file.exists() for file in files)


def test_what_is_learnt_is_what_the_digests_are_of() -> None:
    learnt = {context_expert.FILE, danger_reader.FILE, question_reader.FILE}
    assert {ARCHIVE.with_name(name) for name in BESIDE} == learnt
    assert learn_context.MODEL == ARCHIVE


def test_one_that_fails_ends_the_others() -> None:
    began = time.monotonic()
    assert run_together([_python(f"import time; time.sleep({2 * PATIENCE})"), _python("raise SystemExit(3)")]) == 3
    assert time.monotonic() - began < PATIENCE
