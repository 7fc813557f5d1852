"""Unsafe settings stop the start with a sentence."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from aiohttp.test_utils import make_mocked_request

from bot.environment import SettingsError
from bot.gateway.http.client_address import client_address
from bot.gateway.secret import FILE, signing_secrets
from bot.gateway.settings import Settings, load_settings
from tests.conftest import ROOT, find_free_port


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "http"),
        ("PORT", "70000"),
        ("RASA_HOST", "http://rasa"),
        ("RASA_HOST", "rasa:"),
        ("RASA_HOST", "rasa, other"),
        ("RASA_HOST", "rasa,"),
        ("RASA_HOST", "rasa:http"),
        ("ACTIONS_HOST", "actions:5055"),
        ("BREACHLINE_REDIS", "localhost:6379"),
        ("BREACHLINE_REDIS", "http://redis"),
        ("BREACHLINE_REDIS", "redis://u:hidden@"),
        ("ACTIONS_HOST", ""),
        ("BREACHLINE_SECRET", "short"),
        ("BREACHLINE_SECRET", "a" * 64),
        ("BREACHLINE_SECRET", "0123456789abcdefghijklmnopqrstuv,short"),
        ("BREACHLINE_SECRET", "0123456789abcdefghijklmnopqrstuv,"),
        ("BREACHLINE_TOKEN_HOURS", "0"),
        ("BREACHLINE_TOKEN_HOURS", "99999"),
        ("BREACHLINE_ORIGINS", "*"),
        ("BREACHLINE_ORIGINS", "http://www.example.be"),
        ("BREACHLINE_ORIGINS", "https://www.example.be/path"),
        ("BREACHLINE_ORIGINS", "https://a.be; script-src *"),
        ("BREACHLINE_FRAMES", "*"),
        ("BREACHLINE_PROXIES", "0.0.0.0/0"),
        ("BREACHLINE_PROXIES", "proxy.internal"),
        ("BREACHLINE_STORE", "mysql://x"),
        ("BREACHLINE_RATE_CONVERSATION", "0/0"),
        ("BREACHLINE_RATE_ADDRESS", "many"),
        ("BREACHLINE_HSTS", "-1"),
        ("BREACHLINE_RATE_SIGN_IN", "0/1"),
        ("BREACHLINE_DESK_IDLE_MINUTES", "0"),
        ("BREACHLINE_DESK_IDLE_MINUTES", "721"),
        ("BREACHLINE_OPENID_ISSUER", "https://login.example.be"),
        ("BREACHLINE_OPENID_CLIENT_ID", "x"),
        ("BREACHLINE_OPENID_CLIENT_SECRET", "x"),
    ],
)
def test_an_unsafe_setting_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        load_settings({name: value})


@pytest.mark.parametrize(
    "issuer",
    [
        "http://login.example.be",
        "https://login.example.be?x",
        "https://a.be/ b",
        "login.example.be",
        "http://localhost.evil.be",
    ],
)
def test_agents_are_sent_to_no_sign_in_server_without_encryption(issuer: str) -> None:
    with pytest.raises(SettingsError, match="BREACHLINE_OPENID_ISSUER"):
        load_settings(
            {
                "BREACHLINE_OPENID_ISSUER": issuer,
                "BREACHLINE_OPENID_CLIENT_ID": "x",
                "BREACHLINE_OPENID_CLIENT_SECRET": "y",
            }
        )


def test_a_sign_in_server_is_named_on_its_button_and_its_secret_is_not_shown() -> None:
    openid = load_settings(
        {
            "BREACHLINE_OPENID_ISSUER": "https://login.example.be/realms/x",
            "BREACHLINE_OPENID_CLIENT_ID": "desk",
            "BREACHLINE_OPENID_CLIENT_SECRET": "a-secret",
            "BREACHLINE_OPENID_NAME": "Example",
        }
    ).openid
    assert openid
    assert (openid.issuer, openid.client_id, openid.name) == ("https://login.example.be/realms/x", "desk", "Example")
    assert "a-secret" not in repr(openid)


def test_the_defaults_of_the_environment_are_the_defaults_of_the_settings() -> None:
    assert load_settings({}) == Settings()


def test_the_secret_is_made_once_for_its_owner_only_and_refused_when_others_can_read_it(tmp_path: Path) -> None:
    settings = Settings(data_folder=tmp_path)
    secret = signing_secrets(settings).current
    assert signing_secrets(settings).current == secret
    path = tmp_path / FILE
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o644)
    with pytest.raises(SettingsError, match="chmod 600"):
        signing_secrets(settings)
    assert secret not in repr(Settings(secrets=(secret,)))


@pytest.mark.parametrize(
    ("peer", "forwarded", "expected"),
    [
        ("203.0.113.7", "198.51.100.1", "203.0.113.7"),
        ("10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "1.2.3.4, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
        ("10.0.0.1", "nonsense", "10.0.0.1"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "", "203.0.113.7"),
    ],
)
def test_what_a_proxy_says_counts_only_when_the_proxy_is_trusted(peer: str, forwarded: str, expected: str) -> None:
    proxies = load_settings({"BREACHLINE_PROXIES": "10.0.0.0/8"}).proxies
    request = make_mocked_request("GET", "/", {"X-Forwarded-For": forwarded} if forwarded else {})
    assert client_address(request.clone(remote=peer), proxies) == expected


def test_the_process_serves_soon_and_stops_when_asked(tmp_path: Path) -> None:
    port = find_free_port()
    environment = {**os.environ, "PORT": str(port), "BREACHLINE_HOST": "127.0.0.1", "BREACHLINE_DATA": str(tmp_path)}
    process = subprocess.Popen([sys.executable, "-m", "bot.gateway"], cwd=ROOT, env=environment)
    try:
        deadline = time.monotonic() + 20
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
                    break
            except OSError:
                assert time.monotonic() < deadline
                time.sleep(0.05)
    finally:
        process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=20) == 0


def test_the_process_says_what_is_wrong_and_stops(tmp_path: Path) -> None:
    environment = {**os.environ, "BREACHLINE_ORIGINS": "*"}
    process = subprocess.run(
        [sys.executable, "-m", "bot.gateway"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert process.returncode == 1
    assert process.stderr.startswith("The gateway cannot start. BREACHLINE_ORIGINS")


def test_the_gateway_imports_nothing_heavy() -> None:
    heavy = ("rasa", "tensorflow", "spacy", "sklearn", "onnxruntime", "sqlalchemy")
    command = f"import sys, bot.gateway.app; print([name for name in {heavy} if name in sys.modules])"
    assert subprocess.check_output([sys.executable, "-c", command], cwd=ROOT, text=True) == "[]\n"


def test_all_that_is_wrong_is_said_at_once_and_no_value_is_repeated() -> None:
    wrong = {"PORT": "8o8o", "BREACHLINE_RATE_STARTS": "manymany", "BREACHLINE_SECRET": "secret-too-short"}
    with pytest.raises(SettingsError) as refused:
        load_settings(wrong)
    said = str(refused.value)
    assert "PORT is not a whole number from 0 to 65535." in said
    assert all(name in said and value not in said for name, value in wrong.items())


def test_addresses_with_passwords_are_not_shown() -> None:
    settings = load_settings(
        {"BREACHLINE_STORE": "postgresql://u:hidden@db/a", "BREACHLINE_KEYS": "postgresql://u:hidden@db/b"}
    )
    assert "hidden" not in repr(settings)


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        load_settings({}).port = 1


def test_nothing_is_read_but_what_is_passed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BREACHLINE_TOKEN_HOURS", "3")
    assert load_settings({}).token_hours == Settings().token_hours == 24
    assert load_settings({"BREACHLINE_TOKEN_HOURS": "5"}).token_hours == 5


def test_the_other_processes_may_be_in_containers_of_their_own() -> None:
    here = load_settings({"RASA_PORT": "1"})
    assert (here.rasa, here.actions) == ("http://127.0.0.1:1", "http://127.0.0.1:5055")
    there = load_settings({"RASA_HOST": "demo-rasa", "ACTIONS_HOST": "10.0.0.7", "ACTIONS_PORT": "2"})
    assert (there.rasa, there.actions) == ("http://demo-rasa:5005", "http://10.0.0.7:2")
    several = load_settings({"RASA_HOST": "10.0.0.7,10.0.0.7:5006", "RASA_PORT": "5005"})
    assert several.rasa == "http://10.0.0.7:5005,http://10.0.0.7:5006"


def test_redis_is_named_by_an_address() -> None:
    for address in ("redis://localhost", "rediss://user:p%40ss@redis.example.be:6380/1", "redis://[::1]:6379/0"):
        assert load_settings({"BREACHLINE_REDIS": address}).redis == address
    assert "hidden" not in repr(load_settings({"BREACHLINE_REDIS": "redis://u:hidden@redis"}))
