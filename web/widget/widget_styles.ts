import { css } from "lit";

export const widgetStyles = css`
  :host {
    --_gap: var(--breachline-gap, 20px);
    --_width: var(--breachline-width, 400px);
    --_height: var(--breachline-height, 660px);
  }

  /*
   * Where the site's styles end: all that is inherited begins anew here, and direction, which "all" leaves out. It stands
   * in the top layer, above whatever the site stacks, and where transforms and clipping do not reach; it takes no room.
   */
  .layer {
    all: initial;
    display: block;
    position: fixed;
    inset: 0 auto auto 0;
    width: 0;
    height: 0;
    overflow: visible;
    direction: ltr;
    unicode-bidi: isolate;
    color-scheme: inherit;
    font: 400 max(16px, 1rem) / 1.5 var(--_font);
    text-align: start;
    color: var(--_ink);
    -webkit-text-size-adjust: 100%;
  }

  .launcher,
  dialog:not(:modal) {
    position: fixed;
    inset: auto;
    z-index: var(--breachline-z-index, 2147483000);
    bottom: calc(var(--_gap) + env(safe-area-inset-bottom, 0px) + var(--covered, 0px));
    right: calc(var(--_gap) + env(safe-area-inset-right, 0px));
  }

  :host([position="left"]) .launcher,
  :host([position="left"]) dialog:not(:modal) {
    right: auto;
    left: calc(var(--_gap) + env(safe-area-inset-left, 0px));
  }

  .launcher {
    display: flex;
    align-items: center;
    justify-content: flex-end;
    gap: 12px;
    max-width: calc(100vw - 2 * var(--_gap));
  }

  :host([position="left"]) .launcher {
    flex-direction: row-reverse;
  }

  .launch {
    position: relative;
    display: grid;
    place-items: center;
    flex: none;
    width: 60px;
    height: 60px;
    padding: 0;
    border: 1px solid rgb(255 255 255 / 25%);
    border-radius: 50%;
    background: var(--_accent);
    color: var(--_on-accent);
    box-shadow: var(--_shadow);
    transition: transform 0.15s ease-out;
  }

  .launch:hover {
    transform: scale(1.05);
  }

  .unread {
    position: absolute;
    top: -4px;
    right: -4px;
    min-width: 24px;
    height: 24px;
    padding: 0 6px;
    border: 2px solid #fff;
    border-radius: 12px;
    background: #b3261e;
    color: #fff;
    font-weight: 700;
    font-size: 13px;
    line-height: 20px;
    text-align: center;
  }

  .greeting {
    position: relative;
    display: flex;
    align-items: flex-start;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_surface);
    box-shadow: var(--_shadow);
  }

  .invite {
    max-width: 17em;
    min-height: 44px;
    padding: 10px 4px 10px 16px;
    border: 0;
    border-radius: inherit;
    background: none;
    font-size: 0.9375em;
    line-height: 1.4;
    text-align: start;
  }

  .dismiss {
    display: grid;
    place-items: center;
    flex: none;
    width: 36px;
    height: 44px;
    padding: 0;
    border: 0;
    border-radius: 12px;
    background: none;
    color: var(--_quiet);
  }

  .dismiss svg {
    width: 16px;
    height: 16px;
  }

  dialog {
    width: var(--_width);
    height: var(--_height);
    max-width: calc(100vw - 2 * var(--_gap));
    max-height: calc(var(--visible-height, 100dvh) - 2 * var(--_gap));
    margin: 0;
    padding: 0;
    border: 0;
    border-radius: var(--_radius);
    background: var(--_page);
    color: var(--_ink);
    box-shadow: var(--_shadow);
    overflow: hidden;
  }

  dialog[open] {
    animation: open 0.18s ease-out;
  }

  dialog:modal {
    position: fixed;
    inset: var(--visible-top, 0) 0 auto;
    width: 100%;
    height: var(--visible-height, 100dvh);
    max-width: none;
    max-height: none;
    border-radius: 0;
    box-shadow: none;
    --_safe-top: env(safe-area-inset-top, 0px);
    --_safe-right: env(safe-area-inset-right, 0px);
    --_safe-bottom: env(safe-area-inset-bottom, 0px);
    --_safe-left: env(safe-area-inset-left, 0px);
  }

  /* With the keyboard up there is no home bar to keep clear of. */
  .keyboard > dialog:modal {
    --_safe-bottom: 0px;
  }

  @keyframes open {
    from {
      opacity: 0;
      transform: translateY(10px);
    }
  }

  @media print {
    :host {
      display: none;
    }
  }

  @media (forced-colors: active) {
    .launch,
    .greeting,
    dialog {
      border: 2px solid ButtonText;
    }
  }
`;
