"""The trained model in this process, as Rasa reads with it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rasa.core.agent import Agent

from bot.rasa import patches

MODEL = Path(__file__).parents[1] / "models" / "breachline.tar.gz"


def load_agent(model: Path = MODEL, **options: Any) -> Agent:
    """Rasa's own agent, unpatched; only loaded as fast as ours, for which it would need a minute."""
    with pytest.MonkeyPatch.context() as while_it_loads:
        for owner, name, ours in patches.OF_LOADING:
            while_it_loads.setattr(owner, name, ours)
        return Agent.load(model, **options)
