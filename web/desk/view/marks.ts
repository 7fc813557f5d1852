/** Says that somebody is urgent, in a word; the colour only repeats it. What is normal is not marked. */
import { html, type TemplateResult } from "lit";
import { icons } from "../../shared/view/icons.ts";
import type { DeskTexts } from "../catalogue/desk_texts.ts";

export function urgentChip(texts: DeskTexts): TemplateResult {
  return html`<span class="priority urgent">${icons.attention}${texts.priorities.urgent}</span>`;
}
