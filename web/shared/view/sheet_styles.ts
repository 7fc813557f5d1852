/** A sheet over the log: it asks one thing, and what is behind it waits. */
import { css } from "lit";

export const sheetStyles = css`
  .veil {
    position: absolute;
    inset: 0;
    z-index: 3;
    display: flex;
    flex-direction: column;
    background: rgb(10 11 24 / 45%);
    overflow-y: auto;
  }

  .sheet {
    margin-top: auto;
    padding: 22px calc(20px + var(--_safe-right, 0px)) calc(20px + var(--_safe-bottom, 0px))
      calc(20px + var(--_safe-left, 0px));
    border-radius: var(--_radius) var(--_radius) 0 0;
    background: var(--_surface);
    animation: rise 0.18s ease-out;
  }

  .sheet h3 {
    margin: 0 0 6px;
    font-size: 1.0625em;
  }

  .sheet h3 + p {
    margin: 0;
  }

  @keyframes rise {
    from {
      transform: translateY(16px);
      opacity: 0;
    }
  }

  /* A page as wide as a desk: a column that can be read. */
  @media (min-width: 52rem) {
    .sheet {
      padding-inline: max(16px, (100% - 46rem) / 2);
    }
  }

  @media (forced-colors: active) {
    .sheet {
      border: 1px solid CanvasText;
    }
  }
`;
