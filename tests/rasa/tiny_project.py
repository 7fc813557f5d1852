"""A project with nothing of ours: two topics, and components of Rasa's own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.conftest import ROOT, find_free_port, running

PATIENCE = 120  # seconds
MODEL = "models/tiny.tar.gz"
CONFIG = """recipe: default.v1
assistant_id: tiny
language: en
pipeline:
- name: {classifier}
policies:
- name: RulePolicy
"""
DOMAIN = """version: "3.1"
intents: [greet, thank]
responses:
  utter_greet: [text: Hello.]
  utter_thank: [text: Welcome.]
"""
DATA = """version: "3.1"
nlu:
- {intent: greet, examples: "- hello\\n- hi\\n"}
- {intent: thank, examples: "- thanks\\n- thank you\\n"}
rules:
- {rule: greet, steps: [intent: greet, action: utter_greet]}
- {rule: thank, steps: [intent: thank, action: utter_thank]}
"""


def new_project(folder: Path, classifier: str = "KeywordIntentClassifier") -> Path:
    for name, text in {"config": CONFIG.format(classifier=classifier), "domain": DOMAIN, "data": DATA}.items():
        (folder / f"{name}.yml").write_text(text, encoding="utf-8")
    return folder


def rasa(folder: Path, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    """Run Rasa's command, as we do, in `folder`; `stdout` has its errors too."""
    return subprocess.run(
        [sys.executable, "-m", "bot.rasa", *arguments],
        cwd=folder,
        input=typed,
        timeout=PATIENCE,
        check=False,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"},
    )


def train(folder: Path) -> subprocess.CompletedProcess[str]:
    return rasa(folder, "train", "--data", "data.yml", "--fixed-model-name", "tiny")


def serve(folder: Path) -> Iterator[str]:
    """Gives the address at which Rasa serves the project's model."""
    port = find_free_port()
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "bot.rasa", "run", "--enable-api", "--interface", "127.0.0.1"]
    command += ["--model", str(folder / MODEL), "--port", str(port)]
    for _ in running(command, port, f"{address}/version", folder / "log"):
        yield address


def ask(address: str, path: str, body: dict[str, Any], method: str = "POST") -> Any:
    """What Rasa's API answers. Raises HTTPError where it refuses."""
    request = urllib.request.Request(
        f"{address}{path}", json.dumps(body).encode(), {"Content-Type": "application/json"}, method=method
    )
    with urllib.request.urlopen(request, timeout=PATIENCE) as response:
        return json.loads(response.read() or "null")
