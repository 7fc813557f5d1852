"""`make bench`: our pipeline against Rasa's default one, in one run, on the same lines; prints ratios.

Both are trained on the same sample (LINES of each topic and language) with the same rules, answers and actions, and served side by
side by the same Rasa, asked in turns so that what else the machine does meets both. The default one is served as Rasa serves it, with
Rasa's own REST channel and tracker store; BENCH_SHARED=1 gives it ours, which tells what these are worth.
The default one needs TensorFlow, which ours does without, so it has an environment of its own (.tools/bench).
Absolute times depend on the machine; the ratios are what counts.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
from ruamel.yaml import YAML

from bot.model_files import write_digests
from tests.conftest import find_free_port, rasa_command, running_actions
from tests.reports import write_between
from tests.utterances import Utterance, held_out

ROOT = Path(__file__).parents[2]
REPORT = ROOT / "docs" / "performance.md"
KEPT = ROOT / ".cache" / "bench"
START, END = "<!-- ratios: made by `make bench` -->", "<!-- end of ratios -->"
LINES = 10
CUSTOMERS = (1, 8, 32)
ROUNDS = 3  # of each load, in turns
SECONDS_PER_LOAD = 4
LONG_CONVERSATION = (1, 50, 200)
# Their topics are answered by plain responses, so that both pipelines do the same work after understanding.
QUESTIONS = [
    u for u in held_out("eval") if u.topic in ("what_happened", "data_affected", "hotline", "authorities", "risks")
]

# What serving costs does not depend on what was learnt, so BENCH_EPOCHS=1 measures that in minutes; accuracy and training time then say nothing.
EPOCHS = int(os.environ.get("BENCH_EPOCHS", "100"))
SHARED = bool(os.environ.get("BENCH_SHARED"))
# The command of Rasa that trains and serves each pipeline.
RASA = {
    "ours": [sys.executable, "-m", "bot.rasa"],
    "default": [str(ROOT / ".tools" / "bench" / "bin" / "python"), "-m", "bot.rasa" if SHARED else "rasa"],
}
DEFAULT_PIPELINE: dict[str, Any] = {
    "pipeline": [
        {"name": "WhitespaceTokenizer"},
        {"name": "RegexFeaturizer"},
        {"name": "LexicalSyntacticFeaturizer"},
        {"name": "CountVectorsFeaturizer"},
        {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
        {"name": "DIETClassifier", "epochs": EPOCHS, "constrain_similarities": True},
        {"name": "EntitySynonymMapper"},
        {"name": "ResponseSelector", "epochs": EPOCHS, "constrain_similarities": True},
        {"name": "FallbackClassifier", "threshold": 0.3, "ambiguity_threshold": 0.1},
    ],
    "policies": [
        {"name": "MemoizationPolicy"},
        {"name": "RulePolicy", "core_fallback_action_name": "action_clarify"},
        {"name": "UnexpecTEDIntentPolicy", "max_history": 5, "epochs": EPOCHS},
        {"name": "TEDPolicy", "max_history": 5, "epochs": EPOCHS, "constrain_similarities": True},
    ],
}


@dataclass(frozen=True)
class Training:
    """A trained model, and what training it took."""

    model: Path
    seconds: float
    peak_mb: float


@dataclass(frozen=True)
class Server:
    """One pipeline, served; `first_answer_s` is from its start."""

    address: str
    pid: int
    first_answer_s: float


@dataclass(frozen=True)
class Serving:
    """What was measured of one pipeline's server; times in milliseconds, memory in MB."""

    first_answer_s: float
    accuracy: float
    resident_mb: float
    load_ms: dict[int, list[float]]
    turn_ms: dict[int, float]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, ExitStack() as servers:
        work = Path(folder)
        _sample(work / "data")
        # The short one first: what is wrong with it shows before the long one.
        trainings = {"ours": _train("ours", work), "default": _train_once("default", work)}
        actions = servers.enter_context(contextmanager(running_actions)(work / "actions.log"))
        settings = {"ours": ROOT, "default": ROOT if SHARED else _rasas_own_settings(work)}
        servings = _measure(
            {
                name: servers.enter_context(_served(name, training.model, settings[name], actions))
                for name, training in trainings.items()
            }
        )
    table = f"Rasa's default pipeline trained for {EPOCHS} epochs.\n\n{_table(trainings, servings)}"
    print(table)
    write_between(REPORT, START, END, table)


def _sample(data: Path) -> None:
    """The same lines for both pipelines, chosen the same way every time."""
    shutil.copytree(ROOT / "data" / "stories", data / "stories")
    for source in sorted((ROOT / "data" / "nlu").glob("*/*.yml")):
        entry = YAML(typ="safe").load(source)["nlu"][0]
        chosen = random.Random(source.name).sample(entry["examples"].splitlines(), LINES)
        target = data / "nlu" / source.parent.name / source.name
        target.parent.mkdir(parents=True, exist_ok=True)
        head = f'version: "3.1"\nnlu:\n- intent: {entry["intent"]}\n  metadata: {{language: {source.parent.name}}}\n'
        target.write_text(head + "  examples: |\n" + "".join(f"    {line}\n" for line in chosen), encoding="utf-8")


def _train_once(name: str, work: Path) -> Training:
    """Train, or take what an earlier run trained on the same lines: the default pipeline takes most of an hour."""
    sample = "".join(path.read_text(encoding="utf-8") for path in sorted((work / "data" / "nlu").rglob("*.yml")))
    lines = hashlib.sha256(f"{sample}{DEFAULT_PIPELINE}".encode()).hexdigest()[:12]
    kept = KEPT / f"{name}-{lines}.tar.gz"
    figures = kept.with_suffix(".json")
    if not figures.exists():
        training = _train(name, work)
        KEPT.mkdir(parents=True, exist_ok=True)
        shutil.copy(training.model, kept)
        figures.write_text(json.dumps({"seconds": training.seconds, "peak_mb": training.peak_mb}), encoding="utf-8")
    write_digests(kept)  # which Rasa's own command does not write, and ours asks for
    training = Training(kept, **json.loads(figures.read_text(encoding="utf-8")))
    print(f"{name}: trained in {training.seconds:.0f} s, kept in {KEPT.relative_to(ROOT)}.", flush=True)
    return training


def _train(name: str, work: Path) -> Training:
    """Train in a process of its own."""
    print(f"{name}: training on {LINES} lines of each topic and language …", flush=True)
    config = work / f"{name}.yml"
    if name == "ours":
        shutil.copy(ROOT / "config.yml", config)
    else:
        with config.open("w") as file:
            YAML(typ="safe").dump(
                {"recipe": "default.v1", "language": "en", "assistant_id": "default", **DEFAULT_PIPELINE}, file
            )
    arguments = [
        *("--config", str(config), "--data", str(work / "data"), "--domain", "domain"),
        *("--out", str(work), "--fixed-model-name", name),
    ]
    started = time.monotonic()
    process = subprocess.Popen(
        [*RASA[name], "train", *arguments],
        cwd=ROOT,
        env={**os.environ, "BREACHLINE_CACHE": str(work / "cache")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"Training failed: {' '.join(RASA[name])} train {' '.join(arguments)}")
    seconds = time.monotonic() - started
    print(f"{name}: trained in {seconds:.0f} s.", flush=True)
    return Training(work / f"{name}.tar.gz", seconds, usage.ru_maxrss / 1024)


def _rasas_own_settings(work: Path) -> Path:
    """Endpoints and credentials of a new Rasa project, but for the answers, which both take from the same generator."""
    ours = YAML(typ="safe").load(ROOT / "endpoints.yml")
    folder = work / "settings"
    folder.mkdir()
    with (folder / "endpoints.yml").open("w") as file:
        YAML(typ="safe").dump({key: ours[key] for key in ("action_endpoint", "nlg")}, file)
    (folder / "credentials.yml").write_text("rest:\n")
    return folder


@contextmanager
def _served(name: str, model: Path, settings: Path, actions_port: int) -> Iterator[Server]:
    port = find_free_port()
    address = f"http://127.0.0.1:{port}"
    started = time.monotonic()
    process = subprocess.Popen(
        rasa_command(model, port, settings, RASA[name]),
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "ACTIONS_HOST": "127.0.0.1", "ACTIONS_PORT": str(actions_port)},
    )
    try:
        _until_answer(address)
        yield Server(address, process.pid, time.monotonic() - started)
    finally:
        process.terminate()
        process.wait(timeout=20)


def _measure(servers: dict[str, Server]) -> dict[str, Serving]:
    accuracy = {name: _accuracy(server.address) for name, server in servers.items()}
    load_ms: dict[str, dict[int, list[float]]] = {name: {number: [] for number in CUSTOMERS} for name in servers}
    for number in CUSTOMERS:
        print(f"serving {number} customers …", flush=True)
        for round_number in range(ROUNDS):
            for name, server in servers.items():
                load_ms[name][number] += asyncio.run(_load(server.address, number, round_number))
    turn_ms = asyncio.run(_long_conversations({name: server.address for name, server in servers.items()}))
    return {
        name: Serving(server.first_answer_s, accuracy[name], _resident_mb(server.pid), load_ms[name], turn_ms[name])
        for name, server in servers.items()
    }


def _until_answer(address: str) -> None:
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline:
        try:
            _post(f"{address}/webhooks/rest/webhook", {"sender": "start", "message": "hotline?"})
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("Rasa did not start.")


def _post(url: str, body: dict[str, Any]) -> Any:
    request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as response:
        return json.load(response)


def _accuracy(address: str) -> float:
    messages = [u for u in held_out("eval") if u.topic != "out_of_scope"]
    return statistics.mean(_is_right(address, utterance) for utterance in messages)


def _is_right(address: str, utterance: Utterance) -> bool:
    ranking = _post(f"{address}/model/parse", {"text": utterance.text})["intent_ranking"]
    best = next((entry["name"] for entry in ranking if entry["name"] != "nlu_fallback"), None)
    return utterance.is_right(best)


async def _load(address: str, customers: int, round_number: int) -> list[float]:
    """Turn times in ms with so many customers asking without pause, each in a conversation of its own."""
    end = time.monotonic() + SECONDS_PER_LOAD

    async def customer(number: int) -> list[float]:
        times: list[float] = []
        chosen = random.Random(number)
        while time.monotonic() < end:
            sender = f"{round_number}-{customers}-{number}-{len(times) // 10}"
            times.append(await _turn_ms(session, address, sender, chosen.choice(QUESTIONS).text))
        return times

    # Connections are kept, as the gateway keeps them.
    async with aiohttp.ClientSession() as session:
        of_each = await asyncio.gather(*(customer(number) for number in range(customers)))
    return [milliseconds for times in of_each for milliseconds in times]


async def _long_conversations(addresses: dict[str, str]) -> dict[str, dict[int, float]]:
    """The median of the turns around each turn of LONG_CONVERSATION, in ms."""
    times: dict[str, list[float]] = {name: [] for name in addresses}
    async with aiohttp.ClientSession() as session:
        for turn in range(max(LONG_CONVERSATION) + 5):
            for name, address in addresses.items():
                times[name].append(await _turn_ms(session, address, "long", QUESTIONS[turn % len(QUESTIONS)].text))
    return {
        name: {turn: statistics.median(of_one[max(0, turn - 3) : turn + 3]) for turn in LONG_CONVERSATION}
        for name, of_one in times.items()
    }


async def _turn_ms(session: aiohttp.ClientSession, address: str, sender: str, text: str) -> float:
    started = time.perf_counter()
    async with session.post(f"{address}/webhooks/rest/webhook", json={"sender": sender, "message": text}) as response:
        response.raise_for_status()
        await response.read()
    return (time.perf_counter() - started) * 1000


def _resident_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024


def _table(trainings: dict[str, Training], servings: dict[str, Serving]) -> str:
    theirs = _figures(trainings["default"], servings["default"])
    ours = _figures(trainings["ours"], servings["ours"])
    lines = ["| | Rasa's default | ours | ratio |", "|---|---|---|---|"]
    lines += [f"| {name} | {theirs[name]:.3g} | {ours[name]:.3g} | {ours[name] / theirs[name]:.2f} |" for name in ours]
    return "\n".join(lines)


def _figures(training: Training, serving: Serving) -> dict[str, float]:
    figures = {
        "in-scope accuracy on tests/utterances/eval": serving.accuracy,
        "training, s": training.seconds,
        "peak memory of training, MB": training.peak_mb,
        "start to first answer, s": serving.first_answer_s,
        "resident memory after the load, MB": serving.resident_mb,
    }
    for number, times in serving.load_ms.items():
        of = f"with {number} customer{'s' if number > 1 else ''}"
        figures[f"p50 {of}, ms"] = statistics.median(times)
        figures[f"p95 {of}, ms"] = statistics.quantiles(times, n=20)[18]
        figures[f"messages/s {of}"] = len(times) / ROUNDS / SECONDS_PER_LOAD
    for turn, milliseconds in serving.turn_ms.items():
        figures[f"turn {turn} of one conversation, ms"] = milliseconds
    return figures


if __name__ == "__main__":
    main()
