import type { Incident } from "../shared/incident.ts";
import type { Statement } from "./statement.ts";

export const nl = ({ company, website }: Incident): Statement => ({
  title: "Beveiligingsincident met klantgegevens",
  description: "Wat er gebeurd is, om welke gegevens het gaat en waar u op let.",
  skip: "Naar de informatie",
  languages: "Taal van deze pagina",
  demonstration: `Dit is een demonstratie van Breachline, geen pagina van ${company}.`,
  kicker: "Informatie voor klanten",
  lead: "Een medewerker van een van onze partners heeft de databank met contactgegevens van onze klanten geraadpleegd, op grote schaal en zonder toestemming. U hoeft niets te doen. Let wel op met onverwachte telefoontjes en berichten.",
  hotline: { title: "Een vraag over dit incident?", lead: "Bel" },
  seen: {
    title: "Gegevens die betrokken zijn",
    points: [
      "Naam en voornaam",
      "Adres",
      "E-mailadres, als wij dat hadden",
      "Geboortedatum",
      "Vast telefoonnummer en/of gsm-nummer",
    ],
  },
  unseen: {
    title: "Gegevens die niet betrokken zijn",
    points: [
      "Simkaartnummers",
      "Bankrekening en kredietkaart",
      "Wachtwoorden",
      "Pin- en pukcodes",
      "Rijksregisternummer",
      "Communicatiegegevens",
    ],
  },
  happened: {
    title: "Wat we nu weten",
    paragraphs: [
      "Op dit moment wijst niets erop dat de opgehaalde gegevens misbruikt zijn.",
      "Onze diensten en onze werking ondervinden geen hinder.",
    ],
  },
  act: {
    title: "Wat u kunt doen",
    lead: "U hoeft zelf niets te ondernemen. Fraudeurs kunnen de gegevens gebruiken om u te bellen, te mailen of te sms'en en zich voor te doen als ons of als een ander bedrijf.",
    points: [
      "Wees voorzichtig met onverwachte telefoontjes en berichten, zeker als ze haast hebben of u vragen om iets te “bevestigen”.",
      "Klik niet op verdachte links en open geen bijlagen die u niet verwacht.",
      "Twijfelt u? Haak in en contacteer ons zelf via de officiële kanalen.",
    ],
  },
  never: {
    title: "Wat wij nooit vragen",
    lead: `Niet aan de telefoon, niet per e-mail, niet per sms: ${company}, Scarlet en hun medewerkers vragen nooit naar`,
    points: ["uw volledige bankrekeningnummer", "uw wachtwoord", "uw simkaartnummer", "uw pin- of pukcode"],
  },
  signs: {
    title: "Signalen om op te letten",
    points: [
      "Een onverwacht bericht, zeker als het om persoonlijke gegevens vraagt",
      "Een melding over uw account terwijl u zelf niets deed, zoals “uw gegevens zijn gewijzigd”",
      "Alles wat gehaast of dringend overkomt",
    ],
    after: "Wie uw naam of adres kent, bewijst daarmee niet wie hij is.",
  },
  doing: {
    title: "Wat wij doen",
    points: [
      "Er loopt een grondig onderzoek, om de volledige omvang te bepalen en de autoriteiten te helpen.",
      "De Gegevensbeschermingsautoriteit en het Centrum voor Cybersecurity België zijn verwittigd.",
      "Bij het federaal parket is een klacht ingediend.",
      "We volgen de mogelijke gevolgen van dichtbij op. Zolang het onderzoek loopt, kunnen we niet meer details geven.",
    ],
  },
  reach: {
    title: "Hoe u ons bereikt",
    call: "Over dit incident belt u",
    site: `Typ het adres van onze website zelf in uw browser: ${website.nl}`,
    chat: "Of stel uw vraag aan onze automatische assistent.",
  },
  ask: "Vraag het de assistent",
  footer: `Demonstratiepagina. De feiten komen uit de persmededeling; de pagina zelf is niet door ${company} gemaakt.`,
});
