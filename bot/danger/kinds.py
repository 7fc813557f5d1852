"""The kinds of danger that are detected; each is also the id of a topic."""

from __future__ import annotations

from typing import Literal, TypeGuard, get_args

# Somebody no longer wants to live; somebody fears for their safety.
DangerKind = Literal["crisis", "in_danger"]
DANGER_KINDS: tuple[DangerKind, ...] = get_args(DangerKind)


def is_danger_kind(value: object) -> TypeGuard[DangerKind]:
    """Tell whether `value` is one of the words of `DangerKind`."""
    return value in DANGER_KINDS
