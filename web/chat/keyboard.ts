/**
 * Keeps the field above the on-screen keyboard. Browsers that obey `interactive-widget=resizes-content` shrink the page by
 * themselves; iOS lays the keyboard over it and only tells `visualViewport`.
 */
export function keepAboveKeyboard(main: HTMLElement, viewport = window.visualViewport): void {
  if (!viewport) return;
  const fitIn = () => {
    const covered = window.innerHeight - viewport.height;
    const keyboard = viewport.scale === 1 && covered > 80;
    document.documentElement.classList.toggle("keyboard", keyboard);
    if (keyboard) main.style.setProperty("--visible-height", `${viewport.height}px`);
    else main.style.removeProperty("--visible-height");
    if (keyboard) window.scrollTo(0, 0);
  };
  viewport.addEventListener("resize", fitIn);
  viewport.addEventListener("scroll", fitIn);
  fitIn();
}
