/** Whether the device is online, as far as it knows, and when that changes. */
export interface Network {
  readonly online: boolean;
  /** Also tells when the customer comes back to the page: a good moment to try again. */
  onChange(heard: () => void): () => void;
}

/**
 * A page that has just come over the network is online, whatever the device thinks (some behind virtual adapters think
 * wrong for good); what happens to the network after that it tells by events.
 */
export function browserNetwork(): Network {
  let online = true;
  window.addEventListener("online", () => {
    online = true;
  });
  window.addEventListener("offline", () => {
    online = false;
  });
  return {
    get online() {
      return online;
    },
    onChange(heard) {
      const back = () => {
        if (document.visibilityState === "visible") heard();
      };
      window.addEventListener("online", heard);
      window.addEventListener("offline", heard);
      document.addEventListener("visibilitychange", back);
      return () => {
        window.removeEventListener("online", heard);
        window.removeEventListener("offline", heard);
        document.removeEventListener("visibilitychange", back);
      };
    },
  };
}

/** Resolves after `milliseconds`, or earlier when the network changes or `signal` aborts. */
export function pause(milliseconds: number, network: Network, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      stop();
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, Math.min(milliseconds, 2 ** 31 - 1));
    const stop = network.onChange(done);
    signal.addEventListener("abort", done);
  });
}
