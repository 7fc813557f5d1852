"""Settings for encoding the training lines."""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import Field

from bot.environment import EnvironmentSettings, read


class EncoderSettings(EnvironmentSettings):
    threads: int = Field(default=2, ge=1, le=256, env="BREACHLINE_ENCODER_THREADS")  # lines encoded at a time
    cache: Path = Field(default=Path(".cache"), env="BREACHLINE_CACHE")  # of encoded lines


def encoder_settings() -> EncoderSettings:
    """The settings in this process's environment. Raises `SettingsError`."""
    return read(EncoderSettings, os.environ)
