"""What was given is read from what is told, and what is denied is not."""

from __future__ import annotations

import pytest

from bot.contacts.given import CLICK, SOMETHING, Given, given_with, read_given


@pytest.mark.parametrize(
    ("text", "items", "denied"),
    [
        ("Ik heb mijn rekeningnummer doorgegeven", ("account",), ()),
        ("J'ai mis mon mail sur la page", ("email",), ()),
        ("i gave him my date of birth", ("birth_date",), ()),
        ("J'ai donné le code, pas la carte", ("code",), ("card",)),
        ("i gave the itsme code", ("itsme",), ()),
        ("I have paid it already", ("money",), ()),
        ("Ik heb alles gegeven", (SOMETHING,), ()),
        ("j'ai ouvert le lien", (CLICK,), ()),
        ("moet ik mijn kaart blokkeren?", (), ()),
    ],
)
def test_what_is_told_to_be_given(text: str, items: tuple[str, ...], denied: tuple[str, ...]) -> None:
    read = read_given(text, goes_on=False)
    assert (read.items, read.denied) == (items, denied)


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("geen kaart en geen code. mijn rekeningnummer", "account"),
        ("pas de mot de passe, mon adresse mail", "email"),
        ("not my password, the pin of my sim", "sim_code"),
    ],
)
def test_a_thing_named_beside_a_denial_was_given_where_it_was_spoken_of(text: str, item: str) -> None:
    assert item in read_given(text, goes_on=True).items
    assert item not in read_given(text, goes_on=False).items


def test_what_is_denied_or_the_only_thing_replaces_what_was_known() -> None:
    assert given_with(("code", "card"), Given(("account",), ("code", "card"))) == ("account",)
    assert given_with(("code",), Given(("birth_date",), (), alone=True)) == ("birth_date",)
    assert given_with(("code",), Given((SOMETHING,))) == ("code",)
    assert given_with((SOMETHING,), Given(("password",))) == ("password",)
