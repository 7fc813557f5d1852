"""Somebody in danger is heard, in hints too, and nearly nobody else: on messages that never trained.

Half of danger/ ("sealed") was not looked at while this was built; the floors hold for it by itself.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.danger.kinds import DangerKind, is_danger_kind
from bot.danger.learn import learn
from bot.danger.plain import denies_danger, plainly_said
from bot.danger.reader import DangerReader, DangerUnlearnt, danger_reader, read_danger
from bot.language import LANGUAGES
from tests.model.evaluate import danger_sets, heard_share

FLOORS = {"danger heard": 0.91, "danger heard, the half not looked at": 0.89}
CEILINGS = {
    "false alarms at what sounds like it": 0.085,
    "the same, the half not looked at": 0.085,
    "false alarms at all other messages": 0.03,
}
PLAIN = {
    "crisis": ["je veux mourir", "Ik wil niet meer leven.", "i want to kill myself", "JE VEUX EN FINIR AVEC LA VIE"],
    "in_danger": ["mijn gewelddadige ex staat voor de deur", "I got death threats", "il menace de me tuer"],
}
NOT_MEANT = [
    *("I'm dying of boredom", "mijn gsm is dood", "mon gsm est mort", "my phone is dead, what now"),
    *("Je veux résilier mon contrat", "ik lach mij kapot", "this bill is killing me", "quelles données ?"),
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_danger_is_heard_and_hardly_anything_else(language: str) -> None:
    sets = danger_sets(language)
    assert len(sets["danger heard"]) >= 150
    assert len(sets["false alarms at what sounds like it"]) >= 150
    assert len(sets["false alarms at all other messages"]) >= 1_000
    figures = {name: heard_share(sets[name]) or 0.0 for name in (*FLOORS, *CEILINGS)}
    assert {name: figures[name] for name, floor in FLOORS.items() if figures[name] < floor} == {}
    assert {name: figures[name] for name, ceiling in CEILINGS.items() if figures[name] > ceiling} == {}


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in PLAIN.items() for text in texts])
def test_plain_words_leave_no_doubt(kind: str, text: str) -> None:
    assert read_danger(text) == kind


@pytest.mark.parametrize("text", NOT_MEANT)
def test_a_figure_of_speech_is_none(text: str) -> None:
    assert read_danger(text) is None


def test_plain_words_in_a_game_are_left_to_what_was_learnt() -> None:
    assert plainly_said("I want to kill myself") == "crisis"
    assert plainly_said("how do I kill myself in minecraft") is None
    assert plainly_said("je suis pas suicidaire, juste crevé") is None
    assert plainly_said("personne veut se suicider, elle est triste") is None
    assert plainly_said("hij is dood, en ik wil dood") == "crisis"


@pytest.mark.parametrize(
    "text", ["no, not with you. with living.", "met het leven", "non, pas avec Proximus, avec la vie"]
)
def test_who_puts_right_that_it_is_life_they_are_done_with_is_heard(text: str) -> None:
    assert plainly_said(text) == "crisis"


@pytest.mark.parametrize(
    "text",
    ["no, I am happy with my life", "nee ik ben tevreden met mijn leven", "can you help me with the cost of living"],
)
def test_who_is_content_with_it_is_not(text: str) -> None:
    assert plainly_said(text) is None


def test_a_figure_of_speech_is_left_out_and_the_rest_is_read() -> None:
    assert read_danger("ik lach mij dood met u. allee salut") is None
    assert read_danger("J'ai failli mourir de rire. ciao") is None
    assert read_danger("I am dead tired and I want to kill myself") == "crisis"


def test_in_a_talk_about_danger_less_is_needed() -> None:
    hints = [one for language in LANGUAGES for one in danger_sets(language)["danger heard"]]
    alone = {one.id for one in hints if read_danger(one.text)}
    again = {one.id for one in hints if read_danger(one.text, "crisis")}
    assert alone <= again


@pytest.mark.parametrize(
    ("text", "kind", "denies"),
    [
        ("je ne veux pas mourir, je veux juste mon argent", "crisis", True),
        ("ik ben niet in gevaar", "in_danger", True),
        ("no one wants to die here, but how do I block it", "crisis", True),
        ("I don't want to die but I can't go on", "crisis", False),
        ("ik wil niet dood maar ik kan niet meer", "crisis", False),
        ("I'm not in danger right now", "in_danger", False),
        ("nu niet in gevaar, nee", "in_danger", False),
        ("ik ben niet bang", "in_danger", True),
        ("I am not afraid", "crisis", False),
    ],
)
def test_a_denial_is_of_its_kind_for_good_and_takes_nothing_back(text: str, kind: DangerKind, denies: bool) -> None:
    assert denies_danger(text, kind) is denies


@pytest.mark.parametrize(
    "text",
    [
        "I'm not going to kill myself yet",
        "I can't promise I won't kill myself",
        "je me demande si je vais pas me tuer ce soir",
    ],
)
def test_what_is_not_meant_only_for_now_denies_nothing(text: str) -> None:
    assert not denies_danger(text, "crisis")
    assert denies_danger("im not going to kill myself. i want to stop the transfer", "crisis")


def test_after_a_denial_and_in_laughter_danger_must_be_plainer() -> None:
    assert read_danger("ik wil niet sterven madam, ik vraag alleen iets over mijn factuur", "crisis") is None
    assert read_danger("je ne veux pas mourir mais je n'en peux plus", "crisis") == "crisis"
    assert read_danger("I want to kill myself", plainer=True) == "crisis"
    assert read_danger("mon frere va me tuer mdr") is None


def test_practical_matters_do_not_hide_despair_in_a_talk_about_it() -> None:
    text = "la carte est bloquée et la banque est prévenue. je voudrais juste que tout s'arrête pour moi"
    assert read_danger(text, "crisis") == "crisis"


def test_nothing_is_heard_in_nothing() -> None:
    assert [read_danger(text) for text in ("", "   ", "😂😂", "…")] == [None] * 4


def test_a_very_long_text_is_read_in_bounded_time() -> None:
    assert is_danger_kind(read_danger("ik wil niet meer leven " + "bla " * 50_000))


def test_without_a_learnt_file_the_error_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(DangerUnlearnt, match="make train"):
        DangerReader(tmp_path / "danger.npz")


DENIALS = [("non je vais bien", True), ("wat? nee", True), ("and is that line free", False), ("ja", False)]


def test_the_same_lines_make_the_same_file(tmp_path: Path) -> None:
    texts = ["je veux mourir", "he follows me home", "quelles données ?", "welke gegevens ?", "my phone is dead"]
    topics = ["crisis", "in_danger", "data_affected", "data_affected", "out_of_scope"]
    for name in ("one.npz", "two.npz"):
        learn([*zip(texts, topics, strict=True)] * 3, DENIALS, tmp_path / name)
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()
    assert DangerReader(tmp_path / "one.npz").read("he follows me home") == "in_danger"


@pytest.mark.parametrize(
    "text",
    [
        "ah non rien de tout ça, je demandais juste comment on bloque une carte",
        "amai nee, hier is niemand in gevaar, ik vraag gewoon waar ik dat moet aangeven",
        "what? no, nobody here wants to die, it is about a phone contract",
    ],
)
def test_who_was_wrongly_heard_can_say_so_in_other_words(text: str) -> None:
    reader = danger_reader()
    assert reader.denies(text)
    assert reader.read(text, "crisis") is None


@pytest.mark.parametrize(
    "text",
    [
        "oui c'est gratuit ? j'ai peur de ne pas y arriver",
        "ik heb die pillen hier liggen",
        "I can't see the point any more",
    ],
)
def test_who_goes_on_denies_nothing(text: str) -> None:
    assert not danger_reader().denies(text)
