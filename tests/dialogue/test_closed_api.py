"""Who reaches Rasa's port can ask it to understand a text, and nothing else: no tracker, no other model."""

from __future__ import annotations

import json
import urllib.error
import urllib.request

import pytest

from tests.conftest import RASA_TOKEN


def _status(rasa: str, method: str, path: str, token: str = "", body: object = None) -> int:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(rasa + path, data, {"Content-Type": "application/json", **headers}, method=method)
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return int(response.status)
    except urllib.error.HTTPError as refused:
        return refused.code


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PUT", "/model"),
        ("PUT", "/model/"),
        ("PUT", "//model"),
        ("DELETE", "/model"),
        ("POST", "/model/train"),
        ("POST", "/model/test/intents"),
        ("POST", "/model/predict"),
        ("GET", "/domain"),
        ("GET", "/status"),
        ("GET", "/conversations/x/tracker"),
        ("GET", "/conversations/x/story"),
        ("POST", "/conversations/x/messages"),
        ("POST", "/conversations/x/execute"),
        ("PUT", "/conversations/x/tracker/events"),
    ],
)
def test_without_the_token_it_is_closed(rasa_server: str, method: str, path: str) -> None:
    assert _status(rasa_server, method, path, body={}) == 403
    assert _status(rasa_server, method, path, token=f"{RASA_TOKEN}x", body={}) == 403


def test_not_even_the_token_brings_another_model(rasa_server: str) -> None:
    body = {"model_file": "models/another.tar.gz"}
    assert _status(rasa_server, "PUT", "/model", RASA_TOKEN, body) == 403
    assert _status(rasa_server, "PUT", f"//model?token={RASA_TOKEN}", body=body) == 403
    assert _status(rasa_server, "DELETE", "/model", RASA_TOKEN) == 403


def test_what_the_assistant_needs_is_open_and_the_token_opens_trackers(rasa_server: str) -> None:
    assert _status(rasa_server, "POST", "/model/parse", body={"text": "bonjour"}) == 200
    assert _status(rasa_server, "GET", "/conversations/x/tracker", RASA_TOKEN) == 200
    assert _status(rasa_server, "GET", f"/conversations/x/tracker?token={RASA_TOKEN}") == 200
