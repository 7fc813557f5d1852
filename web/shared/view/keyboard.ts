/**
 * Keeps what is fixed to the window above the on-screen keyboard. Pages that ask for `interactive-widget=resizes-content`
 * shrink by themselves where browsers obey it; everywhere else the keyboard lies over the page and only `visualViewport`
 * tells. The element gets the class "keyboard" and what can still be seen: --visible-top, --visible-height and --covered
 * at the bottom.
 */
export function keepAboveKeyboard(element: HTMLElement, fitted: () => void = () => {}): () => void {
  const viewport = window.visualViewport;
  if (!viewport) return () => {};
  const fitIn = () => {
    const { height, offsetTop, scale } = viewport;
    // Zoomed in, the reader sees less as well, and moves around in it.
    const keyboard = Math.abs(scale - 1) < 0.01 && window.innerHeight - height > 80;
    element.classList.toggle("keyboard", keyboard);
    const seen = {
      "--visible-top": offsetTop,
      "--visible-height": height,
      "--covered": Math.max(0, window.innerHeight - height - offsetTop),
    };
    for (const [name, pixels] of Object.entries(seen)) {
      if (keyboard) element.style.setProperty(name, `${pixels}px`);
      else element.style.removeProperty(name);
    }
    if (keyboard) fitted();
  };
  for (const event of ["resize", "scroll"]) viewport.addEventListener(event, fitIn);
  fitIn();
  return () => {
    for (const event of ["resize", "scroll"]) viewport.removeEventListener(event, fitIn);
  };
}
