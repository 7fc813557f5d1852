"""What agents do with a conversation, from the queue to its end."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.gateway.db.open_database import open_database
from bot.gateway.handoff.service import Handoffs
from tests.gateway.conftest import Gateway
from tests.gateway.customer import Refusal
from tests.gateway.desk.conftest import Hire, QueueUp
from tests.gateway.desk.desk_agent import DeskAgent
from tests.gateway.desk.refusals import kind, refusal_of
from tests.gateway.stand_in_rasa import StandInRasa


async def forget_presence(desk: Gateway, agent: DeskAgent) -> None:
    """As if the agent's desk had been closed for a while."""
    database = open_database(desk.settings.store, desk.settings.data_folder)
    await database.transaction(
        lambda cursor: cursor.run("UPDATE agent_presence SET seen_at = 0 WHERE agent_id = ?", (agent.id,))
    )
    await database.close()


async def test_from_the_queue_to_the_end(hire: Hire, queue_up: QueueUp, rasa: StandInRasa) -> None:
    an = await hire("an")
    socket = await an.come()
    customer = await queue_up(topic="report_fraud", priority="urgent")
    rasa.custom = {"topic": "clarify"}
    await customer.say("hein")
    rasa.custom = {"topic": "data_affected"}
    await customer.say("mes données")
    taken = await an.act(customer.id, "take", {"over": False})
    assert (taken["state"], taken["priority"], taken["client"], taken["language"]) == ("agent", "urgent", "web", "fr")
    assert taken["agent"] == {"id": an.id, "display_name": "An"}
    assert taken["topics"] == ["echo", "report_fraud", "data_affected"]
    assert [m["text"] for m in taken["messages"] if m["id"] in taken["unsure"]] == ["hein"]
    assert (taken["helped_before"], taken["rating"], taken["notes"]) == (False, None, [])

    reply = {"text": "Bonjour, je <b>suis</b> là.", "client_message_id": "r1"}
    first, again = await an.act(customer.id, "messages", reply), await an.act(customer.id, "messages", reply)
    assert first == again
    assert first["message"]["from"] == "agent"
    assert first["message"]["details"] == {"agent": "An"}
    read = await customer.read()
    assert [m["text"] for m in read if m["from"] == "agent"] == ["Bonjour, je <b>suis</b> là."]

    note = (await an.act(customer.id, "notes", {"text": "a peur pour son compte"}))["note"]
    assert note["agent"] == {"id": an.id, "display_name": "An"}
    assert (await an.read(customer.id))["notes"] == [note]
    assert "a peur pour son compte" not in str(await customer.ask("GET", "/v1/conversation/transcript"))

    await an.act(customer.id, "close", {"reason": "bank_or_police"})
    assert (await customer.read())[-1]["details"] == {"handoff": "closed", "rate": True}
    assert kind(await refusal_of(an.read(customer.id))) == "not-allowed", "it is no agent's any more"
    assert kind(await refusal_of(an.act(customer.id, "messages", reply))) == "not-allowed"
    await socket.close()


async def test_of_two_who_take_at_once_exactly_one_wins(hire: Hire, queue_up: QueueUp) -> None:
    agents = [await hire(name) for name in ("an", "bo", "cas", "dirk")]
    sockets = [await agent.come() for agent in agents]
    for _ in range(5):
        customer = await queue_up()

        async def take(agent: DeskAgent, conversation_id: str = customer.id) -> str:
            try:
                taken = await agent.act(conversation_id, "take")
            except Refusal as refused:
                return kind(refused)
            return str(taken["agent"]["id"])

        results = await asyncio.gather(*(take(agent) for agent in agents))
        winners = [result for result in results if result in {agent.id for agent in agents}]
        assert len(winners) == 1, results
        assert sorted(results) == sorted([*winners, *["already-taken"] * 3])
        told = [m for m in await customer.read() if (m.get("details") or {}).get("handoff") == "taken"]
        assert len(told) == 1
    for socket in sockets:
        await socket.close()


async def test_an_agent_takes_only_in_a_language_they_speak(hire: Hire, queue_up: QueueUp) -> None:
    an, bo = await hire("an", languages=("nl",)), await hire("bo", languages=("fr",))
    chef = await hire("chef", "supervisor", ("nl",))
    sockets = [await an.come(), await bo.come(), await chef.come()]
    customer = await queue_up("fr")
    assert kind(await refusal_of(an.read(customer.id))) == "not-allowed"
    assert kind(await refusal_of(an.act(customer.id, "take"))) == "not-allowed"
    assert (await chef.read(customer.id))["state"] == "waiting"
    assert kind(await refusal_of(chef.act(customer.id, "take"))) == "not-allowed"
    assert (await bo.read(customer.id))["state"] == "waiting"
    assert kind(await refusal_of(bo.act(customer.id, "messages", {"text": "x", "client_message_id": "1"}))) == (
        "wrong-state"
    )
    await bo.act(customer.id, "take")
    assert (await bo.act(customer.id, "take"))["agent"]["id"] == bo.id, "taking what one has is no fault"
    for socket in sockets:
        await socket.close()


async def test_taking_over_is_for_supervisors_or_when_the_colleague_is_away(
    desk: Gateway, hire: Hire, queue_up: QueueUp
) -> None:
    an, bo, chef = await hire("an"), await hire("bo"), await hire("chef", "supervisor", ("nl",))
    sockets = [await an.come(), await bo.come(), await chef.come()]
    customer = await queue_up()
    await an.act(customer.id, "take")
    assert kind(await refusal_of(bo.act(customer.id, "take"))) == "already-taken"
    assert kind(await refusal_of(bo.act(customer.id, "take", {"over": True}))) == "not-allowed"
    assert kind(await refusal_of(chef.act(customer.id, "take"))) == "already-taken"
    assert (await chef.act(customer.id, "take", {"over": True}))["agent"]["id"] == chef.id
    assert (await customer.read())[-1]["details"] == {"handoff": "taken_over", "agent": "Chef"}
    refused = await refusal_of(an.act(customer.id, "messages", {"text": "x", "client_message_id": "1"}))
    assert kind(refused) == "not-allowed"
    await sockets[2].close()
    await forget_presence(desk, chef)
    assert (await bo.act(customer.id, "take", {"over": True}))["agent"]["id"] == bo.id
    for socket in sockets:
        await socket.close()


async def test_a_transfer_goes_to_who_is_there_and_speaks_the_language(
    desk: Gateway, hire: Hire, queue_up: QueueUp
) -> None:
    an, bo = await hire("an"), await hire("bo")
    cas, dirk = await hire("cas", languages=("nl",)), await hire("dirk", signed_in=False)
    sockets = [await an.come(), await bo.come(), await cas.come()]
    customer = await queue_up()
    await an.act(customer.id, "take")
    await dirk.sign_in()
    for to, expected in [
        (dirk.id, "agent-unavailable"),
        (cas.id, "agent-unavailable"),
        (an.id, "agent-unavailable"),
        ("x" * 16, "unknown-agent"),
    ]:
        assert kind(await refusal_of(an.act(customer.id, "transfer", {"to": to, "note": "lost"}))) == expected
    assert (await an.read(customer.id))["notes"] == [], "what was refused leaves nothing"
    await an.act(customer.id, "transfer", {"to": bo.id, "note": "demande un virement"})
    assert kind(await refusal_of(an.read(customer.id))) == "not-allowed"
    shown = await bo.read(customer.id)
    assert [note["text"] for note in shown["notes"]] == ["demande un virement"]
    assert (await customer.read())[-1]["details"] == {"handoff": "transferred", "agent": "Bo"}
    await bo.act(customer.id, "transfer", {"to": None, "note": None})
    assert (await an.read(customer.id))["state"] == "waiting"
    assert (await bo.read(customer.id))["agent"] is None
    await bo.act(customer.id, "take")
    await bo.act(customer.id, "return")
    assert (await customer.ask("GET", "/v1/messages"))["state"] == "bot"
    assert kind(await refusal_of(bo.act(customer.id, "take"))) == "wrong-state"
    for socket in sockets:
        await socket.close()


async def test_supervisors_look_on_and_note_but_do_not_answer_for_others(hire: Hire, queue_up: QueueUp) -> None:
    an, chef = await hire("an"), await hire("chef", "supervisor")
    socket = await an.come()
    customer = await queue_up()
    await an.act(customer.id, "take")
    await chef.act(customer.id, "notes", {"text": "bien répondu"})
    assert [note["text"] for note in (await an.read(customer.id))["notes"]] == ["bien répondu"]
    refused = await refusal_of(chef.act(customer.id, "messages", {"text": "x", "client_message_id": "1"}))
    assert kind(refused) == "not-allowed"
    await an.act(customer.id, "close", {"reason": "solved"})
    assert (await chef.read(customer.id))["state"] == "closed"
    await customer.ask("POST", "/v1/rating", {"stars": 4, "comment": "merci"})
    assert (await chef.read(customer.id))["rating"] == {"stars": 4, "comment": "merci"}
    await socket.close()


BODIES: list[tuple[str, Any]] = [
    ("take", {"over": "yes"}),
    ("take", {"over": 1}),
    ("messages", {"text": "x"}),
    ("messages", {"text": "", "client_message_id": "1"}),
    ("messages", {"text": " \n ", "client_message_id": "1"}),
    ("messages", {"text": "x" * 2001, "client_message_id": "1"}),
    ("messages", {"text": "\ud800", "client_message_id": "1"}),
    ("messages", {"text": "x", "client_message_id": "a b"}),
    ("messages", {"text": "x", "client_message_id": "x" * 65}),
    ("notes", {"text": ["x"]}),
    ("notes", {"text": "\0\x01"}),
    ("transfer", {"to": 7}),
    ("transfer", {"to": "../.."}),
    ("transfer", {"to": "x" * 65}),
    ("transfer", {"note": ""}),
    ("close", {}),
    ("close", {"reason": "bored"}),
    ("close", {"reason": None}),
]


async def test_what_has_not_the_right_form_is_refused_and_changes_nothing(hire: Hire, queue_up: QueueUp) -> None:
    an = await hire("an")
    socket = await an.come()
    customer = await queue_up()
    await an.act(customer.id, "take")
    before = await customer.read()
    for what, body in BODIES:
        path = f"/v1/desk/conversations/{customer.id}/{what}"
        refused = await refusal_of(an.ask("POST", path, body))
        assert refused.status == 422, (what, body)
    assert await customer.read() == before
    assert (await an.read(customer.id))["state"] == "agent"
    await socket.close()


async def test_who_is_quicker_between_the_look_and_the_deed_is_found_out(
    hire: Hire, queue_up: QueueUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    an, chef = await hire("an"), await hire("chef", "supervisor")
    sockets = [await an.come(), await chef.come()]
    customer = await queue_up()
    await an.act(customer.id, "take")
    reply = Handoffs.reply

    async def late(*args: Any, **more: Any) -> Any:
        monkeypatch.undo()
        await chef.act(customer.id, "take", {"over": True})
        return await reply(*args, **more)

    monkeypatch.setattr(Handoffs, "reply", late)
    refused = await refusal_of(an.act(customer.id, "messages", {"text": "too late", "client_message_id": "1"}))
    assert kind(refused) == "not-allowed"
    assert "too late" not in str(await customer.read())
    for socket in sockets:
        await socket.close()


async def test_tickets_are_worked_off(desk: Gateway, hire: Hire) -> None:
    an = await hire("an")
    left = []
    for n in range(2):
        customer = desk.customer()
        await customer.begin(language="nl")
        await customer.ask("POST", "/v1/ticket", {"text": f"bel mij {n}", "phone": "0470 12 34 56"})
        left.append(customer)
    tickets = (await an.ask("GET", "/v1/desk/tickets"))["tickets"]
    assert [ticket["text"] for ticket in tickets] == ["bel mij 1", "bel mij 0"]
    assert tickets[0] | {"id": "", "at": ""} == {
        "id": "",
        "conversation_id": left[1].id,
        "language": "nl",
        "text": "bel mij 1",
        "phone": "0470 12 34 56",
        "at": "",
        "state": "open",
        "done_by": None,
    }
    for _ in range(2):
        await an.ask("POST", f"/v1/desk/tickets/{tickets[0]['id']}/done", {})
    done = (await an.ask("GET", "/v1/desk/tickets"))["tickets"]
    assert [(ticket["text"], ticket["state"], ticket["done_by"]) for ticket in done] == [
        ("bel mij 0", "open", None),
        ("bel mij 1", "done", "An"),
    ]
    assert kind(await refusal_of(an.ask("POST", "/v1/desk/tickets/none/done", {}))) == "unknown-ticket"


async def test_the_report_tells_supervisors_how_the_desk_does(hire: Hire, queue_up: QueueUp) -> None:
    an, bo, chef = await hire("an"), await hire("bo"), await hire("chef", "supervisor")
    socket = await an.come()
    for stars, comment in ((5, "super"), (2, None)):
        customer = await queue_up()
        await an.act(customer.id, "take")
        await an.act(customer.id, "close", {"reason": "solved"})
        await customer.ask("POST", "/v1/rating", {"stars": stars, **({"comment": comment} if comment else {})})
    gone, waiting, held = await queue_up(), await queue_up(), await queue_up()
    cancel = next(m["buttons"][0]["id"] for m in reversed(await gone.read()) if m.get("buttons"))
    await gone.press(cancel)
    await an.act(held.id, "take")
    await waiting.ask("POST", "/v1/rating", {"stars": 1, "comment": "of the assistant alone"})
    report = await chef.ask("GET", "/v1/desk/report?hours=1")
    assert (report["waits"]["taken"], report["waits"]["left"]) == (3, 1)
    assert 0 <= report["waits"]["median_s"] <= report["waits"]["p90_s"] <= report["waits"]["longest_s"] < 60
    assert report["now"] | {"longest_s": 0} == {"waiting": 1, "longest_s": 0, "agents_online": 1, "held": 1}
    of = {entry["agent"]["id"]: entry for entry in report["agents"]}
    assert set(of) == {an.id, bo.id, chef.id}
    assert (of[an.id]["conversations"], of[an.id]["held_now"]) == (3, 1)
    assert of[an.id]["rating"] == {"count": 2, "mean": 3.5}
    assert of[bo.id] | {"agent": None} == {
        "agent": None,
        "conversations": 0,
        "held_now": 0,
        "median_handling_s": None,
        "rating": {"count": 0, "mean": None},
    }
    ratings = report["ratings"]
    assert (ratings["count"], ratings["mean"], ratings["stars"]) == (2, 3.5, [0, 1, 0, 0, 1])
    assert [(c["stars"], c["comment"], c["language"]) for c in ratings["comments"]] == [(5, "super", "fr")]
    assert report["reasons"] == {"solved": 2}
    assert report["open_tickets"] == 0
    for hours in ("0", "745", "-1", "x", "1.5", "٣", "99999", ""):
        assert (await refusal_of(chef.ask("GET", f"/v1/desk/report?hours={hours}"))).status == 422
    await socket.close()


async def test_an_empty_report_has_no_figures_of_nothing(hire: Hire) -> None:
    chef = await hire("chef", "supervisor")
    report = await chef.ask("GET", "/v1/desk/report")
    assert report["waits"] == {"taken": 0, "median_s": None, "p90_s": None, "longest_s": None, "left": 0}
    assert report["ratings"] == {"count": 0, "mean": None, "stars": [0] * 5, "comments": []}
    assert report["now"]["longest_s"] == 0


async def test_of_two_who_take_over_at_once_exactly_one_wins(desk: Gateway, hire: Hire, queue_up: QueueUp) -> None:
    agents = [await hire(name) for name in ("an", "bo", "cas")]
    sockets = [await agent.come() for agent in agents]
    for _ in range(5):
        customer = await queue_up()
        await agents[0].act(customer.id, "take")
        await sockets[0].close()
        await forget_presence(desk, agents[0])
        takes = (agent.act(customer.id, "take", {"over": True}) for agent in agents[1:])
        outcomes = await asyncio.gather(*takes, return_exceptions=True)
        assert len([one for one in outcomes if isinstance(one, Refusal)]) == 1, outcomes
        sockets[0] = await agents[0].come()


async def test_a_note_comes_along_with_its_transfer_or_not_at_all(hire: Hire, queue_up: QueueUp) -> None:
    an, bo, chef = await hire("an"), await hire("bo"), await hire("chef", role="supervisor")
    sockets = [await an.come(), await bo.come()]
    for _ in range(5):
        customer = await queue_up()
        await an.act(customer.id, "take")
        transfers = (an.act(customer.id, "transfer", {"to": bo.id, "note": "sa carte est bloquée"}) for _ in range(3))
        outcomes = await asyncio.gather(*transfers, return_exceptions=True)
        assert [one for one in outcomes if not isinstance(one, Refusal)] == [""]
        assert len((await chef.read(customer.id))["notes"]) == 1
    for socket in sockets:
        await socket.close()
