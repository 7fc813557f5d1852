/** One HTTP call to our own server. What goes wrong comes out as one of two errors. */
import { isFields } from "./api_readers.ts";
import { serverClock } from "./server_clock.ts";

/** Nobody answered, or what answered was not the gateway: worth trying again. */
export class Unreachable extends Error {}

/** The gateway answered, and said no. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    /** The problem's kind, the end of its `type`. */
    readonly kind: string,
    /** Seconds the gateway asks us to wait, if it does. */
    readonly retryAfter: number | null,
    /** The problem document: some kinds say more in it. */
    readonly problem: Readonly<Record<string, unknown>> = {},
  ) {
    super(kind);
  }

  /** The conversation is over: its token opens nothing and cannot be renewed, or it was erased. At the desk: the session is. */
  get gone(): boolean {
    return this.status === 401 || this.kind === "conversation-gone";
  }

  /** The button is no more: it expired, or belongs to another conversation. */
  get buttonOver(): boolean {
    return this.kind === "button-expired" || this.kind === "unknown-button";
  }

  /** The same request may be taken later. */
  get passing(): boolean {
    return this.status === 408 || this.status === 429 || this.status >= 500;
  }
}

export type Fetch = (address: string, options: RequestInit) => Promise<Response>;

/** Milliseconds: longer than the gateway's own deadline for an answer, which is under five seconds. */
const PATIENCE = 12_000;
/** For what only looks: soon enough known to be asked again elsewhere. */
const SHORT_PATIENCE = 6_000;

export async function request(
  address: string,
  options: RequestInit & { headers?: Record<string, string> },
  body?: unknown,
  send: Fetch = (...call) => fetch(...call),
): Promise<Response> {
  const headers = {
    Accept: "application/json",
    ...(body === undefined ? {} : { "Content-Type": "application/json" }),
    ...options.headers,
  };
  let response: Response;
  try {
    response = await send(address, {
      ...options,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      cache: "no-store",
      signal: AbortSignal.timeout(options.method === "GET" ? SHORT_PATIENCE : PATIENCE),
    });
  } catch {
    throw new Unreachable();
  }
  serverClock.heard(response);
  if (!response.ok) throw await refusal(response);
  return response;
}

export async function understood<T>(read: (value: unknown) => T | null, response: Response): Promise<T> {
  // A hotel's login page answers 200 with HTML: not our gateway, so try again later.
  const value = read(await response.json().catch(() => null));
  if (value === null) throw new Unreachable();
  return value;
}

async function refusal(response: Response): Promise<Refused> {
  const body: unknown = await response.json().catch(() => null);
  const problem = isFields(body) ? body : {};
  const kind = String(problem["type"]).split(":").at(-1) ?? "";
  return new Refused(response.status, kind, seconds(response.headers.get("Retry-After")), problem);
}

function seconds(header: string | null): number | null {
  const value = Number(header);
  return header !== null && Number.isFinite(value) ? value : null;
}
