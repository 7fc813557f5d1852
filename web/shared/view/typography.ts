/** What must not be torn apart at the end of a line: French signs from their word, and numbers and "e-mail" in themselves. */
import { html, type TemplateResult } from "lit";
import { COLONS, type Language } from "../languages.ts";

const NUMBER_OR_MAIL = /(\+?\d[\d./ \u00a0-]{0,22}\d|\be-mails?\b)/i;

/** Where a space belongs before a colon, as in French, so it does before these signs and inside quotation marks: no line may end there. */
export function noBreak(text: string, language: Language): string {
  return COLONS[language].startsWith("\u00a0")
    ? text.replace(/ (?=[?!;:»])/g, "\u00a0").replace(/« /g, "«\u00a0")
    : text;
}

/** The same as parts of a line; the words stay what they are, for whoever copies them. */
export function unbroken(text: string, language: Language): (string | TemplateResult)[] {
  const pieces = noBreak(text, language).split(NUMBER_OR_MAIL);
  return pieces.map((piece, index) => (index % 2 === 1 ? html`<span class="whole">${piece}</span>` : piece));
}
