"""`make train`: learns all that is learnt, on as many cores as there are.

Most of the time goes into encoding lines, so that is done once, before everything else. Then Rasa, danger and subtopics
learn beside each other, for none needs another; then comes the reading in conversations, which learns from what Rasa's
model believes. Each is a process, because what one learns must not depend on what another did before it. Last, the
digest of each learnt file is written down: together they are the model.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Sequence

from bot.conversation import corpus, subtopics
from bot.danger.learn import read_denials, read_lines
from bot.features.encoding_cache import encode_cached
from bot.language import LANGUAGES
from bot.model_files import ARCHIVE, BESIDE, write_digests
from bot.text_folding import has_words

PYTHON = (sys.executable, "-m")
RASA = (
    *(*PYTHON, "bot.rasa", "train", "--domain", "domain", "--data", "data", "--config", "config.yml"),
    *("--out", "models", "--fixed-model-name", "breachline"),
)
BESIDE_EACH_OTHER = (RASA, (*PYTHON, "bot.danger.learn"), (*PYTHON, "bot.nlu.learn_questions"))
AFTERWARDS = (*PYTHON, "bot.nlu.learn_context")
LOOK_EVERY = 0.2  # seconds


def main() -> int:
    """The first exit status that is not 0."""
    began = time.monotonic()
    encode_cached(all_lines())
    status = run_together(BESIDE_EACH_OTHER) or run_together([AFTERWARDS])
    if not status:
        write_digests(ARCHIVE, BESIDE)
        print(f"Trained in {(time.monotonic() - began) / 60:.1f} minutes.")
    return status


def all_lines() -> list[str]:
    """Every text that anything learns from, once."""
    lines = [text for text, _ in (*read_lines(), *read_denials())]
    lines += [line.text for line in subtopics.lines()]
    for language in LANGUAGES:
        for turns in corpus.conversations(language):
            lines += [turn["user"] for turn in turns if has_words(turn["user"])]
    return [*dict.fromkeys(lines)]


def run_together(commands: Sequence[Sequence[str]]) -> int:
    """The status of the first that fails, which ends the others; else 0."""
    running = [subprocess.Popen(command) for command in commands]
    try:
        while True:
            statuses = [process.poll() for process in running]
            failed = next(filter(None, statuses), 0)
            if failed or None not in statuses:
                return failed
            time.sleep(LOOK_EVERY)
    finally:
        for process in running:
            process.terminate()
            process.wait()


if __name__ == "__main__":
    sys.exit(main())
