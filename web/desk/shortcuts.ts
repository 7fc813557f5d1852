/**
 * Alt and a letter, so that they work while writing. Left out are the letters that browsers keep for their menus and
 * the address bar; AltGr, with which Belgian keyboards type @ and #, is none of ours.
 */
export const SHORTCUTS = {
  next: "n",
  unread: "u",
  queue: "q",
  mine: "l",
  reply: "r",
  note: "i",
  transfer: "p",
  close: "x",
  help: "k",
} as const;

export type ShortcutName = keyof typeof SHORTCUTS;

export interface Pressed {
  readonly key: string;
  readonly code: string;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  getModifierState(key: string): boolean;
}

export function shortcutOf(pressed: Pressed): ShortcutName | null {
  if (!pressed.altKey || pressed.ctrlKey || pressed.metaKey || pressed.shiftKey) return null;
  if (pressed.getModifierState("AltGraph")) return null;
  // With Alt, a Mac types another character; the key's place then says which it was.
  const letter = /^[a-z]$/i.test(pressed.key)
    ? pressed.key.toLowerCase()
    : pressed.code.replace("Key", "").toLowerCase();
  const found = Object.entries(SHORTCUTS).find(([, key]) => key === letter);
  return found ? (found[0] as ShortcutName) : null;
}
