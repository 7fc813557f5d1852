/** What several parts of the desk share: small buttons, quiet words. Colours come from `tokens`. */
import { css } from "lit";

export const shellStyles = css`
  h1,
  h2,
  h3,
  h4,
  p,
  ul,
  ol,
  dl,
  dd {
    margin: 0;
    padding: 0;
  }

  ul,
  ol {
    list-style: none;
  }

  h2 {
    font-size: 1.0625em;
    line-height: 1.3;
  }

  h3 {
    font-size: 0.9375em;
    line-height: 1.3;
  }

  select {
    font: inherit;
    color: inherit;
  }

  .small {
    min-height: 32px;
    padding: 0.2em 0.75em;
    border-radius: 8px;
    font-size: 0.875em;
    font-weight: 550;
    line-height: 1.3;
  }

  .quiet,
  .meta,
  .none,
  .hint {
    color: var(--_quiet);
  }

  .quiet,
  .meta {
    font-size: 0.8125em;
  }

  .none {
    padding: 12px 16px;
    font-size: 0.875em;
  }

  .typed {
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }

  .problem {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
    color: var(--_attention);
    font-weight: 600;
  }

  .heard {
    /* A list that scrolls must not scroll to what is only heard. */
    inset-block-start: auto;
  }

  kbd {
    padding: 0 0.4em;
    border: 1px solid var(--_line);
    border-bottom-width: 2px;
    border-radius: 5px;
    background: var(--_page);
    font: inherit;
    font-size: 0.875em;
  }
`;
