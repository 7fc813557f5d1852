"""An incomplete or unsafe connection to a helpdesk stops the start with a sentence that names the setting."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.environment import SettingsError
from bot.gateway.app import create_app
from bot.gateway.helpdesks.registry import build_helpdesk
from bot.gateway.settings import Settings, load_settings

COMPLETE = {
    "chatwoot": {
        "URL": "https://chat.example.be",
        "SECRET": "a-secret-of-chatwoot",
        "TOKEN": "token-of-chatwoot",
        "ACCOUNT": "3",
        "INBOX": "7",
    },
    "zammad": {
        "URL": "https://example.be/zammad/",
        "SECRET": "a-secret-of-zammad",
        "TOKEN": "token-of-zammad",
        "GROUP": "Incident",
    },
    "webhook": {"URL": "http://localhost:9000/hook", "SECRET": "a-secret-of-webhooks"},
}


def environment(name: str, **changes: str) -> dict[str, str]:
    given = COMPLETE[name] | changes
    return {"BREACHLINE_HELPDESK": name} | {f"BREACHLINE_HELPDESK_{what}": value for what, value in given.items()}


@pytest.mark.parametrize("name", COMPLETE)
def test_a_complete_connection_is_read_and_its_secrets_are_not_shown(name: str) -> None:
    settings = load_settings(environment(name))
    assert settings.helpdesk == name
    assert settings.helpdesk_access == COMPLETE[name]
    helpdesk = build_helpdesk(settings)
    assert helpdesk
    assert helpdesk.name == name
    assert "secret-of" not in repr(settings)
    assert "token-of" not in repr(settings)


@pytest.mark.parametrize(("name", "missing"), [(name, what) for name, given in COMPLETE.items() for what in given])
def test_what_is_missing_is_named(name: str, missing: str) -> None:
    with pytest.raises(SettingsError, match=f"BREACHLINE_HELPDESK={name} needs BREACHLINE_HELPDESK_{missing}: "):
        build_helpdesk(load_settings(environment(name, **{missing: " "})))


@pytest.mark.parametrize(
    ("name", "what", "value"),
    [
        ("chatwoot", "URL", "http://chat.example.be"),
        ("chatwoot", "URL", "https://user:password@chat.example.be"),
        ("chatwoot", "URL", "ftp://chat.example.be"),
        ("webhook", "URL", "https://chat.example.be/hook?key=1"),
        ("webhook", "URL", "http://localhost.example.be/hook"),
        ("webhook", "SECRET", "short"),
        ("chatwoot", "ACCOUNT", "one"),
        ("chatwoot", "INBOX", "-1"),
        ("zammad", "TOKEN", "two\nlines"),
    ],
)
def test_what_is_unsafe_or_no_value_is_refused_by_name(name: str, what: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"BREACHLINE_HELPDESK_{what} ") as refused:
        build_helpdesk(load_settings(environment(name, **{what: value})))
    assert value not in str(refused.value)


def test_our_own_desk_and_none_need_nothing() -> None:
    assert build_helpdesk(load_settings({"BREACHLINE_HELPDESK": "desk"})) is None
    assert build_helpdesk(load_settings({"BREACHLINE_HELPDESK": "none"})) is None
    assert build_helpdesk(load_settings({})) is None


@pytest.mark.parametrize("name", ["Chatwoot", "freshdesk", ""])
async def test_a_gateway_whose_helpdesk_nobody_knows_does_not_start(name: str, tmp_path: Path) -> None:
    with pytest.raises(
        SettingsError, match=r"BREACHLINE_HELPDESK must be one of desk, chatwoot, zammad, webhook, none\."
    ):
        await create_app(Settings(data_folder=tmp_path, helpdesk=name))
