/** What the keyboard does here. */
import { html, type TemplateResult } from "lit";
import type { DeskTexts } from "../catalogue/desk_texts.ts";
import { SHORTCUTS, type ShortcutName } from "../shortcuts.ts";
import { DeskDialog } from "./dialog.ts";

export class ShortcutsDialog extends DeskDialog {
  static override properties = { texts: { attribute: false } };

  declare texts: DeskTexts;

  protected override heading(): string {
    return this.texts.shortcutsTitle;
  }

  protected override dismissLabel(): string {
    return this.texts.dismiss;
  }

  protected override content(): TemplateResult {
    const { texts } = this;
    const names = Object.keys(SHORTCUTS) as ShortcutName[];
    const enter = html`<kbd>Enter</kbd>`;
    return html`<p>${texts.shortcutsLead}</p>
      <dl class="keys">
        ${names.map((name) => {
          const letter = SHORTCUTS[name].toUpperCase();
          return pair(html`<kbd>Alt</kbd> + <kbd>${letter}</kbd>`, texts.shortcutNames[name]);
        })}
        ${pair(enter, texts.keys.enter)} ${pair(html`<kbd>Shift</kbd> + ${enter}`, texts.keys.shiftEnter)}
        ${pair(html`<kbd>/</kbd>`, texts.keys.slash)} ${pair(html`<kbd>Esc</kbd>`, texts.keys.escape)}
      </dl>`;
  }
}

function pair(keys: TemplateResult, does: string): TemplateResult {
  return html`<div><dt>${keys}</dt><dd>${does}</dd></div>`;
}

customElements.define("breachline-shortcuts-dialog", ShortcutsDialog);
