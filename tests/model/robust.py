"""`make test-robust`: the suite, each time with an encoder whose weights were rounded otherwise.

What is learnt from such an encoder differs as it may differ on another processor, and more. Each run is a fresh clone of
what is committed, which installs nothing anew and trains its own model. Arguments: the seeds to try, by default 1 2 3;
and `learnt` for the tests that hang on what was learnt, because the others know nothing of the encoder, and those of
pages in a browser ask what no rounding changes.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from bot.features.sentence_encoder import FOLDER as ALONE
from bot.features.sentence_encoder import IN_CONVERSATION
from tests.model.encoder_file import read_encoder, with_other_roundings, write_encoder

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / ".cache" / "robust"
INSTALLED = (".venv", ".tools")
# Made older than what was installed from them, which stands for the clone too.
REQUIREMENTS = tuple(f"requirements{name}.txt" for name in ("", "-dev", "-node", "-schemathesis", "-deploy"))


def main(seeds: list[int], only: str) -> int:
    failed = [seed for seed in seeds if not _passes(seed, only)]
    print(f"{len(seeds) - len(failed)} of {len(seeds)} encoders passed." + (f" Failed: {failed}." if failed else ""))
    return bool(failed)


def _passes(seed: int, only: str) -> bool:
    clone, log = FOLDER / str(seed), FOLDER / f"{seed}.log"
    shutil.rmtree(clone, ignore_errors=True)
    FOLDER.mkdir(parents=True, exist_ok=True)
    subprocess.run(["git", "clone", "--quiet", "--shared", str(ROOT), str(clone)], check=True)
    for name in INSTALLED:
        (clone / name).symlink_to(ROOT / name)
    for shipped in (ALONE, IN_CONVERSATION):
        write_encoder(with_other_roundings(read_encoder(shipped), seed), clone / shipped.relative_to(ROOT))
    print(f"Encoder {seed}: training and testing; the log is {log}.", flush=True)
    for name in REQUIREMENTS:
        os.utime(clone / name, (0, 0))
    command = ["make", "test", f"ONLY={only}"]
    with log.open("w") as output:
        environment = {key: value for key, value in os.environ.items() if key not in ("MAKEFLAGS", "PYTHONPATH")}
        done = subprocess.run(command, cwd=clone, env=environment, stdout=output, stderr=subprocess.STDOUT, check=False)
    for line in log.read_text(encoding="utf-8").splitlines():
        if line.startswith("FAILED") or " passed in " in line or " failed, " in line:
            print(f"  {line}", flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    arguments = [argument for argument in sys.argv[1:] if argument != "learnt"]
    sys.exit(main([int(seed) for seed in arguments] or [1, 2, 3], "learnt" if "learnt" in sys.argv else ""))
