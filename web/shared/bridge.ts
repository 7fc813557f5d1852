/**
 * Between the page and the app around it. The table of messages is in docs/mobile.md.
 *
 * To the app by whichever of three ways it offers: WebKit's `messageHandlers.breachline`, an Android `JavascriptInterface`
 * named `Breachline`, or a `WebMessagePort` that it hands over first. From the app by that port, or by
 * `breachline.receive(…)`, which an app calls with `evaluateJavaScript`; other pages and frames cannot.
 */
import type { State } from "./api_types.ts";
import type { HandedOver } from "./chat_client.ts";
import { isOffered, type Language } from "./languages.ts";

export type ToApp =
  | { readonly type: "ready"; readonly token: "needed" | "own" }
  | { readonly type: "unread"; readonly count: number }
  | { readonly type: "open_link"; readonly url: string }
  | { readonly type: "close" }
  | { readonly type: "handoff"; readonly state: State; readonly place?: number }
  | { readonly type: "transcript"; readonly name: string; readonly text: string };

export type FromApp =
  | ({ readonly type: "token" } & HandedOver)
  | { readonly type: "language"; readonly language: Language }
  | { readonly type: "theme"; readonly theme: "light" | "dark" | "auto" }
  | { readonly type: "focus" };

/** What of `window` the bridge touches. */
export interface Host extends EventTarget {
  webkit?: { messageHandlers?: Record<string, { postMessage(message: unknown): void } | undefined> };
  Breachline?: { postMessage(message: string): void };
  ReactNativeWebView?: { postMessage(message: string): void };
  breachline?: { receive(message: unknown): void };
}

export interface Bridge {
  /** There is an app around this page. */
  readonly connected: boolean;
  send(message: ToApp): void;
}

/** The app says this when it posts a port: only then is a `message` event ours. */
const PORT_GREETING = "breachline";

export function bridgeTo(host: Host, heard: (message: FromApp) => void, joined: () => void = () => {}): Bridge {
  let port: MessagePort | null = null;
  const waiting: ToApp[] = [];
  const receive = (message: unknown) => {
    const read = readFromApp(message);
    if (read) heard(read);
  };
  host.breachline = { receive };
  host.addEventListener("message", (event) => {
    const { data, ports, source } = event as MessageEvent;
    // An app posts without a source window; a page that frames us has one, and is not listened to.
    if (port || source || data !== PORT_GREETING || !ports[0]) return;
    port = ports[0];
    port.onmessage = ({ data: message }) => receive(message);
    for (const message of waiting.splice(0)) port.postMessage(JSON.stringify(message));
    joined();
  });

  return {
    get connected() {
      return port !== null || direct(host) !== null;
    },
    send(message) {
      const post = port ? (text: string) => port?.postMessage(text) : direct(host);
      if (post) post(JSON.stringify(message));
      else waiting.push(message);
      if (waiting.length > 20) waiting.shift(); // no app: an ordinary browser
    },
  };
}

/** The ways that need no port. All of them carry one JSON text, so that an app reads them alike. */
function direct(host: Host): ((text: string) => void) | null {
  const webkit = host.webkit?.messageHandlers?.["breachline"];
  if (webkit) return (text) => webkit.postMessage(text);
  const android = host.Breachline ?? host.ReactNativeWebView;
  return android ? (text) => android.postMessage(text) : null;
}

export function readFromApp(message: unknown): FromApp | null {
  const fields = parsed(message);
  switch (fields?.["type"]) {
    case "token": {
      const { token, conversation_id } = fields;
      if (typeof token !== "string" || !token) return null;
      return {
        type: "token",
        token,
        ...(typeof conversation_id === "string" ? { conversation_id } : {}),
      };
    }
    case "language":
      return isOffered(fields["language"]) ? { type: "language", language: fields["language"] } : null;
    case "theme": {
      const theme = fields["theme"];
      return theme === "light" || theme === "dark" || theme === "auto" ? { type: "theme", theme } : null;
    }
    case "focus":
      return { type: "focus" };
    default:
      return null;
  }
}

function parsed(message: unknown): Record<string, unknown> | null {
  try {
    const value: unknown = typeof message === "string" ? JSON.parse(message) : message;
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
