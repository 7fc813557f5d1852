/** The header's two menus: which is open, and where the focus goes when it closes. */
import type { LitElement } from "lit";
import type { Menu } from "./header.ts";

export class Menus {
  readonly #host: LitElement;
  open: Menu | null = null;

  constructor(host: LitElement) {
    this.#host = host;
  }

  toggle(menu: Menu): void {
    this.#set(this.open === menu ? null : menu);
  }

  /** Back to the button that opened it. */
  close(): void {
    const { open } = this;
    this.#set(null);
    if (open) this.#host.renderRoot.querySelector<HTMLElement>(`[data-menu="${open}"]`)?.focus();
  }

  /** What follows takes the focus by itself. */
  hide(): void {
    this.#set(null);
  }

  readonly clicked = (event: Event): void => {
    if (!this.open) return;
    const inside = event.composedPath().some((node) => node instanceof Element && node.matches(".menu, [data-menu]"));
    if (!inside) this.#set(null);
  };

  #set(menu: Menu | null): void {
    this.open = menu;
    this.#host.requestUpdate();
  }
}
