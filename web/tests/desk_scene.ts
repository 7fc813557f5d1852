/** An evening at the desk: agents, customers who wait and who talk, to look at and to take pictures of. */
import type { Help } from "../desk/desk_readers.ts";
import { ago } from "./desk_board.ts";
import type { DeskServer } from "./desk_server.ts";

export function setScene(server: DeskServer): void {
  const { board, replies } = server;
  server.report = SCENE_REPORT;
  board.addAgent({ id: "nora", display_name: "Nora", languages: ["fr", "nl"] });
  board.addAgent({ id: "pieter", display_name: "Pieter", languages: ["nl", "en"] });
  board.addAgent({ id: "amina", display_name: "Amina", languages: ["fr", "en"], presence: "away" });
  board.addAgent({ id: "luc", display_name: "Luc", languages: ["fr", "nl", "en"], role: "supervisor" });

  board.addWaiting(
    "w-urgent",
    { language: "nl", priority: "urgent", topic: "report_fraud", topics: ["report_fraud"] },
    2,
  );
  board.say("w-urgent", "customer", "ik heb mijn code doorgegeven aan iemand aan de telefoon", { at: ago(4) });
  board.say("w-urgent", "bot", "Bel nu **Card Stop**: 078 170 170.", { at: ago(4), topic: "report_fraud" });
  board.addWaiting(
    "w-danger",
    { language: "fr", topic: "crisis", topics: ["crisis"], danger: "crisis", help: SCENE_HELP },
    1,
  );
  board.say("w-danger", "customer", "avec cette fuite en plus de tout le reste je n'ai plus envie de continuer", {
    at: ago(2),
  });
  board.say("w-danger", "bot", "Ce que vous écrivez me touche, et je le prends au sérieux.", {
    at: ago(2),
    topic: "crisis",
  });
  board.addWaiting("w-long", { topic: "am_i_affected", helped_before: true }, 14);
  board.say("w-long", "customer", "et moi alors je suis dedans ou pas", { at: ago(15) });
  board.addWaiting("w-en", { language: "en", languages: ["en"], topic: "legal_claim" }, 6);
  board.addWaiting("w-both", { language: "en", languages: ["en", "fr"], topic: null }, 1);

  const held = board.addWaiting("m-1", { topic: "suspicious_contact", helped_before: true, unsure: ["3"] }, 9);
  held.topics.push("suspicious_contact", "check_message");
  board.say("m-1", "bot", "Bonjour, je suis l'assistant automatique de Proximus. Que puis-je faire pour vous ?", {
    at: ago(12),
  });
  board.say("m-1", "customer", "j'ai reçu un sms bizarre de proximus avec un lien", { at: ago(11) });
  board.say("m-1", "customer", "c'est pour le décodeur chez maman qu'ils disent", { at: ago(11) });
  board.say(
    "m-1",
    "bot",
    "Voici ce qui compte :\n- pas de clic sur le lien\n- **jamais** de code\n\nVoulez-vous parler à une personne ?",
    {
      at: ago(11),
      topic: "suspicious_contact",
      buttons: [
        { id: "b1", title: "Parler à une personne" },
        { id: "b2", title: "Reconnaître une fraude" },
      ],
    },
  );
  board.say("m-1", "customer", "oui une vraie personne svp", { at: ago(10) });
  board.say("m-1", "system", "Vous êtes le prochain.", {
    at: ago(9),
    topic: "handoff",
    details: { handoff: "queued" },
  });
  board.hold("m-1", "nora");
  board.say("m-1", "system", "Nora vous répond.", { at: ago(7), topic: "handoff", details: { handoff: "taken" } });
  board.say("m-1", "agent", "Bonjour, je lis votre conversation. Avez-vous ouvert le lien ?", {
    at: ago(6),
    details: { agent: "Nora" },
  });
  board.note("m-1", "luc", "A déjà appelé hier au sujet de sa mère, reste calme.");
  board.say("m-1", "customer", "oui ma mère a cliqué mais elle n'a rien rempli je crois", { at: ago(1) });

  board.addWaiting("m-2", { language: "nl", topic: "data_type" }, 20);
  board.hold("m-2", "nora");
  board.say("m-2", "customer", "en mijn rijksregisternummer dan?", { at: ago(3) });
  board.say("m-2", "agent", "Dat nummer hoort er niet bij.", { at: ago(2), details: { agent: "Nora" } });
  board.addWaiting("m-danger", { topic: "in_danger", danger: "in_danger", priority: "urgent", help: SCENE_HELP }, 8);
  board.hold("m-danger", "nora");
  board.say("m-danger", "customer", "mon ex a maintenant mon adresse grâce à votre fuite, il a déjà menacé de venir", {
    at: ago(4),
  });
  board.say("m-danger", "agent", "Je suis là. Êtes-vous en lieu sûr en ce moment ?", {
    at: ago(3),
    details: { agent: "Nora" },
  });
  board.say("m-danger", "customer", "il y a une voiture devant chez moi", { at: ago(1) });
  board.addWaiting("p-1", { language: "en", topic: "change_password" }, 20);
  board.hold("p-1", "pieter");

  board.tickets.push(
    {
      id: 2,
      conversation_id: "t-2",
      language: "nl",
      text: "Bel mij na 17 uur aub, ik werk overdag.",
      phone: "0470 00 00 00",
      at: ago(50),
      done_by: null,
    },
    {
      id: 1,
      conversation_id: "t-1",
      language: "fr",
      text: "Ma belle-mère a donné son code, que faire ?",
      phone: "+32 470 00 00 01",
      at: ago(300),
      done_by: "Amina",
    },
  );
  replies.push(
    {
      ...reply(
        "listen",
        ["Écouter et orienter", "Luisteren en doorverwijzen", "Listen and refer"],
        [
          "Merci de me l'avoir écrit. Vous pouvez parler à quelqu'un maintenant, au 0800 32 123.",
          "Bedankt dat u dit schrijft. U kunt nu met iemand praten, op 1813.",
          "Thank you for writing this. You can talk to someone now, on 02 648 40 14.",
        ],
      ),
      topics: ["crisis", "in_danger"],
    },
    reply(
      "card",
      ["Bloquer la carte", "Kaart blokkeren", "Block the card"],
      [
        "Appelez tout de suite Card Stop au 078 170 170.",
        "Bel meteen Card Stop op 078 170 170.",
        "Call Card Stop right away on 078 170 170.",
      ],
    ),
    reply(
      "hotline",
      ["Le numéro d'appel", "Het telefoonnummer", "The hotline"],
      ["Vous pouvez appeler le 0800/55.800.", "U kunt bellen naar 0800/55.800.", "You can call 0800/55.800."],
    ),
    reply(
      "neverask",
      ["Ce qu'on ne demande jamais", "Wat we nooit vragen", "What we never ask"],
      [
        "Nous ne demandons jamais votre mot de passe, ni un code PIN ou PUK.",
        "We vragen nooit uw wachtwoord, en ook geen pin- of pukcode.",
        "We never ask for your password, nor a PIN or PUK code.",
      ],
    ),
  );
}

const SCENE_HELP: Help = {
  lines: [
    { title: "Urgences", number: "112", url: null },
    { title: "Police, urgence", number: "101", url: null },
    { title: "Centre de prévention du suicide", number: "0800 32 123", url: "https://preventionsuicide.be" },
    { title: "Écoute violences conjugales", number: "0800 30 030", url: null },
    { title: "App 112 BE, sans parler", number: "", url: "https://112.be" },
  ],
  procedure: `Restez avec la personne jusqu'à ce que quelqu'un d'autre l'aide.

- **Lisez tout** avant d'écrire.
- Demandez simplement : « Êtes-vous en danger maintenant ? »
- Donnez le numéro, sans promettre que quelqu'un décroche.
- **Prévenez le responsable** de garde : [À COMPLÉTER].

Vous savez où elle est et sa vie est en danger : appelez vous-même le 112.`,
};

function reply(shortcut: string, [fr, nl, en]: [string, string, string], [inFr, inNl, inEn]: [string, string, string]) {
  return { shortcut, title: { fr, nl, en }, text: { fr: inFr, nl: inNl, en: inEn } };
}

export const SCENE_REPORT = {
  waits: { taken: 42, left: 5, median_s: 95, p90_s: 410, longest_s: 1260 },
  now: { waiting: 4, longest_s: 840, agents_online: 3, held: 3 },
  agents: [
    {
      agent: { id: "nora", display_name: "Nora" },
      conversations: 19,
      held_now: 2,
      median_handling_s: 540,
      rating: { count: 9, mean: 4.4 },
    },
    {
      agent: { id: "pieter", display_name: "Pieter" },
      conversations: 14,
      held_now: 1,
      median_handling_s: 700,
      rating: { count: 4, mean: 3.8 },
    },
    {
      agent: { id: "amina", display_name: "Amina" },
      conversations: 9,
      held_now: 0,
      median_handling_s: 460,
      rating: { count: 0, mean: null },
    },
  ],
  ratings: {
    count: 13,
    mean: 4.2,
    stars: [1, 0, 2, 3, 7],
    comments: [
      { stars: 1, comment: "Te lang gewacht.", language: "nl", at: ago(70) },
      { stars: 5, comment: "Merci, ça m'a rassurée.", language: "fr", at: ago(20) },
    ],
  },
  reasons: { solved: 24, hotline: 6, bank_or_police: 4, no_answer: 5, abuse: 1, other: 2 },
  open_tickets: 1,
};
