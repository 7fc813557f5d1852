/** A priority in words; the colour only repeats them. */
import { html, type TemplateResult } from "lit";
import { icons } from "../../shared/view/icons.ts";
import type { DeskTexts } from "../catalogue/desk_texts.ts";
import type { Priority } from "../desk_wire.ts";

export function priorityChip(priority: Priority, texts: DeskTexts): TemplateResult {
  return html`<span class="priority ${priority}">
    ${priority === "urgent" ? icons.attention : null}${texts.priorities[priority]}
  </span>`;
}
