"""The gateway is killed in the middle of a hand-off: who asks again finds everything there, once."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest

from tests.gateway.customer import Customer, Refusal
from tests.gateway.desk.desk_agent import DeskAgent
from tests.gateway.handoff.asked_rasa import FRAUD, AskedRasa
from tests.gateway.handoff.mortal_gateway import MortalGateway
from tests.gateway.handoff.story import Said, Step, heard, kept, story
from tests.spoken import FR

HOLDS_NO_MORE = (403, 409)  # what an agent hears who repeats what was done already


class Cut:
    """A customer whose hand-off has come to one of its steps, which the kill will cut."""

    def __init__(self, customer: Customer, steps: list[Step]) -> None:
        self.customer = customer
        self.steps, self.step = steps[:-1], steps[-1]

    async def arrive(self) -> None:
        for step in self.steps:
            await step.do()

    async def again(self) -> None:
        """By somebody who does not know whether the first time was heard."""
        try:
            await self.step.do()
        except Refusal as refusal:
            if refusal.status not in HOLDS_NO_MORE:
                raise

    @property
    def expected(self) -> tuple[str, list[Said]]:
        said = [one for step in (*self.steps, self.step) for one in step.said]
        return self.step.state, [("bot", "You said: /greet"), *said]


async def at_each_step(mortal: MortalGateway, anna: DeskAgent, bert: DeskAgent) -> list[Cut]:
    """A customer before each step of the story."""
    cuts = []
    for count in range(1, len(story(mortal.customer(), anna, bert)) + 1):
        customer = mortal.customer()
        await customer.begin(language="fr")
        cut = Cut(customer, story(customer, anna, bert)[:count])
        await cut.arrive()
        cuts.append(cut)
    return cuts


async def test_everybody_is_in_the_middle_of_a_step_when_the_gateway_is_killed(mortal: MortalGateway) -> None:
    anna, bert = await mortal.hire("anna", FR), await mortal.hire("bert", FR)
    # To some it was done and the answer is lost; of the others nothing was kept.
    untold = await at_each_step(mortal, anna, bert)
    undone = await at_each_step(mortal, anna, bert)
    for cut in untold:
        await cut.step.do()
    ids = [cut.customer.id for cut in (*untold, *undone)]
    before = {one: await kept(mortal.look, one) for one in ids}
    async with mortal.frozen_store([cut.customer.id for cut in undone]):
        asked = [asyncio.ensure_future(cut.step.do()) for cut in undone]
        await mortal.is_stuck()
        await mortal.kill()
        outcomes = await asyncio.gather(*asked, return_exceptions=True)
    assert {type(outcome) for outcome in outcomes} <= {
        aiohttp.ServerDisconnectedError,
        aiohttp.ClientConnectorError,
        aiohttp.ClientOSError,
    }
    assert {one: await kept(mortal.look, one) for one in ids} == before

    await mortal.start()
    for cut in (*untold, *undone):
        await cut.again()
        assert await heard(cut.customer) == cut.expected, cut.step.name
    for one in (cut.customer.id for cut in untold):
        assert await kept(mortal.look, one) == before[one]
    for done, other in zip(untold, undone, strict=True):
        told, again = await kept(mortal.look, done.customer.id), await kept(mortal.look, other.customer.id)
        assert told == again, done.step.name
    waiting = [cut.customer.id for cut in (*untold, *undone) if cut.step.state == "waiting"]
    assert sorted(await mortal.look.waiting()) == sorted(waiting)


async def test_killed_while_the_assistant_thinks_there_is_one_message_one_answer_and_one_place_in_the_queue(
    mortal: MortalGateway, asked_rasa: AskedRasa
) -> None:
    await mortal.hire("anna", FR)
    customer = mortal.customer()
    await customer.begin(language="fr")
    asked_rasa.delay = 60
    asked_rasa.asked.clear()
    asked = asyncio.ensure_future(customer.say(FRAUD, client_message_id="1"))
    await asked_rasa.asked.wait()
    await mortal.kill()
    with pytest.raises(aiohttp.ClientError):
        await asked
    asked_rasa.delay = 0
    await mortal.start()
    greeting, said = ("bot", "You said: /greet"), ("customer", FRAUD)
    assert await heard(customer) == ("bot", [greeting, said])
    repeats = await asyncio.gather(*(customer.say(FRAUD, client_message_id="1") for _ in range(3)))
    assert repeats[0] == repeats[1] == repeats[2]
    answer = [("bot", f"You said: {FRAUD}"), ("system", "queued")]
    assert await heard(customer) == ("waiting", [greeting, said, *answer])
    assert await mortal.look.waiting() == [customer.id]
