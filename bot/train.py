"""`make train`: learns all that is learnt, on as many cores as there are.

First the heads of the encoders, which are shipped and only learnt anew where lines or encoder have changed. Then Rasa,
danger and questions learn beside each other, for none needs another, while the messages of conversations are encoded;
then comes the reading in conversations, which learns from what Rasa's model believes. Each is a process, because what
one learns must not depend on what another did before it. Last, the digest of each learnt file is written down: together
they are the model.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Sequence

from bot.model_files import ARCHIVE, BESIDE, write_digests

PYTHON = (sys.executable, "-m")
RASA = (
    *(*PYTHON, "bot.rasa", "train", "--domain", "domain", "--data", "data", "--config", "config.yml"),
    *("--out", "models", "--fixed-model-name", "breachline"),
)
LEARN_CONTEXT = (*PYTHON, "bot.nlu.learn_context")
STAGES = (
    [(*PYTHON, "bot.nlu.learn_heads")],
    [(*PYTHON, "bot.nlu.learn_younger")],
    [RASA, (*PYTHON, "bot.danger.learn"), (*PYTHON, "bot.nlu.learn_questions"), (*LEARN_CONTEXT, "--encode")],
    [LEARN_CONTEXT],
)
LOOK_EVERY = 0.2  # seconds


def main() -> int:
    """The first exit status that is not 0."""
    began = time.monotonic()
    for stage in STAGES:
        if status := run_together(stage):
            return status
    write_digests(ARCHIVE, BESIDE)
    print(f"Trained in {(time.monotonic() - began) / 60:.1f} minutes.")
    return 0


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
