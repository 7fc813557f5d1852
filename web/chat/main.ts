/** The same chat as a page of its own, which a mobile app embeds in a WebView. */
import { apiAt } from "../shared/api.ts";
import { type Bridge, bridgeTo, type FromApp, type Host } from "../shared/bridge.ts";
import { catalogue } from "../shared/catalogue/catalogue.ts";
import { ChatClient } from "../shared/chat_client.ts";
import { sessionDrafts } from "../shared/drafts.ts";
import { browserKeeper, memoryKeeper } from "../shared/keeper.ts";
import { preferredLanguage } from "../shared/languages.ts";
import { browserNetwork } from "../shared/network.ts";
import { Chat } from "../shared/view/chat.ts";
import { chatTitle } from "../shared/view/header.ts";
import { keepAboveKeyboard } from "../shared/view/keyboard.ts";
import type { LinkFollowed } from "../shared/view/links.ts";
import type { TranscriptReady } from "../shared/view/transcript.ts";
import { tellApp } from "./tell_app.ts";

const query = new URLSearchParams(location.search);
const main = document.querySelector("main") as HTMLElement;
const bridge: Bridge = bridgeTo(window as unknown as Host, heard, () => {
  chat.closable = true;
});
/** `?token=app`: the app opens the conversation itself. The token comes by the bridge; here is only that it will come. */
const waitsForToken = query.get("token") === "app";

const client = new ChatClient({
  api: apiAt(location.origin),
  keeper: waitsForToken ? memoryKeeper() : browserKeeper(),
  drafts: sessionDrafts(),
  network: browserNetwork(),
  client: bridge.connected || waitsForToken ? "app" : "web",
  language: preferredLanguage([query.get("language"), ...navigator.languages]),
  waitsForToken,
});

const chat = new Chat();
chat.client = client;
chat.shown = true;
chat.closable = bridge.connected;
setTheme(query.get("theme"));

client.addEventListener("token-needed", () => bridge.send({ type: "ready", token: "needed" }));
client.addEventListener("change", name);
tellApp(client, bridge);
chat.addEventListener("breachline-close", () => bridge.send({ type: "close" }));
chat.addEventListener("breachline-link", (event) => {
  if (!bridge.connected) return;
  event.preventDefault();
  bridge.send({ type: "open_link", url: (event as LinkFollowed).url });
});
chat.addEventListener("breachline-transcript", (event) => {
  if (!bridge.connected) return;
  event.preventDefault();
  const { content, name: file } = event as TranscriptReady;
  void content.text().then((text) => bridge.send({ type: "transcript", name: file, text }));
});

function name(): void {
  const { language, state } = client.snapshot;
  document.documentElement.lang = language;
  document.title = chatTitle(catalogue[language], state);
}

function heard(message: FromApp): void {
  if (message.type === "token") void client.adopt(message);
  else if (message.type === "language") chat.choose(message.language);
  else if (message.type === "theme") setTheme(message.theme);
  else chat.focus();
}

function setTheme(theme: string | null): void {
  chat.theme = theme === "light" || theme === "dark" ? theme : null;
}

name();
main.append(chat);
keepAboveKeyboard(main, () => window.scrollTo(0, 0));
if (!waitsForToken) bridge.send({ type: "ready", token: "own" });
void client.start();
