"""What agents write is masked when it is kept, and customers who talk with them are told what was hidden."""

from __future__ import annotations

from bot.privacy.masking import MASK
from tests.gateway.desk.conftest import Hire, QueueUp

PHONE = "0470 12 34 56"
SECRETS = "sa carte 4111 1111 1111 1111 et son mail jean@example.org"


async def test_replies_and_notes_of_agents_are_masked(hire: Hire, queue_up: QueueUp) -> None:
    an, bo = await hire("an"), await hire("bo")
    await an.come()
    await bo.come()
    customer = await queue_up()
    await an.act(customer.id, "take", {})
    said = (await an.act(customer.id, "messages", {"text": f"Je lis {SECRETS}", "client_message_id": "r1"}))["message"]
    assert said["text"] == f"Je lis sa carte {MASK} et son mail {MASK}"
    note = (await an.act(customer.id, "notes", {"text": SECRETS}))["note"]
    assert note["text"] == f"sa carte {MASK} et son mail {MASK}"
    await an.act(customer.id, "transfer", {"to": bo.id, "note": f"voir {SECRETS}"})
    kept = str(await bo.read(customer.id)) + str(await customer.read())
    assert "4111" not in kept
    assert "jean@" not in kept


async def test_public_numbers_and_the_number_to_call_back_stay_readable(hire: Hire, queue_up: QueueUp) -> None:
    an = await hire("an")
    await an.come()
    customer = await queue_up()
    await an.act(customer.id, "take", {})
    await customer.ask("POST", "/v1/ticket", {"text": "rappelez-moi", "phone": PHONE})
    text = "Rappelé au 0470/12.34.56, renvoyé vers le 0800/55.800, son autre numéro est le 0471 22 33 44."
    note = (await an.act(customer.id, "notes", {"text": text}))["note"]
    assert note["text"] == text.replace("0471 22 33 44", MASK)


async def test_who_talks_with_a_person_is_told_what_was_hidden(hire: Hire, queue_up: QueueUp) -> None:
    an = await hire("an")
    await an.come()
    customer = await queue_up(language="nl")
    await an.act(customer.id, "take", {})
    (notice,) = await customer.say(f"mijn nummer is {PHONE}", client_message_id="m1")
    assert (notice["from"], notice["details"]) == ("system", {"hidden": ["phone"]})
    assert "een telefoonnummer" in notice["text"]
    assert await customer.say(f"mijn nummer is {PHONE}", client_message_id="m1") == [notice]
    assert await customer.say(f"nog eens: {PHONE}") == []
