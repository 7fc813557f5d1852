"""After a run with planted secrets, in which everything is killed or hangs in mid-turn, none of them stands anywhere."""

from __future__ import annotations

import asyncio
import os
import re
import signal
from functools import partial
from itertools import islice
from pathlib import Path

import aiohttp

from bot.language import LANGUAGES, Language
from tests.gateway.customer import Customer
from tests.privacy.measure import is_masked, lines
from tests.staying_up.everything import Everything
from tests.staying_up.storm import Report, until_done

EACH = 20  # texts of a language
KINDS = ("card", "iban", "national_number", "phone", "email", "code", "password")
UNDER_WAY = 0.05  # seconds until a message is read and not yet answered
LONGEST = 6.0  # seconds that Rasa hangs: longer than anybody waits


async def test_no_planted_secret_is_kept_logged_or_counted(tmp_path: Path) -> None:
    planted = {language: list(islice(_planted(language), EACH)) for language in LANGUAGES}
    everything = Everything(tmp_path, rasa_stands_in=True)
    everything.start()
    try:
        everything.wait_until_well()
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0, force_close=True)) as session:
            customers = {language: Customer(session, everything.address) for language in LANGUAGES}
            said = asyncio.gather(
                *(_say(customers[language], language, [text for text, _ in planted[language]]) for language in planted)
            )
            for name in ("gateway", "rasa", "gateway"):
                await asyncio.sleep(1 + UNDER_WAY)
                everything.kill(name)
                await asyncio.to_thread(everything.wait_until_well)
            hung = everything.processes()["rasa"]
            os.kill(hung, signal.SIGSTOP)
            await asyncio.sleep(LONGEST)
            os.kill(hung, signal.SIGCONT)
            await said
            kept = [await _everything_told(customer) for customer in customers.values()]
            async with session.get(f"{everything.address}/metrics") as metrics:
                kept.append(await metrics.text())
    finally:
        everything.stop()
    assert sum(text.count("***") for text in kept) >= EACH * len(LANGUAGES), "all was said"
    files = _files(tmp_path)
    assert any(b"bot.gateway" in file for file in files), "the log is among them"
    for secret in (secret for texts in planted.values() for _, secret in texts):
        forms = {secret, re.sub(r"[\s.-]", "", secret)}
        assert not [text for text in kept for form in forms if form in text], secret
        assert not [1 for file in files for form in forms if form.encode() in file], secret


def _files(folder: Path) -> list[bytes]:
    return [file.read_bytes() for file in folder.rglob("*") if file.is_file()]


def _planted(language: Language) -> list[tuple[str, str]]:
    """Texts with one secret that the rules find, and which is long enough to stand nowhere by chance."""
    return [
        (line["text"], line["secrets"][0]["value"].strip())
        for line in lines("setting", "secrets", language)
        if "text" in line
        and len(line["secrets"]) == 1
        and line["secrets"][0]["kind"] in KINDS
        and len(line["secrets"][0]["value"].strip()) > 7
        and is_masked(line, line["secrets"][0])
    ]


async def _say(customer: Customer, language: str, texts: list[str]) -> None:
    report = Report()
    await until_done(lambda: customer.begin(language=language), report)
    for number, text in enumerate(texts):
        await until_done(partial(customer.say, text, client_message_id=str(number)), report)
        await asyncio.sleep(0.2)


async def _everything_told(customer: Customer) -> str:
    messages = await customer.read()
    copy = await customer.ask("GET", "/v1/conversation/transcript")
    return f"{messages}\n{copy}"
