"""Rasa's graph of components, run in an order that is found once.

Rasa gives each run to dask, which prunes the graph, orders it and keeps books on workers, though there is one; three
times a turn, for ten small steps. What the steps do and get is the same here.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from rasa.core.agent import Agent
from rasa.engine.graph import ExecutionContext, GraphNode, GraphNodeHook, GraphSchema
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.runner.interface import GraphRunner
from rasa.engine.storage.storage import ModelStorage


class PlannedGraphRunner(GraphRunner):
    """Runs the nodes a target needs, one after the other."""

    def __init__(self, schema: GraphSchema, nodes: dict[str, GraphNode]) -> None:
        self._schema = schema
        self._nodes = nodes
        self._plan = cache(self._new_plan)

    @classmethod
    def create(
        cls,
        graph_schema: GraphSchema,
        model_storage: ModelStorage,
        execution_context: ExecutionContext,
        hooks: list[GraphNodeHook] | None = None,
    ) -> PlannedGraphRunner:
        return cls.of(DaskGraphRunner.create(graph_schema, model_storage, execution_context, hooks))

    @classmethod
    def of(cls, runner: DaskGraphRunner) -> PlannedGraphRunner:
        """With the nodes that `runner` has loaded."""
        return cls(runner._graph_schema, runner._instantiated_nodes)

    def run(self, inputs: dict[str, Any] | None = None, targets: list[str] | None = None) -> dict[str, Any]:
        """Run what `targets` need (all targets of the graph by default); returns the output of each."""
        outputs = dict(inputs or {})
        wanted = tuple(targets or self._schema.target_names)
        for name, needs in self._plan(wanted, frozenset(outputs)):
            _, outputs[name] = self._nodes[name](*((need, outputs[need]) for need in needs))
        return {name: outputs[name] for name in wanted}

    def _new_plan(self, targets: tuple[str, ...], given: frozenset[str]) -> list[tuple[str, tuple[str, ...]]]:
        """The nodes in an order in which each comes after what it needs, with these needs."""
        plan: dict[str, tuple[str, ...]] = {}

        def add(name: str) -> None:
            if name in plan or name in given:
                return
            needs = tuple(self._schema.nodes[name].needs.values())
            for need in needs:
                add(need)
            plan[name] = needs

        for target in targets:
            add(target)
        return list(plan.items())


def run_as_planned(agent: Agent) -> None:
    """Let the agent's model run without dask; a model loaded later runs as Rasa does it, only slower."""
    runner = agent.processor.graph_runner if agent.processor else None
    if agent.processor and isinstance(runner, DaskGraphRunner):
        agent.processor.graph_runner = PlannedGraphRunner.of(runner)
