"""Kinds of test that cannot fail, or that change more than what they look at: none of ours is one."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

FILES = sorted((ROOT / "tests").rglob("*.py"))
LENGTHS = ("splitlines", "readlines", "st_size")
Kind = Callable[[ast.AST], bool]


def is_silenced_assertion(node: ast.AST) -> bool:
    """An `assert` within `suppress`, or before an `except` that passes what it raises over."""
    if isinstance(node, ast.With | ast.AsyncWith):
        silences = any("suppress" in ast.unparse(item.context_expr).split("(")[0] for item in node.items)
    elif isinstance(node, ast.Try):
        caught = {ast.unparse(handler.type) if handler.type else "Exception" for handler in node.handlers}
        silences = bool(caught & {"AssertionError", "Exception", "BaseException"}) and all(
            isinstance(statement, ast.Pass | ast.Continue) for handler in node.handlers for statement in handler.body
        )
    else:
        return False
    return silences and any(isinstance(inner, ast.Assert) for inner in _inside(node.body))


def is_time_for_all(node: ast.AST) -> bool:
    """Another time for the whole process, its event loop included, instead of for the modules that are tested."""
    if not isinstance(node, ast.Call) or not ast.unparse(node.func).endswith(("setattr", "setitem", "patch", "object")):
        return False
    arguments = [ast.unparse(argument) for argument in node.args]
    owner = arguments[0].strip("'\"") if arguments else ""
    return owner == "time" or owner.endswith(".time") or owner.startswith("time.") or ".time.time" in owner


def is_length_of_a_file(node: ast.AST) -> bool:
    """Lines of a source file that are counted."""
    if not (isinstance(node, ast.Call) and ast.unparse(node.func) == "len" and node.args):
        return False
    counted = ast.unparse(node.args[0])
    return "read_text(" in counted and any(length in counted for length in LENGTHS)


@pytest.mark.parametrize("kind", [is_silenced_assertion, is_time_for_all, is_length_of_a_file])
def test_no_test_is_of_this_kind(kind: Kind) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"
        for path in FILES
        if path != Path(__file__)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if kind(node)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("kind", "example"),
    [
        (is_silenced_assertion, "with suppress(KeyError):\n    first()\n    assert second()"),
        (is_silenced_assertion, "async def f():\n    async with contextlib.suppress(A, B):\n        assert second()"),
        (is_silenced_assertion, "try:\n    assert first()\nexcept Exception:\n    pass"),
        (is_time_for_all, "monkeypatch.setattr(time, 'time', lambda: 1)"),
        (is_time_for_all, "monkeypatch.setattr(sessions.time, 'time', lambda: 1)"),
        (is_time_for_all, "mock.patch('time.time')"),
        (is_time_for_all, "monkeypatch.setattr('bot.gateway.desk.auth.sessions.time.time', lambda: 1)"),
        (is_length_of_a_file, "assert len(path.read_text().splitlines()) < 220"),
    ],
)
def test_each_kind_is_found(kind: Kind, example: str) -> None:
    assert any(kind(node) for node in ast.walk(ast.parse(example)))


@pytest.mark.parametrize(
    ("kind", "example"),
    [
        (is_silenced_assertion, "with suppress(KeyError):\n    first()\nassert second()"),
        (is_silenced_assertion, "try:\n    assert first()\nexcept ValueError:\n    fail()"),
        (is_time_for_all, "monkeypatch.setattr(module, 'time', clock)"),
        (is_time_for_all, "monkeypatch.setattr(stream, 'BEAT', 1)"),
    ],
)
def test_what_is_none_of_them_is_left_alone(kind: Kind, example: str) -> None:
    assert not any(kind(node) for node in ast.walk(ast.parse(example)))


def _inside(statements: list[ast.stmt]) -> Iterator[ast.AST]:
    for statement in statements:
        yield from ast.walk(statement)
