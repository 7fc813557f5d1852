/** The one script that a site includes. It puts `<breachline-widget>` at the end of the page, and nothing else. */
import { refusalOf } from "./admission.ts";
import { ownTag, readSettings, type WidgetSettings } from "./settings.ts";
import { giveBackPolicies } from "./trusted_types.ts";
import { Widget } from "./widget.ts";

giveBackPolicies();

const NAME = "breachline-widget";
if (!customElements.get(NAME)) customElements.define(NAME, Widget);
/** Run again, as single-page sites do, the script goes on with the class, and the widget, of its first run. */
const Defined = customElements.get(NAME) as typeof Widget;

const tag = ownTag();
if (tag) void begin(readSettings(tag));
else explain('include it by a tag of its own, <script src="https://…/widget.js"></script>');

async function begin(settings: WidgetSettings): Promise<void> {
  const [refusal] = await Promise.all([refusalOf(settings.origin), pageRead()]);
  if (refusal) return explain(refusal);
  try {
    await Defined.begin(settings);
  } catch {
    explain("the page's Content-Security-Policy requires Trusted Types and does not allow the policy lit-html");
  }
}

/** After the page's own scripts, which may have the last word on its language; at once, when the tag was put in late. */
function pageRead(): Promise<void> {
  return new Promise((resolve) => {
    if (document.readyState === "complete") resolve();
    for (const target of [document, window])
      target.addEventListener(target === document ? "DOMContentLoaded" : "load", () => resolve());
  });
}

/** For whoever builds the site; a visitor sees nothing. */
function explain(why: string): void {
  console.error(`Breachline shows no assistant on this page: ${why}. See docs/widget.md.`);
}
