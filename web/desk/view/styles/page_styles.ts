/** The call-backs and the overview: tables that fold into cards where there is no room. */
import { css } from "lit";

export const pageStyles = css`
  :host {
    display: block;
    max-width: 1080px;
    margin: 0 auto;
    padding: 20px;
  }

  h2 {
    font-size: 1.375em;
  }

  h3 {
    margin: 26px 0 8px;
    font-size: 1.0625em;
  }

  h4 {
    margin: 16px 0 4px;
    font-size: 0.9375em;
  }

  .lead {
    margin: 2px 0 16px;
    color: var(--_quiet);
  }

  .sum {
    margin-bottom: 8px;
  }

  .lead select {
    min-height: 34px;
    padding: 2px 6px;
    border: 1px solid var(--_edge);
    border-radius: 8px;
    background: var(--_surface);
    color: var(--_ink);
  }

  table {
    width: 100%;
    border: 1px solid var(--_line);
    border-radius: 12px;
    border-spacing: 0;
    background: var(--_surface);
    font-size: 0.9375em;
  }

  th,
  td {
    padding: 8px 12px;
    border-bottom: 1px solid var(--_line);
    text-align: start;
    vertical-align: top;
  }

  tbody tr:last-child > * {
    border-bottom: 0;
  }

  thead th {
    color: var(--_quiet);
    font-size: 0.8125em;
    font-weight: 600;
  }

  tbody th {
    font-weight: 500;
  }

  .number {
    text-align: end;
    font-variant-numeric: tabular-nums;
  }

  .bars {
    width: 30%;
    vertical-align: middle;
  }

  .bars svg {
    width: 100%;
    height: 8px;
    stroke: none;
  }

  .track {
    fill: var(--_tint);
  }

  .value {
    fill: var(--_link);
  }

  tr.done {
    color: var(--_quiet);
  }

  td time,
  td a {
    white-space: nowrap;
  }

  a {
    color: var(--_link);
  }

  .figures {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(150px, 1fr));
    gap: 10px;
  }

  .figures div {
    padding: 10px 14px;
    border: 1px solid var(--_line);
    border-radius: 12px;
    background: var(--_surface);
  }

  .figures dt {
    color: var(--_quiet);
    font-size: 0.8125em;
  }

  .figures dd {
    font-size: 1.5em;
    font-weight: 600;
    line-height: 1.3;
    font-variant-numeric: tabular-nums;
  }

  .pair {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(380px, 100%), 1fr));
    gap: 0 24px;
  }

  .comments li {
    padding: 8px 0;
    border-bottom: 1px solid var(--_line);
  }

  @media (max-width: 639px) {
    :host {
      padding: 14px 10px;
    }

    table:has([data-label]) :is(thead, .bars) {
      display: none;
    }

    table:has([data-label]) :is(tbody, tr, td, th) {
      display: block;
      width: auto;
      text-align: start;
    }

    table:has([data-label]) :is(td, th) {
      border: 0;
      padding: 3px 12px;
    }

    table:has([data-label]) tr {
      padding: 8px 0;
      border-bottom: 1px solid var(--_line);
    }

    td[data-label]::before {
      content: attr(data-label) " ";
      color: var(--_quiet);
      font-size: 0.875em;
    }

    .typed[data-label]::before {
      display: block;
    }
  }

  @media (forced-colors: active) {
    .track {
      fill: Canvas;
      stroke: CanvasText;
    }

    .value {
      fill: CanvasText;
    }
  }
`;
