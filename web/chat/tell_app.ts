/** Tells the app around the page what changes in the conversation: an app shows it on its own tab, or in a notification. */
import type { Bridge } from "../shared/bridge.ts";
import type { Connection } from "../shared/connection.ts";

export function tellApp(connection: Connection, bridge: Bridge): void {
  let unread = 0;
  let handoff = "bot";
  connection.addEventListener("change", () => {
    const now = connection.snapshot;
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
