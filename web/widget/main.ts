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
  const connection = new Connection({
    gateway: gatewayAt(settings.origin),
    keeper: browserKeeper(),
    drafts: sessionDrafts(),
    network: browserNetwork(),
    client: "web",
    language: settings.language ?? pageLanguage(),
  });
  const begin = () => document.body.append(new Widget(connection, settings));
  // "async" scripts may come before there is a body.
  if (document.body) begin();
  else document.addEventListener("DOMContentLoaded", begin);
}
