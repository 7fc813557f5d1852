/** How urgent and danger are marked. Danger is filled, and stands out from "urgent" without its colour too. */
import { css } from "lit";

export const markStyles = css`
  .priority {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    flex: none;
    max-width: 100%;
    padding: 1px 8px 1px 6px;
    border-radius: 999px;
    font-size: 0.8125em;
    font-weight: 650;
  }

  .priority.urgent {
    background: var(--_urgent-tint);
    color: var(--_urgent);
  }

  .priority.danger {
    border-radius: 5px;
    background: var(--_danger);
    color: var(--_on-danger);
    font-weight: 700;
  }

  @media (forced-colors: active) {
    .priority {
      border: 1px solid CanvasText;
    }

    .priority.danger {
      border-width: 3px;
    }
  }
`;
