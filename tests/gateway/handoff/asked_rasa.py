"""A stand-in for Rasa that understands who wants a person, for when many customers speak at once."""

from __future__ import annotations

from typing import Any

from tests.gateway.stand_in_rasa import StandInRasa

PERSON = "une personne"
FRAUD = "on m'a volé"


class AskedRasa(StandInRasa):
    """Asks for a person when it reads `PERSON`, urgently when it reads `FRAUD`."""

    def custom_for(self, text: str) -> dict[str, Any]:
        if FRAUD in text:
            return {"topic": "report_fraud", "handoff": {"priority": "urgent"}}
        if PERSON in text:
            return {"topic": "ask_human", "handoff": {"priority": "normal"}}
        return {}
