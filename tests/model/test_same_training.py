"""What is learnt does not depend on threads: two trainings from the same data give the same, byte for byte."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from bot.conversation.corpus import DATA
from bot.conversation.subtopics import DATA as SUBTOPICS
from bot.language import LANGUAGES
from tests.conftest import MODEL

ROOT = Path(__file__).parents[2]
EACH = 24  # one line in so many is enough to tell
ONE_TOPIC = "hotline.txt"  # of data/subtopics
LEARNT = ("ngram_expert.npz", "topic_policy.json", "language_detector.npz")
PATIENCE = 300  # seconds


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sample of data/nlu and data/subtopics and, in a folder that Rasa does not read, of data/conversations."""
    folder = tmp_path_factory.mktemp("sample")
    (folder / "conversations").mkdir()
    for path in sorted(DATA.glob("*.jsonl")):
        some = path.read_text(encoding="utf-8").splitlines(keepends=True)[::EACH]
        (folder / "conversations" / path.name).write_text("".join(some), encoding="utf-8")
    yaml = YAML(typ="safe")
    for language in LANGUAGES:
        asked = folder / SUBTOPICS.name / language / ONE_TOPIC
        asked.parent.mkdir(parents=True)
        shutil.copy(SUBTOPICS / language / ONE_TOPIC, asked)
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


def test_the_same_is_learnt_of_conversations(sample: Path, tmp_path: Path) -> None:
    """With the model that was made by `make train`, which is the same for both."""
    files = {threads: tmp_path / f"{threads}.npz" for threads in (1, 2)}
    for threads, file in files.items():
        folders = (sample / "conversations", sample / SUBTOPICS.name)
        command = [sys.executable, "-m", "bot.nlu.learn_context", str(MODEL), *map(str, folders), str(file)]
        environment = {**os.environ, **_settings(tmp_path / f"cache-{threads}", threads)}
        subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, timeout=PATIENCE)
    assert files[1].read_bytes() == files[2].read_bytes()


def _train(sample: Path, folder: Path, threads: int) -> subprocess.Popen[str]:
    folder.mkdir()
    command = [
        *(sys.executable, "-m", "bot.rasa", "train", "--domain", "domain", "--config", "config.yml"),
        *("--data", str(sample), "data/stories", "--out", str(folder), "--fixed-model-name", "model", "--force"),
    ]
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **_settings(folder / "cache", threads)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def _settings(cache: Path, threads: int) -> dict[str, str]:
    return {
        "OMP_NUM_THREADS": str(threads),
        "BREACHLINE_ENCODER_THREADS": str(threads),
        "BREACHLINE_CACHE": str(cache),
        "PYTHONHASHSEED": str(threads),
        "PYTHONPATH": str(ROOT),
        "PYTHONWARNINGS": "ignore",
    }


def _digests(archive: Path) -> dict[str, str]:
    """Of everything that a component has kept, by file name."""
    digests = {}
    with tarfile.open(archive) as tar:
        for member in tar.getmembers():
            content = tar.extractfile(member)
            if content and "/components/" in f"/{member.name}":
                digests[Path(member.name).name] = hashlib.sha256(content.read()).hexdigest()
    return digests
