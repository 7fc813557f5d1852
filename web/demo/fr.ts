import type { Incident } from "../shared/incident.ts";
import type { Statement } from "./statement.ts";

export const fr = ({ company, website }: Incident): Statement => ({
  title: "Incident de sécurité concernant des données de clients",
  description: "Ce qui s'est passé, les données concernées et ce qui doit vous alerter.",
  skip: "Aller à l'information",
  languages: "Langue de cette page",
  demonstration: `Ceci est une démonstration de Breachline, et non une page de ${company}.`,
  kicker: "Information aux clients",
  lead: "Un collaborateur d'un de nos partenaires a consulté à grande échelle, sans autorisation, la base de données avec les coordonnées de nos clients. Vous n'avez rien à faire. Restez toutefois attentif aux appels et aux messages inattendus.",
  hotline: { title: "Une question sur cet incident\u00a0?", lead: "Appelez le" },
  seen: {
    title: "Les données concernées",
    points: [
      "Nom et prénom",
      "Adresse",
      "Adresse e-mail, si nous la connaissions",
      "Date de naissance",
      "Numéro de téléphone fixe et/ou de GSM",
    ],
  },
  unseen: {
    title: "Les données non concernées",
    points: [
      "Numéros de carte SIM",
      "Compte bancaire et carte de crédit",
      "Mots de passe",
      "Codes PIN et PUK",
      "Numéro de registre national",
      "Données de communication",
    ],
  },
  happened: {
    title: "Ce que nous savons à ce stade",
    paragraphs: [
      "Pour l'instant, rien n'indique que les données récupérées ont été utilisées de façon abusive.",
      "L'incident n'a pas d'impact sur nos services ni sur nos activités.",
    ],
  },
  act: {
    title: "Ce que vous pouvez faire",
    lead: "Aucune démarche n'est nécessaire. Des fraudeurs pourraient utiliser ces données pour vous contacter par téléphone, e-mail ou SMS, en se faisant passer pour nous ou pour une autre entreprise.",
    points: [
      "Méfiez-vous des appels et des messages inattendus, surtout s'ils vous pressent ou vous demandent de «\u00a0confirmer\u00a0» quelque chose.",
      "Ne cliquez pas sur un lien suspect et n'ouvrez pas de pièce jointe inattendue.",
      "Un doute\u00a0? Raccrochez et contactez-nous vous-même par les canaux officiels.",
    ],
  },
  never: {
    title: "Ce que nous ne demandons jamais",
    lead: `Ni par téléphone, ni par e-mail, ni par SMS\u00a0: ${company}, Scarlet et leurs agents ne vous demandent jamais`,
    points: [
      "votre numéro de compte bancaire complet",
      "votre mot de passe",
      "votre numéro de carte SIM",
      "votre code PIN ou PUK",
    ],
  },
  signs: {
    title: "Les signes qui doivent vous alerter",
    points: [
      "Un message inattendu, surtout s'il demande des informations personnelles",
      "Une alerte sur votre compte que vous n'avez pas déclenchée, comme «\u00a0vos données ont été modifiées\u00a0»",
      "Tout ce qui vous presse ou semble urgent",
    ],
    after: "Connaître votre nom ou votre adresse ne prouve rien sur la personne qui vous contacte.",
  },
  doing: {
    title: "Ce que nous faisons",
    points: [
      "Une enquête approfondie est en cours, pour déterminer toute l'ampleur de l'incident et aider les autorités.",
      "L'Autorité de protection des données et le Centre pour la Cybersécurité Belgique sont informés.",
      "Une plainte a été déposée auprès du parquet fédéral.",
      "Nous suivons de près les conséquences possibles. Pendant l'enquête, nous ne pouvons pas donner plus de détails.",
    ],
  },
  reach: {
    title: "Comment nous joindre",
    call: "Au sujet de cet incident, appelez le",
    site: `Tapez vous-même l'adresse de notre site dans votre navigateur\u00a0: ${website.fr}`,
    chat: "Ou posez votre question à notre assistant automatique.",
  },
  ask: "Interroger l'assistant",
  footer: `Page de démonstration. Les faits sont ceux du communiqué de presse\u00a0; la page elle-même n'a pas été réalisée par ${company}.`,
});
