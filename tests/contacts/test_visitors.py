"""At the door: who only wants something is no danger but a fraud, and who threatens or attacks is one."""

from __future__ import annotations

import pytest

from bot.contacts.plan import AT_DOOR, AT_DOOR_IF, plan
from bot.contacts.reading import read_contact
from bot.contacts.visitors import attacks, only_wants_something
from bot.danger.plain import plainly_said
from bot.danger.reader import read_danger

WANTS_SOMETHING = [
    "hij staat aan mijn deur om mijn kaart op te halen",
    "he is at my door to collect my card",
    "un monsieur est à ma porte, il vient chercher ma carte et mon lecteur",
    "une dame en bas dit qu'elle doit emporter ma carte de banque, je lui donne ?",
    "il est là pour couper ma carte en deux, il dit qu'il vient de Belfius",
    "deux policiers sont à la porte pour chercher mon argent, ils ont un badge",
    "il dit qu'il est inspecteur et que je dois lui remettre ma carte",
    "un homme en gilet Proximus veut entrer pour changer mon modem",
    "un type d'Ores veut entrer voir le compteur, c'est normal ?",
    "le technicien est assis devant mon pc et me demande mon code itsme",
    "un coursier doit passer cet après-midi chercher ma carte",
    "j'ai donné ma carte à un coursier ce matin",
    "quelqu'un vient de sonner pour ma carte, je n'ouvre pas ?",
    "des gens de Proximus font du porte à porte dans ma rue, c'est vous ?",
    "il est à la porte pour ma carte, que dois-je faire ?",
    "er staat een koerier voor de deur om mijn bankkaart mee te nemen",
    "er belt iemand van de bank aan om mijn kaart op te halen",
    "de koerier wacht in de gang tot ik mijn kaart in een omslag geef",
    "een agent in burger komt mijn juwelen halen om ze veilig te bewaren",
    "er staat politie voor mijn deur die mijn spaargeld wil als bewijs",
    "er staat een technieker van Proximus aan de deur, ik heb niet gebeld",
    "een technieker belt aan en zegt dat hij mijn box moet nakijken door de hack",
    "een man van het gas staat aan de deur en vraagt 40 euro cash",
    "de bank zei dat er vanavond iemand mijn kaarten komt ophalen",
    "hij is weg met mijn kaart",
    "de taxi staat beneden voor de omslag met mijn kaart",
    "een jongen belt aan, hij zegt dat hij voor de omslag komt",
    "de valse agent staat er nog, hij wacht op mijn kaart",
    "there's a courier outside my door to take my bank card",
    "someone from the bank is ringing the bell to pick up my card",
    "the courier is waiting in the hall for my card in an envelope",
    "a plain-clothes officer is coming for my jewellery to keep it safe",
    "there is a policeman outside my house who wants my savings as evidence",
    "there is a Proximus engineer at the door, I didn't call one",
    "a gas man is at the door asking for 40 euros in cash",
    "the bank said someone will pick up my cards tonight",
    "he left with my card",
    "my mother gave her card to a young man who rang the bell",
    "the taxi is downstairs for the envelope with my card",
    "a boy is ringing, he says he is here for the envelope",
    "the fake officer is still here, he is waiting for my card",
    "un livreur me dit qu'il doit reprendre une enveloppe avec mes cartes",
    "deux messieurs de la compagnie des eaux veulent entrer vérifier les tuyaux",
    "une dame de la mutuelle est à la porte et veut voir ma carte d'identité",
    "quelqu'un est devant l'immeuble et dit que la banque l'envoie pour ma carte",
    "ma mère a ouvert à un homme qui disait venir pour l'électricité",
    "une femme de Card Stop est ici pour détruire ma carte",
    "er staat iemand beneden die zegt dat de bank hem stuurt voor mijn kaart",
    "twee mannen van de watermaatschappij willen binnen om de leidingen na te kijken",
    "er is juist een man langs geweest voor de meterstand, hij vroeg 50 euro",
    "hij wil binnenkomen om mijn modem na te kijken door de hack",
    "een taxichauffeur vraagt de omslag die ik van de bank moest klaarleggen",
    "the bell rang, it's supposedly someone from my bank for my card",
    "a Belfius employee is waiting downstairs for the card I cut up",
    "two men from the water company want to come in to check the pipes",
    "a man in a suit is at my door on Tuesday evening about my meter",
    "my neighbour gave his card and code to a woman from the post",
]
THREATENS = [
    "le coursier me menace parce que je ne veux pas donner ma carte",
    "le faux policier me bloque dans le couloir, au secours",
    "il m'a poussée quand j'ai refusé de donner l'enveloppe",
    "il me serre le bras et veut mon code",
    "de koerier bedreigt mij omdat ik mijn kaart niet wil geven",
    "de valse agent verspert mij de weg in de gang, help",
    "hij duwde mij toen ik de omslag niet wou geven",
    "hij houdt mijn arm vast en wil mijn code",
    "the courier is threatening me because I won't hand over my card",
    "the fake officer is blocking me in the hall, help",
    "he pushed me when I refused to hand over the envelope",
    "he is holding my arm and wants my pin",
    "de koerier bedreigt mij omdat ik mijn kaart niet wil geven",
    "il est entré de force et veut ma carte, j'ai peur",
]
NO_THREAT = [
    "he called and threatens me with a fine",
    "hij belde en bedreigt mij met een boete als ik niet betaal",
    "on m'a appelé et on me menace de couper ma ligne",
    "le coursier ne me menace pas, il attend juste ma carte",
]
MORE_THAN_A_FRAUD = [
    "il est à ma porte pour ma carte et il ne veut pas partir",
    "hij staat aan mijn deur voor mijn kaart en ik ben bang",
    "he is at my door for my card and I'm scared",
    "mon ex est devant ma porte et veut ma carte",
    "hij staat met een mes aan mijn deur en wil mijn kaart",
    "il me suit depuis la banque et il est devant ma porte pour ma carte",
    "a man attacked me at my door for my card",
]


@pytest.mark.parametrize("text", WANTS_SOMETHING)
def test_who_only_wants_something_is_no_danger(text: str) -> None:
    assert only_wants_something(text)
    assert not attacks(text)
    assert read_danger(text) is None


@pytest.mark.parametrize("text", THREATENS)
def test_who_threatens_or_attacks_is_danger_without_anything_learnt(text: str) -> None:
    assert plainly_said(text) == "in_danger"


@pytest.mark.parametrize("text", NO_THREAT)
def test_a_threat_by_telephone_or_denied_is_no_attack(text: str) -> None:
    assert not attacks(text)


@pytest.mark.parametrize("text", MORE_THAN_A_FRAUD)
def test_fear_leaves_it_to_what_was_learnt(text: str) -> None:
    assert not only_wants_something(text)


@pytest.mark.parametrize(
    "text",
    [
        "hij staat aan mijn deur om mijn kaart op te halen",
        "er belt iemand van de bank aan om mijn kaart op te halen",
        "un coursier est devant ma porte pour reprendre ma carte",
        "someone from the bank is ringing the bell to pick up my card",
    ],
)
def test_who_is_at_the_door_for_the_card_gets_the_advice_on_it(text: str) -> None:
    contact = read_contact(text)
    planned = plan(contact, lambda _: 0)
    assert contact.way == "visit"
    assert planned.begins in (AT_DOOR, AT_DOOR_IF)
    assert planned.responses[0] == "utter_contact_courier"


@pytest.mark.parametrize(
    "text",
    [
        "een agent in burger komt mijn juwelen halen om ze veilig te bewaren",
        "un technicien sonne et dit qu'il doit vérifier ma box",
        "a man in a Proximus vest wants to come in to replace my modem",
    ],
)
def test_a_fake_officer_or_technician_is_a_visit(text: str) -> None:
    assert plan(read_contact(text), lambda _: 0).responses == ("utter_contact_visit",)
