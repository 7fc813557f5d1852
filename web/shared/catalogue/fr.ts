import type { Texts } from "./texts.ts";

declare module "../languages.ts" {
  interface Languages {
    fr: true;
  }
}

export const fr: Texts = {
  title: (company) => `Assistant ${company}`,
  status: {
    bot: "Assistant automatique",
    waiting: "En attente d'une personne",
    agent: "Vous parlez avec une personne",
    closed: "Assistant automatique",
  },
  talkingTo: (name) => `Vous parlez avec ${name}`,
  senders: { customer: "Vous", bot: "Assistant", agent: "Collaborateur", system: "Information" },

  open: "Poser une question sur l'incident",
  openUnread: (count) =>
    `Poser une question sur l'incident, ${count === 1 ? "1 message non lu" : `${count} messages non lus`}`,
  close: "Fermer",
  menu: "Options",
  language: "Langue",
  languageNow: (name) => `Langue\u00a0: ${name}`,
  continueInThis: "En français, s'il vous plaît",

  hotline: (number) => `Appeler le ${number}`,
  hotlineLead: "Besoin de parler\u00a0?",

  log: "Conversation",
  jumpToNewest: "Derniers messages",
  starting: "Un instant…",
  notStarted: "Je n'arrive pas à joindre le service pour le moment. Le numéro ci-dessus reste à votre disposition.",
  tryAgain: "Réessayer",
  typing: "L'assistant écrit…",
  agentTyping: (name) => `${name ?? "Un collaborateur"} écrit…`,
  choices: "Questions proposées",
  possible: "Ce que vous pouvez faire",
  starters: [
    "Que s'est-il passé ?",
    "Quelles données sont concernées ?",
    "Dois-je faire quelque chose ?",
    "J'ai reçu un message suspect",
  ],
  newWindow: "nouvelle fenêtre",

  field: "Votre message",
  placeholder: "Écrivez votre question…",
  placeholderPerson: "Écrivez votre message…",
  send: "Envoyer",
  tooLong: (limit) => `Votre message dépasse ${limit} caractères. Raccourcissez-le pour l'envoyer.`,
  neverType: "N'écrivez jamais de mot de passe ni de code ici.",

  sending: "Envoi…",
  waitingToSend: "En attente d'envoi",
  notSent: "Non envoyé",
  sendAgain: "Renvoyer",

  offline: "Vous êtes hors ligne. Votre texte est conservé et partira dès que la connexion revient.",
  lost: "La connexion est interrompue. Votre texte est conservé, nous réessayons.",
  back: "La connexion est rétablie.",

  renewed: "La conversation précédente n'est plus disponible. Nous en avons ouvert une nouvelle pour vous.",
  erased: "La conversation est effacée.",
  over: "La conversation est terminée.",
  newConversation: "Nouvelle conversation",

  queue: {
    before: (count) =>
      count === 0
        ? "Vous êtes en tête de la file."
        : count === 1
          ? "Une personne attend avant vous."
          : `${count} personnes attendent avant vous.`,
    wait: (minutes) =>
      minutes <= 1
        ? "Attente estimée\u00a0: moins de 2 minutes."
        : `Attente estimée\u00a0: environ ${minutes} minutes.`,
    unknown: "Vous êtes dans la file d'attente.",
  },

  ticket: {
    open: "Laisser un message",
    explained:
      "Un collaborateur lira votre message et pourra vous appeler à ce numéro, mais nous ne pouvons pas dire quand.",
    phone: "Numéro où vous joindre",
    phoneProblems: {
      missing: "Indiquez le numéro où vous joindre.",
      too_short: "Il manque des chiffres à ce numéro. Écrivez-le en entier.",
      too_long: "Ce numéro a trop de chiffres. N'en indiquez qu'un.",
      unknown:
        "Ce numéro n'existe pas sous cette forme. Vérifiez les chiffres\u00a0; à l'étranger, commencez par + et l'indicatif du pays.",
    },
    number: (phone) => `Numéro noté\u00a0: ${phone}`,
    textMissing: "Écrivez en quelques mots de quoi il s'agit.",
    send: "Envoyer le message",
    failed: (hotline) =>
      `Votre message n'a pas pu être envoyé. Il reste ici\u00a0: réessayez dans un instant, ou appelez le ${hotline}.`,
  },

  transcript: "Télécharger la conversation",
  transcriptFailed: "Le téléchargement n'a pas abouti. Réessayez dans un instant.",
  erase: "Effacer la conversation",
  eraseQuestion: "Effacer cette conversation\u00a0?",
  eraseExplained: "Tout ce qui a été écrit ici sera supprimé, chez vous et chez nous. C'est définitif.",
  eraseConfirm: "Effacer",
  eraseFailed: "La conversation n'a pas pu être effacée. Réessayez dans un instant.",
  cancel: "Annuler",

  goOn: "Continuer avec l'assistant",

  end: "Terminer et donner un avis",
  rate: "Donner mon avis",
  rateQuestion: "Cette conversation vous a-t-elle été utile\u00a0?",
  stars: ["Pas du tout", "Peu", "Moyennement", "Bien", "Très bien"],
  comment: "Un commentaire\u00a0? (facultatif)",
  commentHint: "Sans données personnelles, s'il vous plaît.",
  rateSend: "Envoyer mon avis",
  rateSkip: "Terminer sans avis",
  rateMissing: "Choisissez d'abord une réponse.",
  rateFailed: "Votre avis n'a pas pu être envoyé. Réessayez dans un instant.",
  thanks: "Merci pour votre avis.",

  involved: {
    yes: "Fait partie des données concernées",
    no: "Ne fait pas partie des données concernées",
    unknown: "Pas mentionné dans la communication",
  },
  verdict: {
    fraud: "Signes clairs de fraude",
    careful: "Prudence",
    nothing_found: "Aucun signe clair trouvé, ce qui ne prouve rien",
  },
  signs: (count) => (count === 1 ? "1 signe relevé" : `${count} signes relevés`),
};
