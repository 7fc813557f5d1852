"""What is learnt does not depend on threads: two trainings from the same data give the same, byte for byte."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from bot.language import LANGUAGES

ROOT = Path(__file__).parents[2]
EACH = 12  # one line in so many is enough to tell
LEARNT = ("ngram_expert.pickle", "encoder_expert.pickle", "topic_policy.json", "language_detector.pickle")
PATIENCE = 300  # seconds


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A twelfth of data/nlu, and all rules."""
    folder = tmp_path_factory.mktemp("sample")
    yaml = YAML(typ="safe")
    for language in LANGUAGES:
        (folder / language).mkdir()
        for path in sorted((ROOT / "data" / "nlu" / language).glob("*.yml")):
            data = yaml.load(path)
            (entry,) = data["nlu"]
            entry["examples"] = "".join(entry["examples"].splitlines(keepends=True)[::EACH])
            with (folder / language / path.name).open("w", encoding="utf-8") as file:
                yaml.dump(data, file)
    return folder


def test_one_thread_learns_what_two_learn(sample: Path, tmp_path: Path) -> None:
    trainings = {threads: _train(sample, tmp_path / str(threads), threads) for threads in (1, 2)}
    for threads, training in trainings.items():
        output, _ = training.communicate(timeout=PATIENCE)
        assert training.returncode == 0, f"{threads} threads: {output[-2000:]}"
    one, two = (_digests(tmp_path / str(threads) / "model.tar.gz") for threads in trainings)
    assert set(LEARNT) <= set(one), "the archive was not read as it is made"
    assert one == two


def _train(sample: Path, folder: Path, threads: int) -> subprocess.Popen[str]:
    folder.mkdir()
    settings = {
        "OMP_NUM_THREADS": str(threads),
        "BREACHLINE_ENCODER_THREADS": str(threads),
        "BREACHLINE_CACHE": str(folder / "cache"),
        "PYTHONHASHSEED": str(threads),
        "PYTHONPATH": str(ROOT),
        "PYTHONWARNINGS": "ignore",
    }
    command = [
        *(sys.executable, "-m", "rasa", "train", "--domain", "domain", "--config", "config.yml"),
        *("--data", str(sample), "data/stories", "--out", str(folder), "--fixed-model-name", "model", "--force"),
    ]
    return subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **settings}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def _digests(archive: Path) -> dict[str, str]:
    """Of everything that a component has kept, by file name."""
    digests = {}
    with tarfile.open(archive) as tar:
        for member in tar.getmembers():
            content = tar.extractfile(member)
            if content and "/components/" in f"/{member.name}":
                digests[Path(member.name).name] = hashlib.sha256(content.read()).hexdigest()
    return digests
