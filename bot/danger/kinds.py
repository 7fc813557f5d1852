"""The two kinds of danger; their names are the topics' ids."""

from typing import Literal, TypeGuard, get_args

# Somebody no longer wants to live; somebody fears for their safety.
DangerKind = Literal["crisis", "in_danger"]


def is_danger_kind(value: object) -> TypeGuard[DangerKind]:
    """Tell whether `value` is one of the words of `DangerKind`."""
    return value in get_args(DangerKind)
