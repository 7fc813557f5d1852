/** What is said, in its bubble. */
import { css } from "lit";

export const bubbleStyles = css`
  .bubble {
    max-width: min(88%, 40em);
    padding: 10px 14px;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_surface);
    text-wrap: pretty;
  }

  .message.last:not(.customer) .bubble {
    border-end-start-radius: 5px;
  }

  .bubble p,
  .bubble ul {
    margin: 0;
  }

  .bubble > * + :is(p, ul) {
    margin-top: 0.5em;
  }

  .bubble ul {
    padding-inline-start: 1.2em;
  }

  .bubble li + li {
    margin-top: 0.25em;
  }

  .bubble a {
    color: var(--_link);
    text-underline-offset: 2px;
  }

  .bubble a[href^="tel:"]:not(.link) {
    white-space: nowrap;
  }

  .bubble ul.links {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
    padding: 0;
    list-style: none;
  }

  .bubble ul.links li {
    margin: 0;
  }

  .link {
    display: inline-flex;
    align-items: center;
    gap: 7px;
    min-height: 36px;
    padding: 4px 12px;
    border: 1px solid var(--_edge);
    border-radius: 11px;
    font-weight: 600;
    font-size: 0.9375em;
    text-decoration: none;
    overflow-wrap: anywhere;
  }

  /* Somebody may need it with a hand that shakes. */
  .link[href^="tel:"] {
    min-height: 44px;
  }

  .link:hover {
    background: var(--_tint);
  }

  .typed {
    white-space: pre-wrap;
  }

  .customer .bubble {
    border-color: var(--_own-edge);
    background: var(--_own);
    color: var(--_on-accent);
  }

  .customer.last .bubble {
    border-end-end-radius: 5px;
  }

  .agent .bubble {
    border-inline-start: 4px solid var(--_link);
  }

  /* Nobody says it: it spans the log, and has no corner that points to a speaker. */
  .system .bubble,
  .system.last .bubble {
    max-width: 100%;
    border-radius: 12px;
    background: var(--_tint);
    font-size: 0.9375em;
  }

  .unsent .bubble {
    opacity: 0.82;
  }

  .unsent.failed .bubble {
    opacity: 1;
  }

  @media (forced-colors: active) {
    .bubble,
    .customer .bubble {
      border: 1px solid CanvasText;
    }

    .customer .bubble {
      border-inline-end-width: 5px;
    }

    .agent .bubble {
      border-inline-start-width: 5px;
    }

    .system .bubble {
      border-style: dashed;
    }
  }
`;
