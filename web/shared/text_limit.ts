/** The gateway's own limit for what is typed, in Unicode characters. Longer text is refused with words and not cut off: the end may be what matters. */
export const TEXT_LIMIT = 2_000;

export function isTooLong(text: string): boolean {
  return [...text].length > TEXT_LIMIT;
}
