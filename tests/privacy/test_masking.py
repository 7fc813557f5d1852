"""What customers should not have typed is found and masked; what is public stays readable."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.privacy.masking import MASK, MAX_LENGTH, find_personal, mask, mask_turn


@pytest.mark.parametrize(
    ("text", "masked", "kind"),
    [
        ("mijn visakaart 4111 1111 1111 1111 staat die ertussen", f"mijn visakaart {MASK} staat die ertussen", "card"),
        ("card 4111-1111-1111-1111!", f"card {MASK}!", "card"),
        ("mon compte BE71 0961 2345 6769 svp", f"mon compte {MASK} svp", "iban"),
        ("iban be68539007547034", f"iban {MASK}", "iban"),
        ("rijksregister 85.07.30-033.28", f"rijksregister {MASK}", "national_number"),
        ("bel mij op 0470 12 34 56", f"bel mij op {MASK}", "phone"),
        ("mon fixe 02 274 11 90", f"mon fixe {MASK}", "phone"),
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
        ("my sim is 8932 0000 0000 0000 0000", f"my sim is {MASK}", "sim"),
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
    started = time.process_time()
    assert len(mask(text)) <= MAX_LENGTH + 3 * MAX_LENGTH
    assert time.process_time() - started < 5


def test_a_long_text_is_masked_to_its_end() -> None:
    secret = "kaart 4111 1111 1111 1111, mijn wachtwoord is zomer, code 4921. "
    masked = mask(("Goeiemorgen, ik heb een vraag over mijn factuur. " + secret) * 80)
    assert masked.count(MASK) == 3 * 80
    assert not any(character.isdigit() for character in masked)
    assert "zomer" not in masked


@pytest.mark.parametrize(
    "number",
    [
        *("4111‑1111‑1111‑1111", "4111–1111–1111–1111", "4111 - 1111 - 1111 - 1111", "4111_1111_1111_1111"),
        *("4111,1111,1111,1111", "4111:1111:1111:1111", "4111\u200b1111\u200b1111\u200b1111", "4111\n1111\n1111\n1111"),
        *(
            "４１１１ １１１１ １１１１ １１１１",
            "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1",
            "4111•1111•1111•1111",
            "41l1 1111 1111 1111",
        ),
        *("BE71 0961 2345 6769", "be71  0961\n2345 6769", "BE71-0961-2345-6769", "NL91 ABNA 0417 1643 00"),
        *("DE89 3704 0044 0532 0130 00", "FR14 2004 1010 0505 0001 3M02 606", "BE71\u00a00961\u00a02345\u00a06769"),
        *("0470 12 34 56", "0470/12.34.56", "+32 (0)470 12 34 56", "0032470123456", "+33 6 12 34 56 78", "06-12345678"),
        *("O47O 12 34 56", "nul vier zeven nul een twee drie vier vijf zes", "+49 151 23456789"),
        *(
            "zéro quatre cent septante douze trente-quatre cinquante-six",
            "85.07.30-033.28",
            "85073003328",
            "85 47 30 033 67",
        ),
        *("592-1234567-12", "8932 0000 0000 0000 0000", "jan.peeters @ example.org", "jan(at)example.org"),
        *("jan punt peeters apenstaartje gmail punt com", "jean.dupont [arobase] gmail [point] com"),
        *("anna dot kowalska at outlook dot com", "luc tiret martin arobase hotmail point be"),
    ],
)
@pytest.mark.parametrize("sentence", ["{}", "voilà {} merci", "zie {}, dank u", "see ({})."])
def test_a_number_or_address_is_masked_however_it_is_written(number: str, sentence: str) -> None:
    assert mask(sentence.format(number)) == sentence.format(MASK)


@pytest.mark.parametrize("glued", ["carte4111111111111111", "gsm0470123456", "ibanBE71096123456769", "0470123456svp"])
def test_a_number_that_is_glued_to_a_word_is_masked(glued: str) -> None:
    masked = mask(f"voici {glued}")
    assert MASK in masked
    assert not any(character.isdigit() for character in masked)


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("mon mot de passe était Tournesol", "Tournesol"),
        ("my password was sunshine", "sunshine"),
        ("mijn wachtwoord is zomer", "zomer"),
        ("ww: konijn", "konijn"),
        ("pwd: tiger9", "tiger9"),
        ("zomer2024 was mijn wachtwoord", "zomer2024"),
        ("soleil comme mot de passe", "soleil"),
        ("typ 4921 zei hij", "4921"),
        ("4921 is the code they asked for", "4921"),
        ("mijn pincode is vier negen twee één", "vier negen twee één"),
        ("le code reçu par sms, quatre-vingt-douze quarante-sept", "quatre-vingt-douze"),
        ("PUK 12345678", "12345678"),
        ("mijn puk is 31784590", "31784590"),  # which would be a public number, had it been dialled abroad
        ("de digipass gaf 39481726", "39481726"),
        ("mijn rijksregisternummer is 85.07.30-033.29", "85.07.30-033.29"),
        ("rijksregister 85073003329", "85073003329"),
        ("carte 4111 1111 1111 1111, 12/27, 472", "472"),
        # In a sentence of its own, or set off.
        ("Sunshine. That was my password.", "Sunshine"),
        ("Hij vroeg mijn wachtwoord. Ik zei paddenstoel.", "paddenstoel"),
        ("sunflower - my password until today", "sunflower"),
        ("Mot de passe? azertyuiop", "azertyuiop"),
        # Beside the name, as an object and not as its verb.
        ("ik heb mijn wachtwoord kiezel doorgegeven aan die man", "kiezel"),
        ("password Gremlin is that leaked", "Gremlin"),
        # One of several, corrected, or exchanged.
        ("je sais que galet est un de vos mots de passe", "galet"),
        ("mijn wachtwoord is appel nee sorry Appel77", "Appel77"),
        ("c'est quoi un bon mot de passe? le mien c'est doudou", "doudou"),
        # Joined words, signs, and words that many people take.
        ("tulp-hamer-wolk is mijn wachtwoord", "tulp-hamer-wolk"),
        ("pwd S@muel", "S@muel"),
        ("mon mot de passe chocolat a été volé", "chocolat"),
        ("pour le wifi c'est LaMaison1978", "LaMaison1978"),
        # Codes without their name beside them.
        ("vervalt 03/29, 618", "618"),
        ("they made me say 5-5-2-8-1-7", "5-5-2-8-1-7"),
        ("mon code c'est deux mille cinq", "deux mille cinq"),
        ("someone saw my pin, I had typed 5820", "5820"),
        ("le ccv 108", "108"),
    ],
)
def test_what_only_words_give_away_is_masked(text: str, hidden: str) -> None:
    assert hidden not in mask(text)


@pytest.mark.parametrize("first", ["BE71 0961 2345 6769", "4111 1111 1111 1111", "0470 12 34 56", "jan@example.org"])
@pytest.mark.parametrize("second", ["BE71 0961 2345 6769", "4111 1111 1111 1111", "85.07.30-033.28", "jan@example.org"])
@pytest.mark.parametrize("between", [" ", ", ", "\n", " et ", " / "])
def test_one_find_never_hides_the_next(first: str, second: str, between: str) -> None:
    masked = mask(f"voici {first}{between}{second}")
    assert not any(character.isdigit() or character == "@" for character in masked)


@pytest.mark.parametrize(
    "text",
    [
        "reçu le 12/03/2026 et le 3-11-2025, le 04.02.2026 ou le 01 10 2019",
        "12.345.678 euros, 1.249,00 EUR, € 67,45 en 250 €",
        "code postal 1000, postcode 9000 Gent",
        "ik heb mijn wachtwoord veranderd in 2024",
        "mon mot de passe est volé, dois-je le changer ?",
        "I never gave my code to anybody",
        "commande 4500128734, réf. 2026-004512, dossier 20394857",
        "+++123/4567/89002+++",
        "om 12:30 of 14u15, versie 18.3.2, 192.168.1.1",
        "bel 112, 101, 1207, 0800/55.800, 078 170 170 of 070 344 344",
        "schrijf naar verdacht@safeonweb.be",
        "3 gsm's, 2 kinderen en 1.500 klanten",
        "my password circulates on Telegram",
        "mijn wachtwoord ken ik van buiten",
        "mon mot de passe commence par une majuscule",
        "mijn wachtwoord heeft 8 tekens, genoeg?",
        "company 0202239951",
        "3 14 22 31 40 44 waren de cijfers",
        "a text from 8810 with a code",
        "limit of my card is 1500",
        "my pin is from 2019",
        "pin stolen in nineteen ninety eight",
        "file no 512345",
        "sans mot de passe, l'imprimante ne marche pas",
    ],
)
def test_ordinary_numbers_stay_readable(text: str) -> None:
    assert mask(text) == text


def test_what_is_spared_stays_readable() -> None:
    assert mask("bel 0470/12.34.56 of 0471 22 33 44", ["0470 12 34 56"]) == f"bel 0470/12.34.56 of {MASK}"


@pytest.mark.parametrize(
    ("texts", "masked"),
    [
        (["kaart 4111 1111", "1111 1111"], [f"kaart {MASK}", MASK]),
        (["mijn wachtwoord is", "trompet"], ["mijn wachtwoord is", MASK]),
        (["BE71 0961", "2345 6769 voilà"], [MASK, f"{MASK} voilà"]),
        (["schrijf jan.peeters", "@gmail.com"], [f"schrijf {MASK}", MASK]),
        (["4111", "1111", "1111 1111"], [MASK, MASK, MASK]),
        (["4921", "is mijn pincode"], [MASK, "is mijn pincode"]),
        (["wachtwoord vergeten", "wat nu?"], ["wachtwoord vergeten", "wat nu?"]),
        (["ik ben klant sinds", "2004"], ["ik ben klant sinds", "2004"]),
    ],
)
def test_a_secret_cut_over_messages_is_masked_in_each(texts: list[str], masked: list[str]) -> None:
    kept: list[str] = []
    for text in texts:
        turn = mask_turn(kept, text)
        kept = [*turn.earlier, turn.text]
    assert kept == masked


WRITTEN = st.text(
    alphabet=st.one_of(st.sampled_from("0123456789 .,-/:@'\"()*+\n"), st.sampled_from("aeno\u200b４éÀœ–“")),
    max_size=200,
)
WORDS = st.lists(
    st.sampled_from(
        [
            "mijn",
            "wachtwoord",
            "is",
            "zomer",
            "code",
            "4921",
            "mon",
            "mot",
            "de",
            "passe",
            "4111",
            "1111",
            "BE71",
            "0961",
            "at",
            "gmail",
            "punt",
            "com",
            "vier",
            "negen",
            "***",
            "pin",
            "0470",
            "12",
        ]
    ),
    max_size=30,
).map(" ".join)


@given(st.one_of(WRITTEN, WORDS))
def test_offsets_stand_in_the_text_and_in_order(text: str) -> None:
    ends = 0
    for item in find_personal(text):
        assert ends <= item.start < item.end <= len(text)
        ends = item.end


@given(st.one_of(WRITTEN, WORDS))
def test_masking_twice_changes_nothing(text: str) -> None:
    once = mask(text)
    assert mask(once) == once


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("codes like 118273 keep coming", "118273"),
        ("mijn pin veranderd van 4711 naar 8812", "4711"),
        ("pin vergeten, ik denk dat het 6248 was of 6284", "6284"),
        ("le distributeur a avalé ma carte après 3312, mon code", "3312"),
        ("mon téléphone se débloque avec 191919", "191919"),
        ("de code van de garagepoort 2590", "2590"),
        ("dads 82 and he gave his code 1943 to a fake copper", "1943"),
        ("numéro de carte, date et 402 derrière", "402"),
        ("I use 0107 for the card and the phone", "0107"),
        ("the code, hang on, 83.92.11", "83.92.11"),
        ("in de sms stond 58 31 04 en die heb ik gegeven", "58 31 04"),
        ("its oh four seven seven, 31 82 90", "31 82 90"),
        ("changed it from bluebell13 to bluebell14", "bluebell13"),
        ("was bonfire in the list of passwords?", "bonfire"),
        ("als wachtwoord had ik locomotief genomen", "locomotief"),
        ("le mot de passe que j'avais choisi, Capucine, est-il visible", "Capucine"),
        ("mot de passe? c'est pamplemousse pourquoi", "pamplemousse"),
        ("i type snail and it tells me invalid password", "snail"),
        ("password all lowercase lamppost", "lamppost"),
        ("I gave my password gingerbread to the man", "gingerbread"),
    ],
)
def test_a_secret_is_masked_wherever_it_stands_in_its_sentence(text: str, secret: str) -> None:
    assert secret not in mask(text)


@pytest.mark.parametrize(
    "text",
    [
        "the code came from 8866 at night",
        "code envoyé par 32486 je l'ai ignoré",
        "ik stuurde 4411 een sms met parkeercode",
        "j'habite au 1184 et la lettre avec le pin était ouverte",
        "the last digits of my card are 4471",
        "250 van mijn kaart met mijn pin",
        "the manual's example said code 1234",
        "password changed on 12032026",
        "error code 503 on your site",
        "cijfers op het scherm van de decoder: E-008",
        "mijn wachtwoord hapert",
        "my password features in a table",
        "mon mot de passe déconne depuis hier",
        "my password manager bitwarden warned me",
        '"enter your password" pops up all day',
        'the mail says "Password: ********"',
    ],
)
def test_an_ordinary_number_or_verb_beside_the_name_of_a_secret_stays(text: str) -> None:
    assert mask(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "when did it happen, is my date of birth in it, and should I change my MyProximus password?",
        "wie heeft dat geflikt, was mijn adres erbij, en moet ik mijn paswoord wijzigen?",
        "hoe is het gebeurd, is mijn adres gelekt, en moet ik mijn wachtwoord aanpassen?",
        "qui a merdouillé, c'est mon adresse qui est partie, et dois-je changer mon mot de passe ?",
        "dois-je changer mon mot de passe ? ma voisine est chez vous, elle est aphasique, elle ne peut pas appeler",
        "moet ik mijn wachtwoord aanpassen? mijn moeder belt niet, ze is slechthorend",
        "should I change my password? my aunt cannot ring you, she is housebound",
    ],
)
def test_a_question_about_a_password_and_who_somebody_is_hide_nothing(text: str) -> None:
    assert mask(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "Sunflower is what I typed, should I change my password?",
        "tournesol, c'était mon mot de passe, dois-je le changer ?",
        "zonnebloem, is dat mijn wachtwoord?",
        "my password is pumpkin, is that bad, and should I change it",
    ],
)
def test_a_password_beside_a_question_is_hidden(text: str) -> None:
    assert mask(text) != text


@pytest.mark.parametrize(
    ("earlier", "text"),
    [
        ("J'ai oublié mon mot de passe", "Jean Dupont"),
        ("I've lost my password", "Anna Smith"),
        ("'k ben mijn wachtwoord kwijt", "Jan Peeters"),
        ("I can't find my password", "Anna Smith"),
    ],
)
def test_an_elision_begins_no_password(earlier: str, text: str) -> None:
    assert mask_turn([earlier], text).earlier == [earlier]


@pytest.mark.parametrize(
    "text",
    [
        "is mijn wachtwoord gelekt via e-mail?",
        "my password, is it in there by any chance?",
        "mon mot de passe, vous l'avez toujours ?",
        "can you see my password online?!",
    ],
)
def test_a_common_word_before_a_question_mark_stays(text: str) -> None:
    assert mask(text) == text
