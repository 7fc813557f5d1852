"""Rasa's commands work without the packages that are left out, and who uses what needs one is told so."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from importlib.metadata import packages_distributions
from importlib.util import find_spec, module_from_spec
from pathlib import Path

import pytest
from rasa.core.tracker_store import TrackerStore
from rasa.shared.exceptions import ConnectionException
from rasa.utils.endpoints import EndpointConfig

from bot.rasa.left_out import NEEDED_BY, PLOTS, StandIns
from tests.conftest import ROOT, find_free_port
from tests.rasa.tiny_project import MODEL, PATIENCE, ask, new_project, rasa, train

RASA = Path(str(find_spec("rasa").origin)).parent  # type: ignore[union-attr]
STOOD_IN_FOR = {module: {*names} for modules in NEEDED_BY.values() for module, names in modules.items()}


def test_none_of_the_packages_is_installed_here() -> None:
    """Otherwise nothing is stood in for, and the tests below show nothing. Development has matplotlib for plots of its own."""
    assert {*NEEDED_BY} & {*packages_distributions()} <= {"matplotlib"}


def test_run_serves_what_train_has_trained(served: str) -> None:
    assert ask(served, "/model/parse", {"text": "thank you"})["intent"]["name"] == "thank"


def test_shell_answers_what_is_typed(project: Path) -> None:
    shell = rasa(project, "shell", "--model", MODEL, "--port", str(find_free_port()), typed="hi\n/stop\n")
    assert shell.returncode == 0, shell.stdout
    assert "Hello." in shell.stdout


def test_test_measures(project: Path) -> None:
    test = rasa(project, "test", "nlu", "--model", MODEL, "--nlu", "data.yml", "--out", "results")
    assert test.returncode == 0, test.stdout
    assert json.loads((project / "results" / "intent_report.json").read_text())["accuracy"] == 1.0


@pytest.mark.parametrize("plot", PLOTS)
def test_without_matplotlib_a_report_has_no_plots_and_says_so(plot: str, caplog: pytest.LogCaptureFixture) -> None:
    stand_ins = StandIns(["matplotlib"])
    spec = stand_ins.find_spec("rasa.utils.plotting")
    assert spec
    module = module_from_spec(spec)
    stand_ins.exec_module(module)
    getattr(module, plot)([[1.0]], output_file="plot.png")
    assert "has no plots" in caplog.text


def test_a_component_that_needs_a_missing_package_stops_the_training(tmp_path: Path) -> None:
    training = train(new_project(tmp_path, classifier="DIETClassifier"))
    assert training.returncode != 0
    assert "Can't load class for name 'DIETClassifier'" in training.stdout


def test_a_channel_that_needs_a_missing_package_is_refused_and_the_package_named(project: Path) -> None:
    (project / "telegram.yml").write_text("telegram: {access_token: a, verify: b, webhook_url: c}\n")
    served = rasa(project, "run", "--model", MODEL, "--credentials", "telegram.yml")
    assert served.returncode != 0
    assert "TelegramInput needs the package aiogram, which is not installed" in served.stdout


class Unreachable(TrackerStore):
    def __init__(self, *_: object, **__: object) -> None:
        raise ConnectionError("nobody there")


def test_a_store_that_cannot_be_reached_is_told_as_ever() -> None:
    """Rasa's `except` names errors of packages that are left out."""
    with pytest.raises(ConnectionException, match="nobody there"):
        TrackerStore.create(EndpointConfig(type=f"{__name__}.Unreachable"))


def test_the_stand_ins_have_what_the_rest_of_rasa_imports_of_them() -> None:
    imported: dict[str, set[str]] = {module: set() for module in STOOD_IN_FOR}
    for path in RASA.rglob("*.py"):
        own_name = ".".join(("rasa", *path.relative_to(RASA).with_suffix("").parts))
        if own_name in STOOD_IN_FOR or own_name.startswith("rasa.utils.tensorflow."):
            continue
        # Only what is imported as soon as the module is.
        for statement in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(statement, ast.ImportFrom) and statement.module in imported:
                imported[statement.module] |= {alias.name for alias in statement.names}
    assert {
        module: names - STOOD_IN_FOR[module] for module, names in imported.items() if names - STOOD_IN_FOR[module]
    } == {}


@pytest.mark.parametrize("module", [module for module in STOOD_IN_FOR if module.startswith("rasa.")])
def test_what_is_stood_in_for_is_really_there_in_rasa(module: str) -> None:
    source = (RASA.parent / Path(*module.split("."))).with_suffix(".py").read_text(encoding="utf-8")
    defined = {one.name for one in ast.parse(source).body if isinstance(one, ast.ClassDef | ast.FunctionDef)}
    assert defined >= STOOD_IN_FOR[module]


def test_every_module_of_rasa_can_be_imported_but_those_that_work_with_tensors() -> None:
    program = (
        "import importlib, pkgutil\n"
        "from bot.rasa.left_out import leave_out\n"
        "leave_out()\n"
        "import rasa\n"
        "for module in pkgutil.walk_packages(rasa.__path__, 'rasa.'):\n"
        "    try:\n"
        "        module.name == 'rasa.__main__' or importlib.import_module(module.name)\n"
        "    except ImportError:\n"
        "        print(module.name)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}
    command = [sys.executable, "-c", program]
    failed = subprocess.run(
        command, env=environment, capture_output=True, text=True, check=True, timeout=PATIENCE
    ).stdout
    # transformers is an extra of Rasa's.
    unexpected = {*failed.split()} - {"rasa.nlu.utils.hugging_face.registry"}
    assert {name for name in unexpected if not name.startswith("rasa.utils.tensorflow.")} == set()
