"""Rasa's own command, as we run it: `python -m bot.rasa train`, `run`, `shell`, `test` and the others."""

from __future__ import annotations

import os

from bot.rasa.left_out import leave_out

leave_out()

from rasa.__main__ import main  # noqa: E402 - only now may Rasa be imported

from bot.observability.settings import UnusableSetting  # noqa: E402
from bot.rasa import model_digest, patches, seen  # noqa: E402

patches.apply()
model_digest.apply()
try:
    with seen.seen(os.environ):
        main()
except UnusableSetting as error:
    raise SystemExit(f"Rasa cannot start. {error}") from None
