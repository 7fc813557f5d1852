/**
 * The small Markdown that answers may use: paragraphs, line breaks, lists, **bold**, and [links](https://…) to known
 * sites. Parsed to plain data, so that whoever draws it cannot be handed HTML. Bare addresses stay text on purpose:
 * an answer may quote the address of a fraudulent message, and that must never become something to click.
 */
export type Inline =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "bold"; readonly text: string }
  | { readonly kind: "link"; readonly text: string; readonly url: string };

export type Block =
  | { readonly kind: "paragraph"; readonly lines: readonly (readonly Inline[])[] }
  | { readonly kind: "list"; readonly items: readonly (readonly Inline[])[] };

export interface MarkdownRules {
  /** Registered domains that a link may lead to; their subdomains too. */
  readonly domains: readonly string[];
  /** Shown like this, the number is a link to call it. */
  readonly phone: { readonly display: string; readonly dial: string };
}

const BULLET = /^\s{0,3}[-*•]\s+(.*)$/;
const INLINE = /\*\*(?=\S)([^*\n]*[^\s*])\*\*|\[([^\]\n]{1,200})\]\(([^()\s]{1,2000})\)/g;

/** The words alone, to be read aloud. */
export function plainText(source: string): string {
  return source.replace(/\*\*/g, "").replace(/^\s*[-*•]\s+/gm, "");
}

export function parseMarkdown(source: string, rules: MarkdownRules): Block[] {
  const blocks: Block[] = [];
  let lines: Inline[][] = [];
  let items: Inline[][] = [];
  const close = () => {
    if (lines.length > 0) blocks.push({ kind: "paragraph", lines });
    if (items.length > 0) blocks.push({ kind: "list", items });
    lines = [];
    items = [];
  };
  for (const line of source.replace(/\r\n?/g, "\n").split("\n")) {
    const bullet = BULLET.exec(line)?.[1];
    if (line.trim() === "") close();
    else if (bullet !== undefined) {
      if (lines.length > 0) close();
      items.push(parseInline(bullet, rules));
    } else {
      if (items.length > 0) close();
      lines.push(parseInline(line.trim(), rules));
    }
  }
  close();
  return blocks;
}

export function parsedUrl(url: string): URL | null {
  try {
    return new URL(url); // `URL.canParse` came late to browsers
  } catch {
    return null;
  }
}

/** An address that may be shown as a link: to call, to write to, or over HTTPS. Anything else (`javascript:`, `data:`) is not one. */
export function safeUrl(url: string): URL | null {
  const parsed = parsedUrl(url);
  if (!parsed || parsed.username || parsed.password) return null;
  // A mailbox and nothing more: no letter that somebody else has written.
  if (parsed.protocol === "mailto:") return parsed.search ? null : parsed;
  return parsed.protocol === "https:" || parsed.protocol === "tel:" ? parsed : null;
}

function parseInline(line: string, rules: MarkdownRules): Inline[] {
  const parts: Inline[] = [];
  let from = 0;
  for (const match of line.matchAll(INLINE)) {
    const [whole, bold, title = "", url = ""] = match;
    parts.push(...withPhone(line.slice(from, match.index), rules));
    if (bold !== undefined) parts.push({ kind: "bold", text: bold });
    else if (allowed(url, rules)) parts.push({ kind: "link", text: title, url });
    else parts.push({ kind: "text", text: `${title} (${url})` });
    from = match.index + whole.length;
  }
  parts.push(...withPhone(line.slice(from), rules));
  return parts;
}

/** The hotline, where an answer names it, can be called by touching it. */
function withPhone(text: string, { phone }: MarkdownRules): Inline[] {
  const parts: Inline[] = [];
  for (const [index, piece] of text.split(phone.display).entries()) {
    if (index > 0) parts.push({ kind: "link", text: phone.display, url: `tel:${phone.dial}` });
    if (piece) parts.push({ kind: "text", text: piece });
  }
  return parts;
}

function allowed(url: string, { domains, phone }: MarkdownRules): boolean {
  const parsed = safeUrl(url);
  if (parsed?.protocol === "tel:") return parsed.pathname === phone.dial;
  const host = parsed?.hostname ?? "";
  return domains.some((domain) => host === domain || host.endsWith(`.${domain}`));
}
