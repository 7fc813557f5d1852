/** Links out of the chat: a new window on the web, the phone or the mail program for a number or a mailbox; in an app, the app is asked (it hears "breachline-link"). */
import { html, nothing, type TemplateResult } from "lit";
import { safeUrl } from "../markdown.ts";
import { icons } from "./icons.ts";

export class LinkFollowed extends Event {
  constructor(readonly url: string) {
    super("breachline-link", { bubbles: true, composed: true, cancelable: true });
  }
}

export function externalLink(url: string, title: string, newWindow: string, part = ""): TemplateResult {
  const parsed = safeUrl(url);
  if (!parsed) return html`${title}`;
  const calls = parsed.protocol === "tel:";
  const stays = calls || parsed.protocol === "mailto:";
  const follow = (event: Event) => {
    const followed = new LinkFollowed(parsed.href);
    if (!event.currentTarget?.dispatchEvent(followed)) event.preventDefault();
  };
  return html`<a
    class=${part || nothing}
    href=${parsed.href}
    target=${stays ? nothing : "_blank"}
    rel=${stays ? nothing : "noopener noreferrer"}
    @click=${follow}
    >${calls && part ? icons.phone : nothing}${title}${stays ? nothing : html`<span class="heard"> (${newWindow})</span>`}</a
  >`;
}
