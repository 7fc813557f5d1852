/** Short tones: rising for a customer who waits, falling for a message, four up and down for somebody in danger; no file. */
export interface Chime {
  ring(kind: "waiting" | "message" | "danger"): void;
}

const TONES = { waiting: [587, 784], message: [740, 622], danger: [880, 622, 880, 622] } as const;
const LENGTH = 0.14;
const LOUDNESS = 0.12;

export function browserChime(): Chime {
  let context: AudioContext | null = null;
  // Browsers let a page be heard only after somebody did something on it.
  const ready = () => {
    try {
      context ??= new AudioContext();
      context.resume().catch(() => {});
    } catch {
      // No sound here; the title and the bars call as well.
    }
  };
  for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, ready, { once: true, capture: true });
  return {
    ring(kind) {
      if (context?.state !== "running") return;
      for (const [index, frequency] of TONES[kind].entries())
        tone(context, frequency, context.currentTime + index * LENGTH);
    },
  };
}

function tone(context: AudioContext, frequency: number, at: number): void {
  const oscillator = new OscillatorNode(context, { frequency, type: "sine" });
  const volume = new GainNode(context, { gain: 0 });
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(LOUDNESS, at + 0.015);
  volume.gain.exponentialRampToValueAtTime(0.001, at + LENGTH);
  oscillator.connect(volume).connect(context.destination);
  oscillator.start(at);
  oscillator.stop(at + LENGTH);
}
