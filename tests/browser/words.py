"""What customers read and say in each language. Written out here a second time on purpose: a lost word must fail a test."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """The interface's words that the tests press and look for, and what the customer types."""

    language: str
    locale: str
    name: str  # of the language, in itself

    title: str
    open: str
    close: str
    log: str
    field: str
    send: str
    options: str
    choices: str
    customer: str  # how the two are announced
    bot: str

    offline: str
    lost: str
    back: str
    not_sent: str
    send_again: str
    not_started: str
    try_again: str
    too_long: str
    renewed: str

    transcript: str
    erase: str
    erase_confirm: str
    cancel: str
    erased: str
    new_conversation: str
    end: str
    rate_question: str
    best: str
    rate_send: str
    rate_skip: str
    rate_missing: str
    thanks: str

    greeting: str  # what the assistant begins with
    question: str  # about bank details; the answer is "not part of it"
    answer: str
    chip: str
    help: str  # a question that is answered with buttons
    button: str  # one of them
    after_button: str  # a word of its answer


FR = Words(
    language="fr",
    locale="fr-BE",
    name="Français",
    title="Assistant Proximus",
    open="Poser une question sur l'incident",
    close="Fermer",
    log="Conversation",
    field="Votre message",
    send="Envoyer",
    options="Options",
    choices="Questions proposées",
    customer="Vous\u00a0: ",
    bot="Assistant\u00a0: ",
    offline="Vous êtes hors ligne",
    lost="La connexion est interrompue",
    back="La connexion est rétablie",
    not_sent="Non envoyé",
    send_again="Renvoyer",
    not_started="Je n'arrive pas à joindre le service",
    try_again="Réessayer",
    too_long="Votre message dépasse 10000 caractères",
    renewed="La conversation précédente n'est plus disponible",
    transcript="Télécharger la conversation",
    erase="Effacer la conversation",
    erase_confirm="Effacer",
    cancel="Annuler",
    erased="La conversation est effacée.",
    new_conversation="Nouvelle conversation",
    end="Terminer et donner un avis",
    rate_question="Cette conversation vous a-t-elle été utile ?",
    best="Très bien",
    rate_send="Envoyer mon avis",
    rate_skip="Terminer sans avis",
    rate_missing="Choisissez d'abord une réponse.",
    thanks="Merci pour votre avis.",
    greeting="Bonjour",
    question="Mon IBAN a-t-il été volé ?",
    answer="Votre numéro de compte bancaire",
    chip="Ne fait pas partie des données concernées",
    help="Que pouvez-vous faire ?",
    button="Dois-je faire quelque chose ?",
    after_button="rien",
)

NL = Words(
    language="nl",
    locale="nl-BE",
    name="Nederlands",
    title="Proximus-assistent",
    open="Stel een vraag over het incident",
    close="Sluiten",
    log="Gesprek",
    field="Uw bericht",
    send="Versturen",
    options="Opties",
    choices="Voorgestelde vragen",
    customer="U: ",
    bot="Assistent: ",
    offline="U bent offline",
    lost="De verbinding is weggevallen",
    back="De verbinding is terug",
    not_sent="Niet verstuurd",
    send_again="Opnieuw versturen",
    not_started="De dienst is op dit moment niet bereikbaar",
    try_again="Opnieuw proberen",
    too_long="Uw bericht telt meer dan 10000 tekens",
    renewed="Het vorige gesprek is niet meer beschikbaar",
    transcript="Gesprek downloaden",
    erase="Gesprek wissen",
    erase_confirm="Wissen",
    cancel="Annuleren",
    erased="Het gesprek is gewist.",
    new_conversation="Nieuw gesprek",
    end="Afsluiten en beoordelen",
    rate_question="Heeft dit gesprek u geholpen?",
    best="Heel goed",
    rate_send="Beoordeling versturen",
    rate_skip="Afsluiten zonder beoordeling",
    rate_missing="Kies eerst een antwoord.",
    thanks="Bedankt voor uw beoordeling.",
    greeting="Goedendag",
    question="Is mijn IBAN gelekt?",
    answer="Uw bankrekeningnummer",
    chip="Hoort niet bij de betrokken gegevens",
    help="Wat kunt u voor mij doen?",
    button="Moet ik iets doen?",
    after_button="niets",
)

EN = Words(
    language="en",
    locale="en-GB",
    name="English",
    title="Proximus assistant",
    open="Ask a question about the incident",
    close="Close",
    log="Conversation",
    field="Your message",
    send="Send",
    options="Options",
    choices="Suggested questions",
    customer="You: ",
    bot="Assistant: ",
    offline="You are offline",
    lost="The connection was lost",
    back="The connection is back",
    not_sent="Not sent",
    send_again="Send again",
    not_started="The service cannot be reached right now",
    try_again="Try again",
    too_long="Your message is longer than 10000 characters",
    renewed="The earlier conversation is no longer available",
    transcript="Download the conversation",
    erase="Erase the conversation",
    erase_confirm="Erase",
    cancel="Cancel",
    erased="The conversation has been erased.",
    new_conversation="New conversation",
    end="End and give feedback",
    rate_question="Did this conversation help you?",
    best="Very well",
    rate_send="Send feedback",
    rate_skip="End without feedback",
    rate_missing="Please choose an answer first.",
    thanks="Thank you for your feedback.",
    greeting="Hello",
    question="Was my bank account leaked?",
    answer="Your bank account number",
    chip="Not part of the data involved",
    help="What can you do?",
    button="Do I need to do something?",
    after_button="do not need",
)

ALL = (FR, NL, EN)
