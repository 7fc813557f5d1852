/**
 * While a word is being composed, keys choose it and mean nothing else. Safari ends the composition before the key that
 * ended it: there only the key's code tells.
 */
export function composing({ isComposing, keyCode }: Pick<KeyboardEvent, "isComposing" | "keyCode">): boolean {
  return isComposing || keyCode === 229;
}
