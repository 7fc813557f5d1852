/** The gateway's own limits, in Unicode characters. Longer text is refused with words and not cut off: the end may be what matters. */
export const TEXT_LIMIT = 2_000;
/** Of a message of the customer: a pasted mail is longer than what anybody types. */
export const MESSAGE_LIMIT = 10_000;

export function isTooLong(text: string, limit = TEXT_LIMIT): boolean {
  return [...text].length > limit;
}
