/** Tells the app around the page what changes in the conversation: an app shows it on its own tab, or in a notification. */
import type { Bridge } from "../shared/bridge.ts";
import type { ChatClient } from "../shared/chat_client.ts";

export function tellApp(client: ChatClient, bridge: Bridge): void {
  let unread = 0;
  let handoff = "bot";
  client.addEventListener("change", () => {
    const now = client.snapshot;
    if (now.unread !== unread) bridge.send({ type: "unread", count: now.unread });
    unread = now.unread;
    const place = now.waiting?.place ?? null;
    const told = `${now.state} ${place ?? ""}`.trim();
    if (told !== handoff) {
      bridge.send({ type: "handoff", state: now.state, ...(place === null ? {} : { place }) });
    }
    handoff = told;
  });
}
