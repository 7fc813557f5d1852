"""Checks the content before anything starts: `python -m bot.check` says in one sentence what is wrong, or nothing."""

from __future__ import annotations

from bot.content import incident
from bot.data_kinds.table import kind_names
from bot.incident import IncidentError


def main() -> None:
    try:
        data = incident().data
    except IncidentError as error:
        raise SystemExit(f"The assistant cannot start. {error}") from None
    unknown = [kind for kind in (*data.involved, *data.not_involved) if kind not in kind_names()]
    if unknown:
        raise SystemExit(
            f"The assistant cannot start. incident.yml, data: {', '.join(unknown)} is not in content/data_kinds.yml."
        )


if __name__ == "__main__":
    main()
