"""Rasa's own command, as we run it: `python -m bot.rasa train`, `run`, `shell`, `test` and the others."""

from __future__ import annotations

import os

from bot.observability.log_lines import configure_logging
from bot.observability.settings import UnusableSetting, load_observability
from bot.rasa.left_out import leave_out

leave_out()
try:
    settings = load_observability("rasa", os.environ)
except UnusableSetting as error:
    raise SystemExit(f"Rasa cannot start. {error}") from None
if settings.log == "json":
    configure_logging(settings)  # before the packages that warn when they are imported

from rasa.__main__ import main  # noqa: E402 - only now may Rasa be imported

from bot.rasa import model_digest, patches, seen  # noqa: E402

patches.apply()
model_digest.apply()
try:
    with seen.seen(settings):
        main()
except UnusableSetting as error:
    raise SystemExit(f"Rasa cannot start. {error}") from None
