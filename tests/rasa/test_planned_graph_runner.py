"""The planned order gives what dask gives, and runs each step once."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from rasa.engine.exceptions import GraphComponentException
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema, SchemaNode
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.runner.interface import GraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage

from bot.rasa.patches import PlannedGraphRunner

runs: Counter[str] = Counter()


class Step(GraphComponent):
    """Adds what it is given to its own number; zero cannot be added to."""

    @classmethod
    def create(cls, config: dict[str, Any], *_: Any, **__: Any) -> Step:
        step = cls()
        step.number = config["number"]
        return step

    number: int

    def add(self, left: int, right: int = 0) -> int:
        runs[str(self.number)] += 1
        if not self.number:
            raise ValueError("zero")
        return self.number + left + right


def node(number: int, **needs: str) -> SchemaNode:
    return SchemaNode(
        needs=needs, uses=Step, constructor_name="create", fn="add", config={"number": number}, eager=True
    )


# Two ways lead from the input to the sum, and one step is nobody's need.
GRAPH = GraphSchema(
    {
        "sum": node(100, left="twice", right="once"),
        "twice": node(20, left="once", right="once"),
        "once": node(3, left="given"),
        "unneeded": node(0, left="once"),
    }
)


@pytest.fixture
def planned(tmp_path: Path) -> GraphRunner:
    runs.clear()
    return PlannedGraphRunner.create(GRAPH, LocalModelStorage(tmp_path), ExecutionContext(GRAPH))


@pytest.fixture
def dask(tmp_path: Path) -> GraphRunner:
    return DaskGraphRunner.create(GRAPH, LocalModelStorage(tmp_path), ExecutionContext(GRAPH))


@pytest.mark.parametrize("targets", [["sum"], ["once"], ["once", "sum"]])
def test_it_gives_what_dask_gives_again_and_again(planned: GraphRunner, dask: GraphRunner, targets: list[str]) -> None:
    for given in (1, 2):
        assert planned.run({"given": given}, targets) == dask.run({"given": given}, targets)


def test_a_step_that_two_need_runs_once_and_one_that_nobody_needs_never(planned: GraphRunner) -> None:
    assert planned.run({"given": 1}, ["sum"]) == {"sum": 100 + (20 + 4 + 4) + 4}
    assert runs == {"100": 1, "20": 1, "3": 1}


def test_what_goes_wrong_in_a_step_is_told(planned: GraphRunner) -> None:
    with pytest.raises(GraphComponentException, match="unneeded"):
        planned.run({"given": 1}, ["unneeded"])
