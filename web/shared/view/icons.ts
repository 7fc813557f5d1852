/** Drawn with strokes in the colour of the text, so that they follow every theme. Never alone: each stands beside words. */
import { html, svg, type TemplateResult } from "lit";

function icon(path: TemplateResult, size = 22): TemplateResult {
  return html`<svg width=${size} height=${size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">${path}</svg>`;
}

export const icons = {
  speech: icon(
    svg`<path d="M12 3.5c4.9 0 8.5 3.3 8.5 7.7s-3.6 7.6-8.5 7.6c-.9 0-1.8-.1-2.6-.3L4.5 20.5l1.2-3.9c-1.4-1.4-2.2-3.3-2.2-5.4 0-4.4 3.6-7.7 8.5-7.7Z"/><path d="M8.5 9.7h7M8.5 13h4.6"/>`,
    28,
  ),
  close: icon(svg`<path d="m6 6 12 12M18 6 6 18"/>`),
  menu: icon(svg`<circle cx="12" cy="5.5" r=".9"/><circle cx="12" cy="12" r=".9"/><circle cx="12" cy="18.5" r=".9"/>`),
  chevron: icon(svg`<path d="m7 10 5 5 5-5"/>`, 16),
  phone: icon(
    svg`<path d="M6.2 3.8h2.6l1.6 4.3-2 1.5a11.6 11.6 0 0 0 6 6l1.5-2 4.3 1.6v2.6c0 1.2-1 2.2-2.2 2.1C10.7 19.3 4.7 13.3 4.1 6c0-1.2.9-2.2 2.1-2.2Z"/>`,
    18,
  ),
  send: icon(svg`<path d="M5 12h13M12.5 6 19 12l-6.5 6"/>`),
  download: icon(svg`<path d="M12 4v10.5M7.5 10.5 12 15l4.5-4.5M5 19.5h14"/>`, 20),
  erase: icon(svg`<path d="M5 7h14M9.5 7V4.5h5V7M7 7l.8 12.5h8.4L17 7M10.4 10.5v5.5M13.6 10.5v5.5"/>`, 20),
  star: icon(svg`<path d="m12 4 2.4 5 5.6.700-4.1 3.8 1.1 5.5-5-2.8-5 2.8 1.1-5.5L4 9.7 9.6 9Z"/>`, 20),
  check: icon(svg`<path d="m5.5 12.5 4.3 4.3L18.5 7.5"/>`, 16),
  attention: icon(svg`<path d="M12 4 2.8 19.5h18.4ZM12 10v4.5M12 17v.01"/>`, 16),
  clock: icon(svg`<circle cx="12" cy="12" r="8.5"/><path d="M12 7.5V12l3 2"/>`, 16),
  dash: icon(svg`<path d="M6 12h12"/>`, 16),
  question: icon(svg`<path d="M8.5 9a3.5 3.5 0 1 1 4.9 3.2c-1 .5-1.4 1-1.4 2.1M12 18v.01"/>`, 16),
  down: icon(svg`<path d="M12 5v13M6.5 12.5 12 18l5.5-5.5"/>`, 16),
} as const;
