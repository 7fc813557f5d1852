import type { Texts } from "./texts.ts";

declare module "../languages.ts" {
  interface Languages {
    nl: true;
  }
}

export const nl: Texts = {
  title: (company) => `${company}-assistent`,
  status: {
    bot: "Automatische assistent",
    waiting: "U wacht op een medewerker",
    agent: "U spreekt met een medewerker",
    closed: "Automatische assistent",
  },
  talkingTo: (name) => `U spreekt met ${name}`,
  senders: { customer: "U", bot: "Assistent", agent: "Medewerker", system: "Mededeling" },

  open: "Stel een vraag over het incident",
  openUnread: (count) =>
    `Stel een vraag over het incident, ${count === 1 ? "1 ongelezen bericht" : `${count} ongelezen berichten`}`,
  close: "Sluiten",
  menu: "Opties",
  language: "Taal",
  languageNow: (name) => `Taal: ${name}`,
  continueInThis: "In het Nederlands, alstublieft",

  hotline: (number) => `Bel ${number}`,
  hotlineLead: "Belt u liever?",

  log: "Gesprek",
  jumpToNewest: "Nieuwste berichten",
  starting: "Een ogenblik…",
  notStarted: "De dienst is op dit moment niet bereikbaar. U kunt altijd bellen naar het nummer hierboven.",
  tryAgain: "Opnieuw proberen",
  typing: "De assistent is aan het typen…",
  agentTyping: (name) => `${name ?? "Een medewerker"} is aan het typen…`,
  choices: "Voorgestelde vragen",
  possible: "Wat u kunt doen",
  starters: [
    "Wat is er gebeurd?",
    "Om welke gegevens gaat het?",
    "Moet ik iets doen?",
    "Ik kreeg een verdacht bericht",
  ],
  newWindow: "nieuw venster",

  field: "Uw bericht",
  placeholder: "Typ uw vraag…",
  placeholderPerson: "Typ uw bericht…",
  send: "Versturen",
  tooLong: (limit) => `Uw bericht telt meer dan ${limit} tekens. Maak het korter om het te versturen.`,
  neverType: "Typ hier nooit een wachtwoord of code.",

  sending: "Wordt verstuurd…",
  waitingToSend: "Wacht op verzending",
  notSent: "Niet verstuurd",
  sendAgain: "Opnieuw versturen",

  offline: "U bent offline. Uw tekst blijft staan en vertrekt zodra de verbinding terug is.",
  lost: "De verbinding is weggevallen. Uw tekst blijft staan, we proberen het opnieuw.",
  back: "De verbinding is terug.",

  renewed: "Het vorige gesprek is niet meer beschikbaar. We hebben een nieuw gesprek voor u geopend.",
  erased: "Het gesprek is gewist.",
  over: "Het gesprek is afgelopen.",
  newConversation: "Nieuw gesprek",

  queue: {
    before: (count) =>
      count === 0
        ? "U staat vooraan in de rij."
        : count === 1
          ? "Er is één persoon voor u."
          : `Er zijn ${count} mensen voor u.`,
    wait: (minutes) =>
      minutes <= 1 ? "Geschatte wachttijd: minder dan 2 minuten." : `Geschatte wachttijd: ongeveer ${minutes} minuten.`,
    unknown: "U staat in de wachtrij.",
  },

  ticket: {
    open: "Een bericht achterlaten",
    explained: "Een medewerker leest uw bericht en kan u op dit nummer bellen, maar wanneer kunnen we niet zeggen.",
    phone: "Nummer waarop u bereikbaar bent",
    phoneProblems: {
      missing: "Vul het nummer in waarop u bereikbaar bent.",
      too_short: "Aan dit nummer ontbreken cijfers. Schrijf het voluit.",
      too_long: "Dit nummer heeft te veel cijfers. Geef er één op.",
      unknown: "Zo bestaat dit nummer niet. Kijk de cijfers na; begin voor het buitenland met + en het landnummer.",
    },
    number: (phone) => `Genoteerd nummer: ${phone}`,
    textMissing: "Schrijf in een paar woorden waarover het gaat.",
    send: "Bericht versturen",
    failed: (hotline) =>
      `Uw bericht kon niet verstuurd worden. Het blijft hier staan: probeer het zo meteen opnieuw, of bel ${hotline}.`,
  },

  transcript: "Gesprek downloaden",
  transcriptFailed: "Downloaden is niet gelukt. Probeer het zo meteen opnieuw.",
  erase: "Gesprek wissen",
  eraseQuestion: "Dit gesprek wissen?",
  eraseExplained: "Alles wat hier geschreven is, verdwijnt, bij u en bij ons. Dat kan niet ongedaan gemaakt worden.",
  eraseConfirm: "Wissen",
  eraseFailed: "Het gesprek kon niet gewist worden. Probeer het zo meteen opnieuw.",
  cancel: "Annuleren",

  goOn: "Verder met de assistent",

  end: "Afsluiten en beoordelen",
  rate: "Mijn mening geven",
  rateQuestion: "Heeft dit gesprek u geholpen?",
  stars: ["Helemaal niet", "Een beetje", "Gaat wel", "Goed", "Heel goed"],
  comment: "Wilt u er iets bij zeggen? (niet verplicht)",
  commentHint: "Liefst zonder persoonlijke gegevens.",
  rateSend: "Beoordeling versturen",
  rateSkip: "Afsluiten zonder beoordeling",
  rateMissing: "Kies eerst een antwoord.",
  rateFailed: "Uw beoordeling kon niet verstuurd worden. Probeer het zo meteen opnieuw.",
  thanks: "Bedankt voor uw beoordeling.",

  involved: {
    yes: "Hoort bij de betrokken gegevens",
    no: "Hoort niet bij de betrokken gegevens",
    unknown: "Niet vermeld in de mededeling",
  },
  verdict: {
    fraud: "Duidelijke tekenen van fraude",
    careful: "Wees voorzichtig",
    nothing_found: "Geen duidelijk teken gevonden, maar dat bewijst niets",
  },
  signs: (count) => (count === 1 ? "1 teken gevonden" : `${count} tekenen gevonden`),
};
