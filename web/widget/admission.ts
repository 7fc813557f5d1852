/**
 * Whether the gateway answers this site at all. A button that only leads to "cannot be reached" is worse than none; and
 * who forgot to list the site, or to open its policy, finds a sentence in the console. Asked once per tab.
 */
import { shelf } from "../shared/shelf.ts";

const ADMITTED = "breachline.admitted";
const PATIENCE = 5_000;

/** Why there can be no assistant here, or null. A gateway that is down is no reason: the hotline is in the panel. */
export async function refusalOf(gateway: string): Promise<string | null> {
  const kept = shelf(() => sessionStorage);
  if (gateway === location.origin || kept.read(ADMITTED) === gateway) return null;
  const policy = watchPolicy(gateway);
  // Who is not listed may not even read the refusal: it looks like a gateway that is not there.
  const answered = await reached(`${gateway}/v1/origin`, {});
  const there = answered || (await reached(`${gateway}/widget.js`, { method: "HEAD", mode: "no-cors" }));
  if (answered) kept.write(ADMITTED, gateway);
  if (await policy.blocks()) return `the page's Content-Security-Policy lacks ${gateway} in connect-src`;
  return there && !answered ? `${gateway} does not list ${location.origin} in BREACHLINE_ORIGINS` : null;
}

function reached(address: string, options: RequestInit): Promise<boolean> {
  const signal = AbortSignal.timeout(PATIENCE);
  return fetch(address, { ...options, credentials: "omit", cache: "no-store", signal }).then(
    () => true,
    () => false,
  );
}

/** What a policy blocks looks like a gateway that is not there, too; the browser tells the page apart. */
function watchPolicy(gateway: string): { blocks(): Promise<boolean> } {
  let blocked = false;
  const heard = ({ disposition, effectiveDirective, blockedURI }: SecurityPolicyViolationEvent) => {
    blocked ||= disposition === "enforce" && effectiveDirective === "connect-src" && blockedURI.startsWith(gateway);
  };
  document.addEventListener("securitypolicyviolation", heard);
  return {
    async blocks() {
      await new Promise((resolve) => setTimeout(resolve)); // it is told after the request has failed
      document.removeEventListener("securitypolicyviolation", heard);
      return blocked;
    },
  };
}
