"""Patches of Rasa with the same results as its own code, for a faster start and faster answers.

Rasa has no option for any of this. Each patch is compared with Rasa's own code in tests/rasa.
"""

from __future__ import annotations

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import cache
from typing import Any

import rasa.core.processor
from jsonschema.exceptions import best_match
from jsonschema.protocols import Validator
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction
from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.storage import local_model_storage
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.graph_components.providers.domain_provider import DomainProvider
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import INTENT, RESPONSE
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.nlu.training_data.util import check_duplicate_synonym
from rasa.shared.utils.io import read_file, read_yaml
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.resolver import VersionedResolver
from tarsafe import TarSafe  # type: ignore[import-untyped]

from bot.rasa.instrumentation import component, understanding


def apply() -> None:
    """Patch Rasa in this process, also for the models that it loads later."""
    for owner, name, ours in (*OF_ANSWERS, *OF_LOADING, *OF_TRAINING):
        setattr(owner, name, ours)


class PlannedGraphRunner(DaskGraphRunner):
    """Runs the nodes that a target needs one after the other, in an order that is computed once.

    Rasa gives each run to dask, which prunes the graph, orders it and keeps books on workers, though there is one;
    three times a turn, for ten small steps.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._plan = cache(self._new_plan)

    def run(self, inputs: dict[str, Any] | None = None, targets: list[str] | None = None) -> dict[str, Any]:
        """Run what `targets` need (all targets of the graph by default); returns the output of each."""
        outputs = dict(inputs or {})
        wanted = tuple(targets or self._graph_schema.target_names)
        for name, needs in self._plan(wanted, frozenset(outputs)):
            with component(name):
                _, outputs[name] = self._instantiated_nodes[name](*((need, outputs[need]) for need in needs))
        return {name: outputs[name] for name in wanted}

    def _new_plan(self, targets: tuple[str, ...], given: frozenset[str]) -> list[tuple[str, tuple[str, ...]]]:
        """The nodes in topological order, each with the nodes that it needs."""
        plan: dict[str, tuple[str, ...]] = {}

        def add(name: str) -> None:
            if name in plan or name in given:
                return
            needs = tuple(self._graph_schema.nodes[name].needs.values())
            for need in needs:
                add(need)
            plan[name] = needs

        for target in targets:
            add(target)
        return list(plan.items())


async def parse_message(
    processor: MessageProcessor,
    message: UserMessage,
    tracker: DialogueStateTracker | None = None,
    only_output_properties: bool = True,
) -> dict[str, Any]:
    """Understand a message in a thread beside Rasa's event loop.

    Rasa understands messages one after the other, on the thread that also serves everybody else. The encoder holds no
    lock of Python's, so another message is understood, and all the rest goes on, while it works. One conversation's
    messages still follow each other: Rasa's lock sees to that.
    """
    if processor.http_interpreter:
        parsed: dict[str, Any] = await processor.http_interpreter.parse(message)
    else:
        if tracker is None:
            tracker = DialogueStateTracker.from_events(message.sender_id, [])
        with understanding():
            parsed = await asyncio.get_running_loop().run_in_executor(
                _threads(),
                copy_context().run,  # so that log lines and spans there name the request
                processor._parse_message_with_graph,
                message,
                tracker,
                only_output_properties,
            )
    processor._update_full_retrieval_intent(parsed)
    processor._check_for_unseen_features(parsed)
    return parsed


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="understanding")


def validate_action_result(action: RemoteAction, result: dict[str, Any]) -> bool:
    """True, or raises jsonschema's ValidationError.

    Rasa checks the schema itself too, at each answer of the actions, against the schema of schemas: forty milliseconds
    of its one thread.
    """
    error = best_match(_action_result_validator().iter_errors(result))
    if error is not None:
        raise error
    return True


@cache
def _action_result_validator() -> Validator:
    schema = RemoteAction.action_response_format_spec()
    validator = validator_for(schema)
    validator.check_schema(schema)
    return validator(schema)


_ruamels_resolve = VersionedResolver.resolve


def resolve_tag(resolver: VersionedResolver, kind: type, value: str, implicit: tuple[bool, bool]) -> str:
    """The tag of one piece of YAML.

    ruamel.yaml 0.17 adds the rules for any first character to those for the very first character of each scalar it
    reads, so that each scalar is compared with more rules than the one before. Rasa has such a rule, for ${VARIABLES},
    and a domain of a megabyte took it forty seconds.
    """
    if kind is ScalarNode and implicit[0]:
        rules = resolver.versioned_resolver
        for first in (value[:1], None):
            for tag, pattern in rules.get(first, ()):
                if pattern.match(value):
                    return str(tag)
        implicit = (False, implicit[1])
    return str(_ruamels_resolve(resolver, kind, value, implicit))


def load_domain(
    cls: type[DomainProvider],
    config: dict[str, Any],
    model_storage: ModelStorage,
    resource: Resource,
    *_: Any,
    **__: Any,
) -> DomainProvider:
    """The domain of a trained model, read once.

    Rasa reads it four times, and checks again what it had checked before it wrote it: six seconds of each start.
    """
    with model_storage.read_from(resource) as folder:
        domain = Domain.from_dict(read_yaml(read_file(folder / "domain.yml")))
    return cls(model_storage, resource, domain)


def merge_training_data(data: TrainingData, *others: TrainingData | None) -> TrainingData:
    """All parts as one, which shares their messages instead of copying them.

    Rasa copies all messages, and tells them apart anew, for each of its importers, which mostly add nothing: three
    quarters of the time before the first component learns. No component here changes a message that it learns from.
    """
    parts = [part for part in (data, *others) if part and not _is_empty(part)]
    if len(parts) < 2:
        return parts[0] if parts else data
    synonyms: dict[str, str] = {}
    for part in parts:
        for text, meaning in part.entity_synonyms.items():
            check_duplicate_synonym(synonyms, text, meaning, "merging training data")
        synonyms.update(part.entity_synonyms)
    return TrainingData(
        [message for part in parts for message in part.training_examples],
        synonyms,
        [feature for part in parts for feature in part.regex_features],
        [table for part in parts for table in part.lookup_tables],
        {name: texts for part in parts for name, texts in part.responses.items()},
    )


def sanitize_examples(examples: list[Message]) -> list[Message]:
    """The messages, each once, without spaces around what they are labelled as.

    Rasa sets each label anew, also where there was no space. With that it forgets the message's fingerprint, by which
    it then compares them and which is slow to compute: for all messages each time that data is put together.
    """
    for message in examples:
        for name in (INTENT, RESPONSE):
            label = message.get(name)
            if label and label != label.strip():
                message.set(name, label.strip())
    return [*dict.fromkeys(examples)]


class LightlyPacked(TarSafe):
    """A model's archive, compressed at level 1: an eighth of the time of Rasa's level 9 for a tenth more bytes."""

    @classmethod
    def gzopen(cls, name: Any, mode: str = "r", fileobj: Any = None, compresslevel: int = 1, **options: Any) -> Any:
        return super().gzopen(name, mode, fileobj, compresslevel, **options)


def _is_empty(data: TrainingData) -> bool:
    kept = (data.training_examples, data.entity_synonyms, data.regex_features, data.lookup_tables, data.responses)
    return not any(kept)


# What is replaced: the owner, the name, and ours.
OF_ANSWERS: tuple[tuple[Any, str, Any], ...] = (
    (rasa.core.processor, "DaskGraphRunner", PlannedGraphRunner),
    (MessageProcessor, "parse_message", parse_message),
    (RemoteAction, "_validate_action_result", validate_action_result),
)
OF_LOADING: tuple[tuple[Any, str, Any], ...] = (
    (VersionedResolver, "resolve", resolve_tag),
    (DomainProvider, "load", classmethod(load_domain)),
)
OF_TRAINING: tuple[tuple[Any, str, Any], ...] = (
    (TrainingData, "merge", merge_training_data),
    (TrainingData, "sanitize_examples", staticmethod(sanitize_examples)),
    (local_model_storage, "TarSafe", LightlyPacked),
)
