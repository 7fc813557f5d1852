"""What agents see of somebody in danger: at once, first, and with help at hand."""

from __future__ import annotations

from bot.content import danger_procedure, incident
from bot.danger.kinds import DangerKind
from bot.gateway.desk.conversation_view import help_at_hand
from bot.language import LANGUAGES
from tests.gateway.desk.conftest import Hire, QueueUp
from tests.gateway.desk.desk_agent import board_where
from tests.gateway.handoff.test_danger import CRISIS, IN_DANGER
from tests.gateway.stand_in_rasa import StandInRasa
from tests.spoken import EN, FR, NL


async def test_the_desk_is_told_at_once_and_in_the_order_of_the_queue(
    hire: Hire, queue_up: QueueUp, rasa: StandInRasa
) -> None:
    an = await hire("an")
    socket = await an.come()
    first, second = await queue_up(priority="urgent"), await queue_up()
    await board_where(socket, lambda board: [one["danger"] for one in board["waiting"]] == [None, None])
    await second.say(IN_DANGER)
    board = await board_where(socket, lambda board: board["waiting"][0]["conversation_id"] == second.id)
    assert [(one["danger"], one["priority"], one["place"]) for one in board["waiting"]] == [
        ("in_danger", "danger", 1),
        (None, "urgent", 2),
    ]
    await an.act(first.id, "take")
    board = await board_where(socket, lambda board: len(board["held"]) == 1)
    assert (board["held"][0]["danger"], board["held"][0]["priority"]) == (None, "urgent")
    await first.say(CRISIS)
    board = await board_where(socket, lambda board: board["held"][0]["danger"] == "crisis")
    assert (board["held"][0]["priority"], board["held"][0]["last_from"]) == ("danger", "customer")
    await socket.close()


async def test_an_agent_has_help_at_hand_in_their_own_language(hire: Hire, queue_up: QueueUp) -> None:
    an = await hire("an")
    socket = await an.come()
    customer = await queue_up("fr")
    quiet = await an.read(customer.id)
    assert quiet["danger"] is None
    assert "help" not in quiet
    await customer.say(CRISIS)
    taken = await an.act(customer.id, "take")
    assert (taken["danger"], taken["help"]) == ("crisis", help_at_hand("crisis", FR, FR))
    path = f"/v1/desk/conversations/{customer.id}"
    for asked, agent in (("nl-BE,nl;q=0.9,en;q=0.8", NL), ("de, en-GB;q=0.5", EN), ("xx", FR)):
        shown = await an.ask("GET", path, headers={"Accept-Language": asked})
        assert shown["help"] == help_at_hand("crisis", FR, agent)
    await socket.close()


def test_the_lines_speak_the_customers_language_and_are_named_in_the_agents() -> None:
    lines: dict[DangerKind, str] = {"crisis": "crisis_line", "in_danger": "violence_line"}
    for kind, line in lines.items():
        for customer in LANGUAGES:
            for agent in LANGUAGES:
                shown = help_at_hand(kind, customer, agent)
                link = incident().danger_help.facts()[line].link(customer)
                assert link
                title = danger_procedure()[agent]["lines"][line]
                assert {"title": title, "number": link["title"], "url": link["url"]} in shown["lines"]
                urls = [one["url"] for one in shown["lines"]]
                assert len(set(urls)) == len(urls)
                assert "tel:112" in urls
                assert shown["procedure"] == danger_procedure()[agent]["procedure"]
                assert all(one["title"] in danger_procedure()[agent]["lines"].values() for one in shown["lines"])
