/** Says in a word that somebody is in danger, or urgent; colour and shape only repeat it. What is normal is not marked. */
import { html, nothing, type TemplateResult } from "lit";
import type { Danger } from "../../shared/api_types.ts";
import { icons } from "../../shared/view/icons.ts";
import type { DeskTexts } from "../catalogue/desk_texts.ts";
import type { Priority } from "../desk_readers.ts";

export interface Marked {
  readonly danger: Danger | null;
  readonly priority: Priority;
}

/** Danger first: somebody who was defrauded may be in danger as well. */
export function marks({ danger, priority }: Marked, texts: DeskTexts): TemplateResult {
  return html`${danger ? dangerMark(danger, texts) : nothing}${
    priority === "urgent"
      ? html`<span class="priority urgent">${icons.attention}${texts.priorities.urgent}</span>`
      : nothing
  }`;
}

export function dangerMark(danger: Danger, texts: DeskTexts): TemplateResult {
  return html`<span class="priority danger">${icons.attention}${texts.dangers[danger]}</span>`;
}
