import { css } from "lit";

export const signInStyles = css`
  :host {
    display: block;
    width: min(400px, 100%);
  }

  .card {
    padding: 28px;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_surface);
  }

  h1 {
    font-size: 1.375em;
    line-height: 1.2;
  }

  .lead {
    margin: 4px 0 20px;
    color: var(--_quiet);
  }

  label {
    margin: 14px 0 4px;
  }

  .check {
    display: flex;
    align-items: center;
    gap: 8px;
    min-height: 24px;
    font-weight: 400;
  }

  form .solid,
  .openid {
    width: 100%;
    margin-top: 18px;
  }

  .openid {
    display: grid;
    place-items: center;
    text-decoration: none;
  }

  .or {
    display: flex;
    align-items: center;
    gap: 12px;
    margin-top: 18px;
    color: var(--_quiet);
    font-size: 0.875em;
  }

  .or::before,
  .or::after {
    content: "";
    flex: 1;
    border-top: 1px solid var(--_line);
  }

  .problem,
  .ended,
  .card > .hint {
    margin: 0 0 14px;
  }

  .ended {
    display: flex;
    gap: 8px;
    padding: 10px 12px;
    border-radius: 10px;
    background: var(--_attention-tint);
    color: var(--_attention);
    font-size: 0.875em;
  }

  .ended svg {
    margin-top: 0.2em;
  }

  code {
    display: block;
    margin-top: 6px;
    padding: 8px 12px;
    border-radius: 8px;
    background: var(--_page);
    color: var(--_ink);
  }

  @media (max-width: 400px) {
    .card {
      padding: 20px 16px;
    }
  }
`;
