/** The look in named values. What a site may set begins with --breachline-; docs/widget.md lists it. */
import { css, unsafeCSS } from "lit";

const dark = unsafeCSS(`
  --_surface: #1a1c29;
  --_page: #12131c;
  --_ink: #eceef7;
  --_quiet: #a8acc2;
  --_line: #303347;
  --_edge: #7d819b;
  --_tint: #262a3f;
  --_link: var(--breachline-link-dark, #b7bdff);
  --_attention: #ffcf8a;
  --_attention-tint: #3a2c14;
  --_own: var(--breachline-accent, #3d4197);
  --_own-edge: #5e63c9;
  --_shadow: 0 12px 40px rgb(0 0 0 / 55%), 0 0 0 1px #303347;
  color-scheme: dark;
`);

export const tokens = css`
  :host {
    --_accent: var(--breachline-accent, #34388a);
    --_on-accent: var(--breachline-on-accent, #ffffff);
    --_radius: var(--breachline-radius, 18px);
    --_font: var(--breachline-font, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif);
    --_surface: #ffffff;
    --_page: #f5f6fa;
    --_ink: #1a1c2c;
    --_quiet: #585c73;
    --_line: #dfe1ec;
    --_edge: #7c8099;
    --_tint: #ecedf9;
    --_link: var(--breachline-link, #34388a);
    --_attention: #7a4100;
    --_attention-tint: #fff1dc;
    --_own: var(--breachline-accent, #34388a);
    --_own-edge: transparent;
    --_shadow: 0 12px 40px rgb(20 22 50 / 22%), 0 2px 8px rgb(20 22 50 / 12%);
    color-scheme: light;
    /* A root of 10 px, as some sites set it, must not make this unreadable; a larger one is obeyed. */
    font: 400 max(16px, 1rem) / 1.5 var(--_font);
    letter-spacing: normal;
    text-align: start;
    text-transform: none;
    color: var(--_ink);
    -webkit-text-size-adjust: 100%;
  }

  @media (prefers-color-scheme: dark) {
    :host(:not([theme="light"])) {
      ${dark}
    }
  }

  :host([theme="dark"]) {
    ${dark}
  }
`;

/** What holds in every part; the values above come down from the part around it. */
export const base = css`
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  [hidden] {
    display: none !important;
  }

  .heard {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    padding: 0;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  button,
  textarea,
  input {
    font: inherit;
    letter-spacing: inherit;
    color: inherit;
  }

  .whole,
  a[href^="tel:"] {
    white-space: nowrap;
  }

  button {
    cursor: pointer;
    touch-action: manipulation;
  }

  svg {
    display: block;
    flex: none;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.9;
    stroke-linecap: round;
    stroke-linejoin: round;
  }

  :focus-visible {
    outline: 3px solid var(--_link);
    outline-offset: 2px;
  }

  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation: none !important;
      transition: none !important;
      scroll-behavior: auto !important;
    }
  }
`;

/** Buttons inside sheets, and wherever words and not an icon say what happens. */
export const buttons = css`
  .solid,
  .plain {
    min-height: 44px;
    padding: 0.5em 1.1em;
    border-radius: min(var(--_radius), 12px);
    font-weight: 600;
  }

  .solid {
    border: 1px solid var(--_accent);
    background: var(--_accent);
    color: var(--_on-accent);
  }

  .plain {
    border: 1px solid var(--_edge);
    background: var(--_surface);
    color: var(--_ink);
  }

  .plain:hover {
    background: var(--_tint);
  }

  .solid:hover {
    filter: brightness(1.12);
  }

  @media (forced-colors: active) {
    .solid,
    .plain {
      border-color: ButtonText;
    }
  }
`;
