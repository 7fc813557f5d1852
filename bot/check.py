"""Checks the content before anything starts: `python -m bot.check` names all that is wrong, or says nothing."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from bot.content import incident
from bot.danger.kinds import DANGER_KINDS
from bot.data_kinds.table import kind_names
from bot.environment import SettingsError
from bot.features.settings import encoder_settings
from bot.incident import Incident, IncidentError
from bot.missing_texts import Missing, in_content, in_domain, in_web

CONTENT_OF_GATEWAY = (
    *("languages", "handoff", "hidden", "transcript", "helpdesk"),
    *("canned_replies", "danger_procedure", "sign_in"),
)
DOMAIN_OF_GATEWAY = ("technical_problem", *DANGER_KINDS)


class ContentError(Exception):
    """The content cannot be used; the message says all that is wrong with it."""


def check_content() -> None:
    """Check the incident, and that no text is missing anywhere. Raises `ContentError`."""
    data = _checked_incident().data
    if unknown := [kind for kind in (*data.involved, *data.not_involved) if kind not in kind_names()]:
        raise ContentError(f"incident.yml, data: {', '.join(unknown)} is not in content/data_kinds.yml.")
    _check_texts(chain(in_content(), in_domain(), in_web()))


def check_content_of_gateway() -> None:
    """The same for what the gateway itself says: all the rest would make each restart a second longer."""
    _checked_incident()
    _check_texts(chain(in_content(only=CONTENT_OF_GATEWAY), in_domain(only=DOMAIN_OF_GATEWAY)))


def _checked_incident() -> Incident:
    try:
        return incident()
    except IncidentError as error:
        raise ContentError(str(error)) from None


def _check_texts(missing: Iterable[Missing]) -> None:
    if lines := [str(one) for one in missing]:
        raise ContentError("\n".join(["Texts are missing.", *lines]))


def main() -> None:
    try:
        encoder_settings()
        check_content()
    except (SettingsError, ContentError) as error:
        raise SystemExit(f"The assistant cannot start. {error}") from None


if __name__ == "__main__":
    main()
