"""`make bench`: our pipeline against Rasa's default one, in one run, on the same lines; prints ratios.

Both are trained on the same sample (LINES of each topic and language) with the same rules, answers and no custom actions asked, and
served by the same Rasa with its own REST channel. Absolute times depend on the machine; the ratios are what counts.
"""

from __future__ import annotations

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
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from tests.conftest import find_free_port
from tests.utterances import Utterance, held_out

ROOT = Path(__file__).parents[2]
REPORT = ROOT / "docs" / "performance.md"
START, END = "<!-- ratios: made by `make bench` -->", "<!-- end of ratios -->"
LINES = 10
CUSTOMERS = (1, 8, 32)
SECONDS_PER_LOAD = 10
LONG_CONVERSATION = (1, 50, 200)
# Their topics are answered by plain responses, so that both pipelines do the same work after understanding.
QUESTIONS = [
    u for u in held_out("eval") if u.topic in ("what_happened", "data_affected", "hotline", "authorities", "risks")
]

# What serving costs does not depend on what was learnt, so BENCH_EPOCHS=1 measures that in minutes; accuracy and training time then say nothing.
EPOCHS = int(os.environ.get("BENCH_EPOCHS", "100"))
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
class Figures:
    """What was measured of one pipeline; times in seconds unless said, memory in MB."""

    accuracy: float
    training_s: float
    training_peak_mb: float
    start_to_first_answer_s: float
    resident_mb: float
    p50_ms: dict[int, float]
    p95_ms: dict[int, float]
    messages_per_s: dict[int, float]
    turn_ms: dict[int, float]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        _sample(work / "data")
        figures = {}
        for name in ("default", "ours"):
            print(f"{name}: training on {LINES} lines of each topic and language …", flush=True)
            figures[name] = _measure(name, work)
    table = f"Rasa's default pipeline trained for {EPOCHS} epochs.\n\n{_table(figures['default'], figures['ours'])}"
    print(table)
    page = REPORT.read_text(encoding="utf-8")
    before, _, rest = page.partition(START)
    _, _, after = rest.partition(END)
    REPORT.write_text(f"{before}{START}\n\n{table}\n\n{END}{after}", encoding="utf-8")


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


def _measure(name: str, work: Path) -> Figures:
    config = work / f"{name}.yml"
    if name == "ours":
        shutil.copy(ROOT / "config.yml", config)
    else:
        with config.open("w") as file:
            YAML(typ="safe").dump(
                {"recipe": "default.v1", "language": "en", "assistant_id": "default", **DEFAULT_PIPELINE}, file
            )
    os.environ["BREACHLINE_CACHE"] = str(work / "cache")
    arguments = ["--config", str(config), "--data", str(work / "data"), "--domain", "domain"]
    started = time.monotonic()
    peak_mb = _train([*arguments, "--out", str(work), "--fixed-model-name", name])
    print(f"{name}: trained in {time.monotonic() - started:.0f} s; serving …", flush=True)
    return _serve_and_measure(work / f"{name}.tar.gz", time.monotonic() - started, peak_mb)


def _train(arguments: list[str]) -> float:
    """Train in a process of its own, and tell the most memory it had (MB)."""
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(
        [sys.executable, "-m", "rasa", "train", *arguments], cwd=ROOT, stdout=quiet, stderr=quiet
    )
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"Training failed: rasa train {' '.join(arguments)}")
    return usage.ru_maxrss / 1024


def _serve_and_measure(model: Path, training_s: float, training_peak_mb: float) -> Figures:
    port = find_free_port()
    address = f"http://127.0.0.1:{port}"
    started = time.monotonic()
    command = [
        "run",
        "--model",
        str(model),
        "--endpoints",
        "endpoints.yml",
        "--credentials",
        "credentials.yml",
        "--enable-api",
    ]
    server = subprocess.Popen(
        [sys.executable, "-m", "rasa", *command, "--interface", "127.0.0.1", "--port", str(port)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "ACTIONS_PORT": str(find_free_port())},
    )
    try:
        _until_answer(address)
        first_answer = time.monotonic() - started
        accuracy = _accuracy(address)
        loads = {customers: _load(address, customers) for customers in CUSTOMERS}
        turns = _long_conversation(address)
        return Figures(
            accuracy=accuracy,
            training_s=training_s,
            training_peak_mb=training_peak_mb,
            start_to_first_answer_s=first_answer,
            resident_mb=_resident_mb(server.pid),
            p50_ms={customers: statistics.median(times) * 1000 for customers, times in loads.items()},
            p95_ms={customers: statistics.quantiles(times, n=20)[18] * 1000 for customers, times in loads.items()},
            messages_per_s={customers: len(times) / SECONDS_PER_LOAD for customers, times in loads.items()},
            turn_ms=turns,
        )
    finally:
        server.terminate()
        server.wait(timeout=20)


def _until_answer(address: str) -> None:
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline:
        try:
            _say(address, "start", "hotline?")
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("Rasa did not start.")


def _say(address: str, sender: str, text: str) -> float:
    started = time.perf_counter()
    _post(f"{address}/webhooks/rest/webhook", {"sender": sender, "message": text})
    return time.perf_counter() - started


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


def _load(address: str, customers: int) -> list[float]:
    """Turn times with so many customers asking without pause, each in a conversation of its own."""
    end = time.monotonic() + SECONDS_PER_LOAD

    def customer(number: int) -> list[float]:
        times = []
        chosen = random.Random(number)
        while time.monotonic() < end:
            times.append(_say(address, f"{customers}-{number}-{len(times) // 10}", chosen.choice(QUESTIONS).text))
        return times

    with ThreadPoolExecutor(customers) as pool:
        return [seconds for times in pool.map(customer, range(customers)) for seconds in times]


def _long_conversation(address: str) -> dict[int, float]:
    times = [_say(address, "long", QUESTIONS[turn % len(QUESTIONS)].text) for turn in range(max(LONG_CONVERSATION) + 5)]
    return {turn: statistics.median(times[max(0, turn - 3) : turn + 3]) * 1000 for turn in LONG_CONVERSATION}


def _resident_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024


def _table(default: Figures, ours: Figures) -> str:
    rows = [
        ("in-scope accuracy on tests/utterances/eval", default.accuracy, ours.accuracy),
        ("training, s", default.training_s, ours.training_s),
        ("peak memory of training, MB", default.training_peak_mb, ours.training_peak_mb),
        ("start to first answer, s", default.start_to_first_answer_s, ours.start_to_first_answer_s),
        ("resident memory after the load, MB", default.resident_mb, ours.resident_mb),
    ]
    for customers in CUSTOMERS:
        rows.append((f"p50 with {customers} customers, ms", default.p50_ms[customers], ours.p50_ms[customers]))
        rows.append((f"p95 with {customers} customers, ms", default.p95_ms[customers], ours.p95_ms[customers]))
        rows.append(
            (
                f"messages/s with {customers} customers",
                default.messages_per_s[customers],
                ours.messages_per_s[customers],
            )
        )
    rows += [
        (f"turn {turn} of one conversation, ms", default.turn_ms[turn], ours.turn_ms[turn])
        for turn in LONG_CONVERSATION
    ]
    lines = ["| | Rasa's default | ours | ratio |", "|---|---|---|---|"]
    lines += [f"| {name} | {theirs:.3g} | {our:.3g} | {our / theirs:.2f} |" for name, theirs, our in rows]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
