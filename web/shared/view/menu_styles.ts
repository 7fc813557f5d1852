/** The menus that open below the header. */
import { css } from "lit";

export const menuStyles = css`
  .menu {
    position: absolute;
    inset-inline-end: 12px;
    top: calc(100% - 4px);
    margin: 0;
    padding: 6px;
    min-width: 170px;
    max-width: calc(100% - 24px);
    list-style: none;
    border: 1px solid var(--_line);
    border-radius: 14px;
    background: var(--_surface);
    color: var(--_ink);
    box-shadow: var(--_shadow);
  }

  .menu button {
    display: flex;
    align-items: center;
    gap: 10px;
    width: 100%;
    min-height: 44px;
    padding: 6px 12px;
    border: 0;
    border-radius: 9px;
    background: none;
    text-align: start;
  }

  .menu button:hover {
    background: var(--_tint);
  }

  .menu button[aria-disabled="true"] {
    color: var(--_quiet);
    cursor: default;
  }

  .menu svg {
    color: var(--_link);
  }

  .gap {
    flex: none;
    width: 16px;
  }

  @media (forced-colors: active) {
    .menu button {
      border: 1px solid ButtonText;
    }

    .menu button[aria-current="true"] {
      border-width: 2px;
      font-weight: 700;
    }
  }
`;
