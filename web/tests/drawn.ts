/** What a template of Lit says, as text: enough to test what stands on the screen, and in which order, without one. */

interface Template {
  readonly strings: readonly string[];
  readonly values: readonly unknown[];
}

export function drawn(value: unknown): string {
  if (value === null || value === undefined || typeof value === "symbol" || typeof value === "function") return "";
  if (Array.isArray(value)) return value.map(drawn).join("");
  if (typeof value !== "object") return typeof value === "boolean" ? "" : String(value);
  if ("strings" in value) return template(value as Template);
  return "values" in value ? repeated(value.values as readonly unknown[]) : "";
}

/** The words alone. */
export function drawnWords(value: unknown): string {
  return drawn(value)
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}

function template({ strings, values }: Template): string {
  return strings.map((part, index) => part + drawn(values[index])).join("");
}

/** `repeat`, and `keyed`, whose second value is what it draws. */
function repeated([items, second, third]: readonly unknown[]): string {
  if (!Array.isArray(items)) return drawn(second);
  return items.map((item, index) => drawn((third as (item: unknown, index: number) => unknown)(item, index))).join("");
}
