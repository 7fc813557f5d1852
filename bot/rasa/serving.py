"""A server without its model ends with a sentence, so that its supervisor tries again; Rasa's own stays up, empty.

So does one whose port is taken, before it loads anything.
"""

from __future__ import annotations

import functools
import os
import socket
from asyncio import AbstractEventLoop
from pathlib import Path
from typing import Any

import rasa.core.run
from rasa.core.agent import Agent
from rasa.model import get_local_model
from rasa.shared.exceptions import RasaException
from sanic import Sanic

from bot.rasa.model_digest import check_digest

_serve_application = rasa.core.run.serve_application
_load_agent_on_start = rasa.core.run.load_agent_on_start


class CannotServe(Exception):
    """The message says why."""


def apply() -> None:
    """From now on, in this process."""
    rasa.core.run.serve_application = serve_application
    rasa.core.run.load_agent_on_start = load_agent_on_start


@functools.wraps(_serve_application)  # Rasa passes on what its signature names
def serve_application(model_path: str, *args: Any, **options: Any) -> None:
    """Raises `CannotServe`, at once where the model is missing or changed or the port is taken."""
    try:
        check_digest(Path(get_local_model(model_path)))
    except RasaException as error:
        raise CannotServe(str(error)) from None
    _check_address(options.get("interface") or "0.0.0.0", options["port"])
    _serve_application(model_path, *args, **options)


async def load_agent_on_start(
    model_path: str, endpoints: Any, remote_storage: str | None, app: Sanic, loop: AbstractEventLoop
) -> Agent:
    """Raises `CannotServe` where Rasa has only logged that it could not load its model."""
    agent: Agent = await _load_agent_on_start(model_path, endpoints, remote_storage, app, loop)
    if not agent.is_ready():
        raise CannotServe(f"The model {model_path} could not be loaded; the log says why, further up.")
    return agent


def _check_address(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            why = os.strerror(error.errno) if error.errno else type(error).__name__
            raise CannotServe(f"It cannot listen at {host}:{port} (RASA_PORT): {why}.") from None
