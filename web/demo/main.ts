/** The page's own button for the chat, as any site may have one. */
document.addEventListener("click", ({ target }) => {
  if (!(target instanceof Element && target.closest("[data-ask]"))) return;
  document.querySelector<HTMLElement & { show?(): void }>("breachline-widget")?.show?.();
});
