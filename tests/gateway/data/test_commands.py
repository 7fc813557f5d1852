"""What the operator does with kept data from a terminal: hand out, erase, list; each time a line that names nobody."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from pathlib import Path

import pytest

from bot.gateway.conversations.repository import ConversationRepository
from bot.gateway.db.database import Database
from bot.gateway.errors import ConversationGone
from tests.conftest import ROOT
from tests.gateway.data.conftest import OUTBOX, PHONE, Places, Words, keep_a_conversation

DAY = 24 * 60 * 60


async def command(places: Places, *arguments: str, **more: str) -> tuple[int, str, str]:
    """The exit status, and what was said on both channels."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "BREACHLINE_STORE": places.url} | more
    environment["BREACHLINE_DATA"] = str(places.data_folder)
    piped = asyncio.subprocess.PIPE
    running = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.gateway.data", *arguments), cwd=ROOT, env=environment, stdout=piped, stderr=piped
    )
    out, err = await running.communicate()
    return running.returncode or 0, out.decode(), err.decode()


async def test_everything_that_is_kept_is_handed_out_as_json_and_in_words(places: Places, words: Words) -> None:
    database = places.open()
    conversation_id = await keep_a_conversation(database, words)
    status, out, err = await command(places, "access", conversation_id)
    assert (status, err) == (0, f"Store: {database.name}\n")
    kept = json.loads(out)
    shown = ("said", "answer", "title", "link", "detail", "memory", "comment", "note", "call", "id")
    assert [name for name in shown if getattr(words, name) not in out] == []
    assert kept["call_backs"][0]["phone"] == PHONE
    assert kept["erased_at_the_latest"] > kept["last_used"] >= kept["began"]
    status, out, _ = await command(places, "access", "--readable", conversation_id)
    assert status == 0
    readable = ("said", "answer", "link", "memory", "comment", "note", "call")
    assert [name for name in readable if getattr(words, name) not in out] == []
    assert PHONE in out
    assert out.startswith("Ce que Proximus conserve de la conversation")
    await database.close()


async def test_an_operator_erases_and_can_show_that_it_was_done(places: Places, words: Words) -> None:
    database = places.open()
    conversation_id = await keep_a_conversation(database, words)
    status, out, _ = await command(places, "erase", conversation_id)
    assert status == 0
    assert out.startswith("Erased.")
    with pytest.raises(ConversationGone):
        await ConversationRepository(database, OUTBOX).read(conversation_id, 0, 10)
    assert await command(places, "erase", conversation_id) == (
        1,
        "",
        f"Store: {database.name}\nThere is no such conversation in this store, or it was erased.\n",
    )
    status, out, err = await command(places, "log", "--conversation", conversation_id)
    assert (status, err) == (0, f"Store: {database.name}\n")
    assert [json.loads(line)["action"] for line in out.splitlines()] == ["erased by operator"]
    await database.close()


async def test_an_id_that_looks_like_an_option_is_an_id(places: Places) -> None:
    database = places.open()
    await database.upgrade()
    named = f"Store: {database.name}\n"
    for conversation_id in ("-abc", "--abc", "--readable-or-not"):
        assert (await command(places, "access", conversation_id))[2].startswith(f"{named}There is no such conversation")
        assert (await command(places, "erase", conversation_id))[2].startswith(f"{named}There is no such conversation")
        log = await command(places, "log", "--conversation", conversation_id, "--limit", "5")
        assert log == (0, "", f"{named}Nothing was found.\n")
    await database.close()


async def test_conversations_are_listed_by_age_without_a_word_of_them(places: Places, words: Words) -> None:
    database = places.open()
    ids = [await keep_a_conversation(database, words) for _ in range(3)]
    await _aged(database, ids[1], 20)
    await _aged(database, ids[2], 10)
    status, out, _ = await command(places, "list", "--older-than", "5")
    assert status == 0
    assert [json.loads(line)["conversation_id"] for line in out.splitlines()] == [ids[1], ids[2]]
    assert words.mark not in out
    assert (await command(places, "list", "--topic", "rights"))[1].count("\n") == 3
    assert (await command(places, "list", "--topic", "bills"))[1] == ""
    assert (await command(places, "list", "--limit", "1"))[1].count("\n") == 1
    await database.close()


async def test_the_audit_log_names_nobody(places: Places, words: Words) -> None:
    database = places.open()
    conversation_id = await keep_a_conversation(database, words)
    for done in (("access", conversation_id), ("list",), ("erase", conversation_id)):
        assert (await command(places, *done))[0] == 0
    rows = await database.transaction(lambda cursor: cursor.all("SELECT * FROM audit_log"))
    assert sorted(row[2] for row in rows) == ["access", "erased by operator", "list"]
    assert words.mark not in str(rows)
    assert conversation_id not in str(rows)
    await database.close()


async def test_a_lost_master_key_stops_everything_with_a_sentence_until_what_it_opened_is_given_up(
    tmp_path: Path, words: Words
) -> None:
    places = Places("", tmp_path / "data", tmp_path)
    database = places.open()
    await keep_a_conversation(database, words)
    await database.close()
    (places.data_folder / "master_key").unlink()
    status, _, err = await command(places, "list")
    assert status == 1
    place = f"in {places.data_folder / 'master_key'}"
    assert f"1 conversations were sealed under a master key that is not {place}: put it back, or" in err
    assert not (places.data_folder / "master_key").exists(), "a new one would look like the one that is missing"
    assert (await command(places, "erase", "--unreadable"))[0] == 0
    assert (await command(places, "list"))[:2] == (0, "")


@pytest.mark.parametrize(
    "done", [("list",), ("erase", "some-id"), ("erase", "--unreadable"), ("access", "some-id"), ("log",)]
)
async def test_without_the_gateways_settings_a_command_is_refused_and_makes_nothing(
    tmp_path: Path, done: tuple[str, ...]
) -> None:
    """On a new and empty store an erasure would read as done."""
    places = Places("", tmp_path / "nowhere", tmp_path)
    status, out, err = await command(places, *done)
    assert (status, out) == (1, "")
    assert err.startswith(f"Store: {tmp_path / 'nowhere' / 'gateway.sqlite'}\nThere ")
    assert str(tmp_path / "nowhere") in err.splitlines()[1]
    assert not (tmp_path / "nowhere").exists()


async def test_a_command_with_the_right_store_and_the_wrong_folder_makes_no_keys_there(
    new_database: str, tmp_path: Path, words: Words
) -> None:
    places = Places(new_database, tmp_path / "data", tmp_path)
    status, _, err = await command(places, "list")
    assert status == 1
    assert f"There is no store at {places.open().name}: either" in err
    database = places.open()
    await keep_a_conversation(database, words)
    status, _, err = await command(Places(new_database, tmp_path / "other", tmp_path), "list")
    assert status == 1
    assert "sealed with the keys of another key store" in err
    assert not (tmp_path / "other").exists()
    await database.close()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be refused as root")
async def test_root_leaves_nothing_in_anothers_folder(tmp_path: Path, words: Words) -> None:
    places = Places("", tmp_path / "data", tmp_path)
    database = places.open()
    await keep_a_conversation(database, words)
    await database.close()
    os.chown(places.data_folder, 4321, 4321)
    status, out, err = await command(places, "list")
    assert (status, out) == (1, "")
    assert f"{places.data_folder} is user 4321's, who could not open what root makes there" in err


async def _aged(database: Database, conversation_id: str, days: int) -> None:
    at = time.time() - days * DAY
    await database.transaction(
        lambda cursor: cursor.run("UPDATE conversations SET last_at = ? WHERE id = ?", (at, conversation_id))
    )
