/** A field grows with its text, up to its `max-height`. */
export function fitHeight(field: HTMLTextAreaElement): void {
  field.style.height = "";
  if (field.value) field.style.height = `${field.scrollHeight + field.offsetHeight - field.clientHeight}px`;
}
