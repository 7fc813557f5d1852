/** The customer's copy of the conversation: a file here, the app's own way to share in an app. */
import type { ChatClient } from "../chat_client.ts";
import { serverClock } from "../server_clock.ts";

/** Cancelled, it is somebody else's to hand over: an app's web view cannot download. */
export class TranscriptReady extends Event {
  constructor(
    readonly content: Blob,
    readonly name: string,
  ) {
    super("breachline-transcript", { bubbles: true, composed: true, cancelable: true });
  }
}

/** Raises what the gateway's call raises. */
export async function handOverTranscript(client: ChatClient, from: EventTarget): Promise<void> {
  const content = await client.requests.transcript();
  const kind = content.type.includes("json") ? "json" : content.type.includes("html") ? "html" : "txt";
  const today = new Date(serverClock.now()).toLocaleDateString("sv"); // as 2026-11-29, where the customer is
  const name = `breachline-${today}.${kind}`;
  if (from.dispatchEvent(new TranscriptReady(content, name))) download(content, name);
}

function download(content: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
