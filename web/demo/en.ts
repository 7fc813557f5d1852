import type { Incident } from "../shared/incident.ts";
import type { Statement } from "./statement.ts";

export const en = ({ company, website }: Incident): Statement => ({
  title: "Security incident involving customer data",
  description: `What happened, which data was seen, and what to watch out for.`,
  skip: "Skip to the information",
  languages: "Language of this page",
  demonstration: `This is a demonstration of Breachline, and not a page of ${company}.`,
  kicker: "Information for customers",
  lead: `The database with our customers' contact details was consulted on a large scale, without authorisation, by someone working for one of our partners. You do not need to do anything. Do stay alert to unexpected calls and messages.`,
  hotline: { title: "A question about this incident?", lead: "Call" },
  seen: {
    title: "Data that is involved",
    points: [
      "Last name and first name",
      "Address",
      "Email address, if we had it",
      "Date of birth",
      "Landline and/or mobile number",
    ],
  },
  unseen: {
    title: "Data that is not involved",
    points: [
      "SIM card numbers",
      "Bank account and credit card details",
      "Passwords",
      "PIN and PUK codes",
      "National registry number",
      "Communication data",
    ],
  },
  happened: {
    title: "What we know at this moment",
    paragraphs: [
      "There is no indication at this moment that the retrieved data was misused.",
      "Our services and our daily operations are not affected.",
    ],
  },
  act: {
    title: "What you can do",
    lead: "You do not need to take any action. Fraudsters could use the data to contact you by phone, email or text, and pretend to be us or another company.",
    points: [
      "Be careful with unexpected calls and messages, above all when they press you or ask you to “confirm” something.",
      "Do not click on suspicious links, and do not open attachments you did not expect.",
      "In doubt? Hang up, and contact us yourself through the official channels.",
    ],
  },
  never: {
    title: "What we never ask for",
    lead: `Not by phone, not by email, not by text: ${company}, Scarlet and their agents never ask for`,
    points: ["your full bank account number", "your password", "your SIM card number", "your PIN or PUK code"],
  },
  signs: {
    title: "Signs that should warn you",
    points: [
      "An unexpected message, above all one that asks for personal information",
      "An alert about your account that you did not cause, such as “your information was changed”",
      "Anything that feels rushed or urgent",
    ],
    after: "Knowing your name or address proves nothing about who is contacting you.",
  },
  doing: {
    title: "What we are doing",
    points: [
      "An in-depth investigation is under way, to establish the full scope and to support the authorities.",
      "The Belgian Data Protection Authority and the Centre for Cybersecurity Belgium have been informed.",
      "A complaint was filed with the Federal Prosecutor's Office.",
      "We follow the possible impact closely. While the investigation runs, we cannot give further details.",
    ],
  },
  reach: {
    title: "How to reach us",
    call: "About this incident, call",
    site: `Type the address of our website into your browser yourself: ${website.en}`,
    chat: "Or ask our automated assistant.",
  },
  ask: "Ask the assistant",
  footer: `A demonstration page. Its facts are those of the press statement; the page itself was not made by ${company}.`,
});
