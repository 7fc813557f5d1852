import { css } from "lit";

export const conversationStyles = css`
  :host {
    display: grid;
    grid-template: minmax(0, 1fr) / minmax(0, 1fr) minmax(260px, 320px);
    height: 100%;
  }

  .talk {
    display: flex;
    flex-direction: column;
    min-width: 0;
    min-height: 0;
  }

  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px 16px;
    padding: 8px 20px;
    border-bottom: 1px solid var(--_line);
    background: var(--_surface);
  }

  .who {
    flex: 1 1 200px;
    min-width: 0;
  }

  .who .quiet {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 12px;
  }

  .moves {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
  }

  aside {
    min-height: 0;
    padding: 14px 16px;
    overflow: auto;
    border-inline-start: 1px solid var(--_line);
    background: var(--_surface);
  }

  .facts {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: 8px 14px;
    margin: 8px 0 16px;
  }

  .language {
    display: inline-block;
  }

  .language::first-letter,
  .facts dd::first-letter {
    text-transform: uppercase;
  }

  .helped {
    padding: 0 8px;
    border-radius: 999px;
    background: var(--_tint);
    color: var(--_link);
    font-weight: 600;
  }

  .facts .wide {
    grid-column: 1 / -1;
  }

  .facts dt {
    color: var(--_quiet);
    font-size: 0.8125em;
  }

  .facts dd {
    font-size: 0.9375em;
    overflow-wrap: anywhere;
  }

  .facts ol {
    margin-inline-start: 1.3em;
    list-style: decimal;
  }

  .foot {
    padding: 4px 20px 12px;
    border-top: 1px solid var(--_line);
    background: var(--_surface);
  }

  .foot:empty {
    display: none;
  }

  .foot.rest {
    padding-block: 12px;
  }

  .typing {
    min-height: 1.5em;
    color: var(--_quiet);
    font-size: 0.8125em;
    font-style: italic;
  }

  .gone {
    display: grid;
    gap: 12px;
    align-content: center;
    justify-items: start;
    grid-column: 1 / -1;
    width: min(560px, 100%);
    margin: auto;
    padding: 24px;
  }

  .gone .typed {
    width: 100%;
    padding: 12px;
    border: 1px solid var(--_line);
    border-radius: 10px;
    background: var(--_surface);
  }

  @media (min-width: 1200px) {
    .moves .wide {
      display: none;
    }
  }

  @media (max-width: 1199px) {
    :host {
      grid-template-columns: minmax(0, 1fr);
    }

    aside {
      display: none;
    }

    :host([aside]) aside {
      display: block;
    }
  }

  @media (min-width: 900px) and (max-width: 1199px) {
    :host([aside]) {
      grid-template-columns: minmax(0, 1fr) 270px;
    }
  }

  @media (max-width: 899px) {
    :host([aside]) {
      grid-template-rows: auto minmax(0, 1fr);
    }

    :host([aside]) :is(.scroller, .foot) {
      display: none;
    }

    aside {
      border-inline-start: 0;
    }
  }

  @media (max-width: 719px) {
    header,
    .foot {
      padding-inline: 10px;
    }

    .moves {
      display: grid;
      grid-template-columns: 1fr 1fr;
      width: 100%;
    }

    .typing:empty {
      display: none;
    }
  }

  @media (max-height: 480px) {
    :host,
    :host([aside]) {
      display: block;
      height: auto;
    }
  }
`;
