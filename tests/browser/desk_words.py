"""What agents read at the desk, and what customers read around a hand-off. Written out a second time, like `words`."""

from __future__ import annotations

from dataclasses import dataclass

from tests.browser.words import EN, FR, NL, Words


@dataclass(frozen=True)
class DeskWords:
    """The words of one language that the tests press and look for; `chat` are the customer's own."""

    chat: Words

    # At the desk
    sign_in: str
    name: str
    password: str
    wrong: str
    nobody_waits: str
    none_mine: str
    take: str
    reply: str
    customer_types: str
    note: str
    save_note: str
    pass_on: str
    close: str
    solved: str
    cancel: str
    here: str
    conversations: str
    tickets: str
    done: str
    done_by: str
    report: str
    keyboard: str
    sign_out: str
    lost: str
    offline: str
    unsure: str
    urgent: str
    not_yours: str

    # In the chat
    unclear: tuple[str, str]
    person: str  # the button that asks for one
    stop_waiting: str
    go_on_waiting: str
    ask_again: str
    next_in_line: str
    talking_to: str
    types: str
    leave_message: str
    phone: str
    message: str
    send_message: str
    rate: str
    go_on: str
    fraud: str
    wish: str

    # Of notices
    queued: str
    limit: str
    nobody_there: str
    cancelled: str
    ticket_kept: str
    closed: str


DESK_FR = DeskWords(
    chat=FR,
    sign_in="Se connecter",
    name="Nom",
    password="Mot de passe",
    wrong="Le nom ou le mot de passe n'est pas correct.",
    nobody_waits="Personne n'attend.",
    none_mine="Vous n'avez pas de conversation en cours.",
    take="Prendre",
    reply="Réponse au client",
    customer_types="Le client écrit…",
    note="Nouvelle note entre collègues",
    save_note="Enregistrer la note",
    pass_on="Transmettre",
    close="Clôturer",
    solved="Résolu",
    cancel="Annuler",
    here="Je suis là",
    conversations="Conversations",
    tickets="Rappels",
    done="Fait",
    done_by="Fait par",
    report="Vue d'ensemble",
    keyboard="Clavier",
    sign_out="Se déconnecter",
    lost="La connexion est coupée.",
    offline="Cet ordinateur est hors ligne.",
    unsure="L'assistant n'a pas compris ceci",
    urgent="Urgent",
    not_yours="Cette conversation n'est plus chez vous",
    unclear=("gloubi boulga", "zgonk flurbi"),
    person="Parler à une personne",
    stop_waiting="Ne plus attendre",
    go_on_waiting="Continuer à attendre",
    ask_again="Redemander une personne",
    next_in_line="Vous êtes en tête de la file.",
    talking_to="Vous parlez avec",
    types="écrit…",
    leave_message="Laisser un message",
    phone="Numéro où vous joindre",
    message="Votre message",
    send_message="Envoyer le message",
    rate="Donner mon avis",
    go_on="Continuer avec l'assistant",
    fraud="j'ai donné le code de ma carte au téléphone",
    wish="je voudrais parler à un humain",
    queued="Vous êtes dans la file d'attente",
    limit="L'attente est plus longue",
    nobody_there="En ce moment, personne ne peut vous répondre ici.",
    cancelled="vous n'êtes plus dans la file d'attente",
    ticket_kept="Votre message et votre numéro sont enregistrés.",
    closed="Votre conversation avec une personne est terminée.",
)

DESK_NL = DeskWords(
    chat=NL,
    sign_in="Aanmelden",
    name="Naam",
    password="Wachtwoord",
    wrong="De naam of het wachtwoord klopt niet.",
    nobody_waits="Er wacht niemand.",
    none_mine="U hebt op dit moment geen gesprek.",
    take="Nemen",
    reply="Antwoord aan de klant",
    customer_types="De klant typt…",
    note="Nieuwe notitie voor collega's",
    save_note="Notitie bewaren",
    pass_on="Doorgeven",
    close="Afsluiten",
    solved="Opgelost",
    cancel="Annuleren",
    here="Ik ben er",
    conversations="Gesprekken",
    tickets="Terugbellen",
    done="Klaar",
    done_by="Gedaan door",
    report="Overzicht",
    keyboard="Toetsen",
    sign_out="Afmelden",
    lost="De verbinding is weg.",
    offline="Deze computer is offline.",
    unsure="Dit begreep de assistent niet",
    urgent="Dringend",
    not_yours="Dit gesprek is niet meer bij u",
    unclear=("florp zgonk", "kwibbel troef snorp"),
    person="Met iemand spreken",
    stop_waiting="Niet meer wachten",
    go_on_waiting="Blijven wachten",
    ask_again="Opnieuw iemand vragen",
    next_in_line="U staat vooraan in de rij.",
    talking_to="U spreekt met",
    types="is aan het typen…",
    leave_message="Een bericht achterlaten",
    phone="Nummer waarop u bereikbaar bent",
    message="Uw bericht",
    send_message="Bericht versturen",
    rate="Mijn mening geven",
    go_on="Verder met de assistent",
    fraud="ik heb de code van mijn kaart aan de telefoon doorgegeven",
    wish="ik wil met een mens praten",
    queued="U staat in de wachtrij",
    limit="Het duurt langer dan we zouden willen.",
    nobody_there="Op dit moment kan hier niemand u antwoorden.",
    cancelled="u staat niet meer in de wachtrij",
    ticket_kept="Uw bericht en uw nummer zijn bewaard.",
    closed="Uw gesprek met een medewerker is afgelopen.",
)

DESK_EN = DeskWords(
    chat=EN,
    sign_in="Sign in",
    name="Name",
    password="Password",
    wrong="The name or the password is not right.",
    nobody_waits="Nobody is waiting.",
    none_mine="You have no conversation at the moment.",
    take="Take",
    reply="Reply to the customer",
    customer_types="The customer is typing…",
    note="New note for colleagues",
    save_note="Save the note",
    pass_on="Pass on",
    close="Close",
    solved="Solved",
    cancel="Cancel",
    here="I am here",
    conversations="Conversations",
    tickets="Call-backs",
    done="Done",
    done_by="Done by",
    report="Overview",
    keyboard="Keyboard",
    sign_out="Sign out",
    lost="The connection is lost.",
    offline="This computer is offline.",
    unsure="The assistant did not understand this",
    urgent="Urgent",
    not_yours="This conversation is no longer with you",
    unclear=("flarp", "zkv wpq rrt"),
    person="Speak to a person",
    stop_waiting="Stop waiting",
    go_on_waiting="Go on waiting",
    ask_again="Ask for a person again",
    next_in_line="You are next.",
    talking_to="You are talking to",
    types="is typing…",
    leave_message="Leave a message",
    phone="Number to reach you on",
    message="Your message",
    send_message="Send the message",
    rate="Give feedback",
    go_on="Go on with the assistant",
    fraud="I gave my card code over the phone",
    wish="I want to speak to a human",
    queued="You are in the queue",
    limit="This is taking longer than we would like.",
    nobody_there="Nobody can answer you here at the moment.",
    cancelled="you are no longer in the queue",
    ticket_kept="Your message and your number are kept.",
    closed="Your conversation with a person has ended.",
)

ALL_DESKS = (DESK_FR, DESK_NL, DESK_EN)
