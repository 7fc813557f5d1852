"""An agent who leaves can be deleted, and is found nowhere any more."""

from __future__ import annotations

import pytest

from bot.gateway.db.open_database import open_database
from bot.gateway.desk.auth.accounts import AccountError, Accounts
from tests.gateway.conftest import Gateway
from tests.gateway.desk.conftest import Hire, QueueUp
from tests.gateway.desk.refusals import kind, refusal_of

TABLES = ("agents", "desk_sessions", "desk_attempts", "agent_presence", "handoff_log", "notes", "tickets", "handoffs")


async def test_a_deleted_agent_is_signed_out_and_nothing_in_the_tables_names_them(
    desk: Gateway, accounts: Accounts, hire: Hire, queue_up: QueueUp
) -> None:
    zoe = await hire("zoe.vanhoutte@example.be")
    await zoe.come()
    customer = await queue_up()
    await zoe.act(customer.id, "take")
    await zoe.act(customer.id, "notes", {"text": "a note"})
    with pytest.raises(AccountError, match="still has conversations"):
        await accounts.delete(zoe.name)
    await zoe.act(customer.id, "close", {"reason": "solved"})
    await accounts.delete(zoe.name)
    assert kind(await refusal_of(zoe.ask("GET", "/v1/desk/session"))) == "not-signed-in"
    assert kind(await refusal_of(zoe.sign_in())) == "wrong-credentials"
    database = open_database(desk.settings.store, desk.settings.data_folder)
    kept = str(
        await database.transaction(lambda cursor: [cursor.all(f"SELECT * FROM {table}") for table in TABLES])
    ).casefold()
    await database.close()
    assert f"'{customer.id}'".casefold() in kept
    for trace in (zoe.id, zoe.name, "vanhoutte"):
        assert trace not in kept
    with pytest.raises(AccountError, match="no agent of this name"):
        await accounts.delete(zoe.name)
