"""A trained model's domain is read once, and what is read is what Rasa reads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.graph_components.providers.domain_provider import DomainProvider
from rasa.shared.core.domain import Domain
from rasa.shared.exceptions import RasaException
from rasa.shared.utils.io import read_yaml
from ruamel.yaml.resolver import VersionedResolver

from bot.rasa import patches
from tests.conftest import ROOT

# Of each kind of scalar that a rule tells, and of those that look like one and are none.
SCALARS = [
    *("yes", "no", "on", "true", "False", "null", "~", "12", "-12", "012", "0o12", "0x1F", "1_000", "12:30:45"),
    *("1.5", "-.5", "1e3", ".inf", "-.INF", ".nan", "2026-11-29", "2026-11-29 09:30:00", "plain", "été", "😂", "'12'"),
    *('"true"', "''", "${HOME}", "before ${HOME} after", "$HOME", "1.5.2", "+32 2 123", "|\n  a\n  b", "[]", "{}"),
]
DOCUMENT = "".join(f"- {scalar}\n" for scalar in SCALARS) + "-\n- {yes: no, 12: '12', on: 1.5}\n"


@pytest.fixture
def resolve(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(VersionedResolver, "resolve", patches.resolve_tag)


def typed(value: Any) -> Any:
    """The value and, for all that is in it, the type; 1, 1.0 and True are equal otherwise."""
    if isinstance(value, list):
        return [typed(one) for one in value]
    if isinstance(value, dict):
        return [(typed(key), typed(one)) for key, one in value.items()]
    return type(value).__name__, repr(getattr(value, "value", value))


@pytest.mark.parametrize("reader", ["safe", ["safe", "rt"]])
def test_each_piece_of_yaml_has_the_type_it_had(monkeypatch: pytest.MonkeyPatch, reader: Any) -> None:
    text = DOCUMENT * 3
    before = typed(read_yaml(text, reader))
    monkeypatch.setattr(VersionedResolver, "resolve", patches.resolve_tag)
    assert typed(read_yaml(text, reader)) == before


@pytest.mark.usefixtures("resolve")
def test_a_variable_that_is_not_set_is_told_as_ever() -> None:
    with pytest.raises(RasaException, match="NOT_SET_ANYWHERE"):
        read_yaml("- ${NOT_SET_ANYWHERE}\n")


@pytest.mark.usefixtures("resolve")
def test_a_scalar_is_compared_with_no_more_rules_than_the_one_before(monkeypatch: pytest.MonkeyPatch) -> None:
    rules: list[int] = []
    resolve = VersionedResolver.resolve

    def counted(resolver: VersionedResolver, *given: Any) -> Any:
        tag = resolve(resolver, *given)
        rules.append(sum(map(len, resolver.versioned_resolver.values())))
        return tag

    monkeypatch.setattr(VersionedResolver, "resolve", counted)
    read_yaml("- some text\n" * 10)
    assert len({*rules}) == 1


def test_the_domain_of_a_model_is_the_one_that_was_trained(tmp_path: Path) -> None:
    domain = Domain.load(ROOT / "domain" / "hotline.yml").merge(Domain.load(ROOT / "domain" / "language.yml"))
    storage, resource = LocalModelStorage(tmp_path), Resource("domain")
    DomainProvider(storage, resource)._persist(domain)
    context = ExecutionContext(GraphSchema({}))
    rasas = DomainProvider.load({}, storage, resource, context).provide_inference()
    ours = patches.load_domain(DomainProvider, {}, storage, resource, context).provide_inference()
    assert ours.as_dict() == rasas.as_dict()
    assert ours.fingerprint() == rasas.fingerprint()
    assert ours.session_config == rasas.session_config
