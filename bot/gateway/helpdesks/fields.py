"""Reads the members of a webhook's body, checked for their type."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from bot.gateway.helpdesks.helpdesk import UnreadableWebhook
from bot.gateway.typed_text import is_unicode, without_controls, without_invisibles

MAX_MOMENT = 10**11  # seconds since 1970; more are milliseconds, and NaN is less than nothing
MAX_NAME = 80  # characters of an agent's name that customers see


def member(parsed: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """An object; an empty one when it is left out or null."""
    value = parsed.get(name)
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise UnreadableWebhook
    return value


def number(parsed: Mapping[str, Any], name: str = "id") -> int:
    value = parsed.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise UnreadableWebhook
    return value


def text(parsed: Mapping[str, Any], name: str) -> str:
    """A text without controls; an empty one when it is left out or null."""
    value = parsed.get(name)
    if value is None:
        return ""
    if not isinstance(value, str) or not is_unicode(value):
        raise UnreadableWebhook
    return without_controls(value)


def shown_name(*parts: str) -> str:
    """An agent's name as customers see it, in one line."""
    return " ".join(without_invisibles(" ".join(parts)).split())[:MAX_NAME]


def moment(value: object) -> float:
    """Seconds since 1970, from a number or from a text such as 2026-11-22T08:00:00.123Z."""
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < MAX_MOMENT:
        return float(value)
    if not isinstance(value, str):
        raise UnreadableWebhook
    try:
        return datetime.datetime.fromisoformat(value.replace(" UTC", "+00:00")).timestamp()
    except (ValueError, OverflowError):
        raise UnreadableWebhook from None
