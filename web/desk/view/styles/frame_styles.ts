/** The page around the parts: the top, the bars, and where the regions stand. */
import { css } from "lit";

export const frameStyles = css`
  :host {
    --_radius: 14px;
    --_note: light-dark(#fff8e1, #2c2717);
    --_note-edge: light-dark(#d9b95c, #7d6a33);
    --_note-ink: light-dark(#6b4e00, #f0d28a);
    --_urgent: light-dark(#9b1c1c, #ffb4ab);
    --_urgent-tint: light-dark(#fde7e4, #4a201c);
    --_danger: light-dark(#8c0030, #ffadc0);
    --_on-danger: light-dark(#ffffff, #3d0014);
    --_danger-tint: light-dark(#fff0f3, #33141d);
    display: block;
    background: var(--_page);
  }

  .page {
    display: flex;
    flex-direction: column;
    height: 100dvh;
    font-size: 0.9375em;
  }

  .entry {
    display: grid;
    gap: 16px;
    flex: 1;
    align-content: center;
    justify-items: center;
    padding: 16px;
  }

  .brand {
    font-weight: 650;
  }

  .skip {
    position: absolute;
    inset: 8px auto auto 8px;
    z-index: 5;
    padding: 8px 14px;
    border-radius: 8px;
    background: var(--_surface);
    color: var(--_link);
  }

  .skip:not(:focus) {
    width: 1px;
    height: 1px;
    padding: 0;
    overflow: hidden;
    clip-path: inset(50%);
  }

  .top {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 20px;
    padding: 6px 16px;
    border-bottom: 1px solid var(--_line);
    background: var(--_surface);
  }

  h1 {
    font-size: 1em;
    line-height: 1.3;
  }

  nav,
  .self {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px;
  }

  .self {
    gap: 4px;
    margin-left: auto;
  }

  .name {
    padding-inline-end: 4px;
    font-size: 0.875em;
    font-weight: 600;
  }

  nav button,
  .tool {
    min-height: 34px;
    padding: 2px 10px;
    border: 1px solid transparent;
    border-radius: 8px;
    background: none;
    font-size: 0.875em;
  }

  select.tool {
    padding-inline: 6px;
    border-color: var(--_line);
    background: var(--_surface);
  }

  nav button:hover,
  .tool:hover {
    background: var(--_tint);
  }

  nav [aria-current] {
    background: var(--_tint);
    color: var(--_link);
    font-weight: 650;
  }

  [aria-pressed]::after {
    content: " ✕";
  }

  [aria-pressed="true"]::after {
    content: " ✓";
  }

  .menu {
    display: none;
    margin-left: auto;
  }

  .presence {
    font-weight: 600;
  }

  .presence.online {
    border-color: var(--_edge);
  }

  .presence:not(.online) {
    background: var(--_attention-tint);
    color: var(--_attention);
  }

  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
    padding: 6px 16px;
    border-bottom: 1px solid var(--_line);
    background: var(--_tint);
    font-size: 0.875em;
  }

  .bar.attention {
    background: var(--_attention-tint);
    color: var(--_attention);
    font-weight: 600;
  }

  .bar.alarm {
    border-inline-start: 6px solid var(--_danger);
    background: var(--_danger-tint);
    font-weight: 600;
  }

  .bar.alarm .tool {
    border-color: var(--_edge);
    background: var(--_surface);
  }

  main {
    flex: 1;
    min-height: 0;
    overflow: auto;
  }

  .tabs {
    display: none;
    border-bottom: 1px solid var(--_line);
    background: var(--_surface);
  }

  .regions {
    display: grid;
    grid-template-columns: minmax(250px, 21vw) minmax(0, 1fr);
    overflow: hidden;
  }

  .lists {
    display: flex;
    flex-direction: column;
    min-height: 0;
    border-inline-end: 1px solid var(--_line);
    background: var(--_surface);
  }

  .region {
    min-height: 0;
    overflow: auto;
  }

  .mine {
    flex: 0 1 auto;
    max-height: 50%;
    border-bottom: 1px solid var(--_line);
  }

  .waiting {
    flex: 1 1 0;
  }

  .conversation {
    overflow: hidden;
  }

  .empty {
    display: grid;
    place-content: center;
    gap: 4px;
    height: 100%;
    padding: 24px;
    color: var(--_quiet);
    text-align: center;
  }

  @media (max-width: 719px) {
    .tabs {
      display: flex;
      flex-wrap: nowrap;
      gap: 0;
    }

    .tabs button {
      flex: 1;
      min-width: 0;
      min-height: 42px;
      padding: 2px;
      border-radius: 0;
      overflow-wrap: anywhere;
    }

    .tabs [aria-current] {
      box-shadow: inset 0 -3px 0 var(--_link);
    }

    .regions {
      grid-template-columns: minmax(0, 1fr);
    }

    .lists {
      border: 0;
    }

    .mine {
      flex: 1;
      max-height: none;
    }

    .regions:not([data-region="conversation"]) .conversation,
    .regions[data-region="conversation"] .lists,
    .regions:not([data-region="mine"]) .mine,
    .regions:not([data-region="waiting"]) .waiting {
      display: none;
    }

    .bar.alarm {
      position: relative;
      justify-content: space-between;
      padding: 3px 10px;
    }

    /* Its mark and its button say what matters; the log needs the room. */
    .bar.alarm .words {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }

    .top {
      gap: 2px;
      padding: 4px 8px;
    }

    nav button,
    .menu {
      padding-inline: 6px;
      font-size: 0.8125em;
    }

    h1 {
      position: absolute;
      clip-path: inset(50%);
    }

    .menu {
      display: block;
    }

    .self {
      width: 100%;
      margin: 0;
    }

    .self:not(.open) {
      display: none;
    }
  }

  /* A phone on its side, or 400 % zoom: the page scrolls, and no part in a slit of its own. */
  @media (max-height: 480px) {
    .page {
      height: auto;
      min-height: 100dvh;
    }

    .regions,
    main,
    .region {
      overflow: visible;
    }

    .mine {
      max-height: none;
    }
  }

  @media (forced-colors: active) {
    nav [aria-current] {
      border-color: Highlight;
    }

    .bar:is(.attention, .alarm) {
      border: 1px solid CanvasText;
    }
  }
`;
