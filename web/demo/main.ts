/** Shows the statement in one language. Without this script the page shows all three, one below the other. */
import { isLanguage, type Language, preferredLanguage } from "../shared/languages.ts";

const asked = new URLSearchParams(location.search).get("language");
show(preferredLanguage([asked, ...navigator.languages]));

document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element)) return;
  const language = event.target.closest<HTMLElement>("a[data-language]")?.dataset["language"];
  if (isLanguage(language)) {
    event.preventDefault();
    history.replaceState(null, "", `?language=${language}`);
    show(language);
    document.querySelector<HTMLElement>(`#${language} [data-language="${language}"]`)?.focus();
  } else if (event.target.closest("[data-ask]")) {
    document.querySelector<HTMLElement & { show?(): void }>("breachline-widget")?.show?.();
  }
});

function show(language: Language): void {
  document.documentElement.lang = language;
  document.documentElement.dataset["shown"] = language;
  document.title = document.querySelector(`#${language} h1`)?.textContent ?? "";
}
