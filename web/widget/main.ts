/** The one script that a site includes. It puts `<breachline-widget>` at the end of the page, and nothing else. */
import { Connection } from "../shared/connection.ts";
import { sessionDrafts } from "../shared/drafts.ts";
import { gatewayAt } from "../shared/gateway.ts";
import { browserKeeper } from "../shared/keeper.ts";
import { browserNetwork } from "../shared/network.ts";
import { pageLanguage, readSettings } from "./settings.ts";
import { Widget } from "./widget.ts";

const script = document.currentScript;

if (script instanceof HTMLScriptElement && !document.querySelector("breachline-widget")) {
  const settings = readSettings(script);
  const begin = () => {
    if (document.querySelector("breachline-widget")) return;
    const connection = new Connection({
      gateway: gatewayAt(settings.origin),
      keeper: browserKeeper(),
      drafts: sessionDrafts(),
      network: browserNetwork(),
      client: "web",
      language: settings.language ?? pageLanguage(),
    });
    document.body.append(new Widget(connection, settings));
  };
  // After the page's own scripts, which may have the last word on its language; later still, when the tag was put in late.
  if (document.readyState === "complete") begin();
  else
    for (const target of [document, window])
      target.addEventListener(target === document ? "DOMContentLoaded" : "load", begin);
}
