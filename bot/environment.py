"""What operators set by environment variables: typed, frozen, and refused in a sentence that says what is right.

A field names its variable as `env`. Values come only from the mapping that is passed to `read`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseSettings, ValidationError
from pydantic.fields import ModelField

Model = TypeVar("Model", bound="EnvironmentSettings")


class SettingsError(Exception):
    """A setting cannot be used; the message says which and why, never what it was set to: that may be a secret."""


class EnvironmentSettings(BaseSettings):
    class Config:
        frozen = True

        @classmethod
        def customise_sources(cls, init_settings: Any, **others: Any) -> tuple[Any, ...]:
            return (init_settings,)


def variables(model: type[EnvironmentSettings]) -> dict[str, str]:
    """The environment variable of each field that has one."""
    fields = model.__fields__.values()
    return {field.name: field.field_info.extra["env"] for field in fields if "env" in field.field_info.extra}


def read(model: type[Model], environ: Mapping[str, str], needed_by: str = "", **given: Any) -> Model:
    """Read a model from `environ`; `given` are fields that have no variable. Raises `SettingsError`.

    The error for a missing variable says that `needed_by` needs it.
    """
    names = variables(model)
    found = {field: environ[name] for field, name in names.items() if name in environ}
    for field in model.__fields__.values():
        if (field.required or field.allow_none) and not found.get(field.name, "").strip():
            found.pop(field.name, None)  # as good as not set
    try:
        return model(**found, **given)
    except ValidationError as error:
        sentences = [_sentence(model, names, one, needed_by) for one in error.errors()]
        raise SettingsError(" ".join(dict.fromkeys(sentences))) from None


def _sentence(model: type[EnvironmentSettings], names: Mapping[str, str], error: Any, needed_by: str) -> str:
    field = model.__fields__.get(str(error["loc"][0]))
    if not field:  # of several together: the sentence names them
        return f"{error['msg']}."
    name = names[field.name]
    if error["type"] == "value_error.missing":
        return f"{needed_by} needs {name}: {field.field_info.description}."
    return f"{name} {_what_is_wrong(field, error)}."


def _what_is_wrong(field: ModelField, error: Any) -> str:
    lowest, highest = field.field_info.ge, field.field_info.le
    if lowest is not None:
        meaning = field.field_info.description
        return f"is not a whole number from {lowest} to {highest}{f': {meaning}' if meaning else ''}"
    if permitted := error.get("ctx", {}).get("permitted"):
        return f"is none of {', '.join(permitted)}"
    return str(error["msg"])
