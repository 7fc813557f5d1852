"""Rasa's own command, as we run it: `python -m bot.rasa train`, `run`, `shell`, `test` and the others."""

from __future__ import annotations

import os

from bot.rasa.left_out import leave_out

leave_out()
os.environ.setdefault("ACTIONS_HOST", "127.0.0.1")  # endpoints.yml has no word for a default

from rasa.__main__ import main  # noqa: E402 - only now may Rasa be imported

from bot.rasa import model_digest, patches  # noqa: E402

patches.apply()
model_digest.apply()
main()
