"""What customers should not have typed is found and masked; what is public stays readable."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.privacy.masking import MASK, MAX_LENGTH, find_personal, mask


@pytest.mark.parametrize(
    ("text", "masked", "kind"),
    [
        ("mijn visakaart 4111 1111 1111 1111 staat die ertussen", f"mijn visakaart {MASK} staat die ertussen", "card"),
        ("card 4111-1111-1111-1111!", f"card {MASK}!", "card"),
        ("mon compte BE71 0961 2345 6769 svp", f"mon compte {MASK} svp", "iban"),
        ("iban be68539007547034", f"iban {MASK}", "iban"),
        ("rijksregister 85.07.30-033.28", f"rijksregister {MASK}", "national_number"),
        ("bel mij op 0470 12 34 56", f"bel mij op {MASK}", "phone"),
        ("mon fixe 02 274 48 00", f"mon fixe {MASK}", "phone"),
        ("+32 478 12 34 56", MASK, "phone"),
        ("jan.peeters@skynet.be is mijn mail", f"{MASK} is mijn mail", "email"),
        ("mon code pin 4821", f"mon code pin {MASK}", "code"),
        ("mijn pincode is 4821, is die gestolen?", f"mijn pincode is {MASK}, is die gestolen?", "code"),
        ("mon puk est 12345678", f"mon puk est {MASK}", "code"),
        ("mijn wachtwoord is Zonnetje123!, is dat veilig?", f"mijn wachtwoord is {MASK} is dat veilig?", "password"),
        (
            "en de 3 cijfers achteraan zijn 737 moet ge die ook hebben",
            f"en de 3 cijfers achteraan zijn {MASK} moet ge die ook hebben",
            "code",
        ),
        ("my sim is 8932 0000 0000 0000 0000", f"my sim is {MASK}", "iban"),
    ],
)
def test_a_personal_number_is_masked(text: str, masked: str, kind: str) -> None:
    assert mask(text) == masked
    assert [item.kind for item in find_personal(text)] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "appelez le 0800/55.800 ou le 0800 55 800",
        "Card Stop 078 170 170",
        "j'ai payé 640 euros il y a 10 minutes",
        "klant sinds 2004, 3 gsm's en 2 kinderen",
        "what happened",
        "",
    ],
)
def test_what_is_public_stays_readable(text: str) -> None:
    assert mask(text) == text


@given(st.text(max_size=300))
def test_masking_never_fails_and_leaves_nothing_to_mask(text: str) -> None:
    assert find_personal(mask(mask(text))) == find_personal(mask(mask(mask(text))))


@given(st.text(alphabet="0123456789 ./-", min_size=1, max_size=60))
def test_a_card_number_never_survives_among_digits_and_separators(noise: str) -> None:
    assert "4111 1111 1111 1111" not in mask(f"{noise} kaart 4111 1111 1111 1111 x")


@pytest.mark.parametrize("text", ["1 " * 50_000, "a@" * 50_000, "BE" * 50_000, "4" * 100_000, "BE00 " * 20_000])
def test_hostile_text_is_bounded(text: str) -> None:
    started = time.monotonic()
    assert len(mask(text)) <= MAX_LENGTH + 3 * MAX_LENGTH
    assert time.monotonic() - started < 5
