/** The agents' page: everything is wired here. */
import { browserNetwork } from "../shared/network.ts";
import { browserChime } from "./chime.ts";
import { deskAt } from "./desk_api.ts";
import { DeskClient } from "./desk_client.ts";
import { browserDeskDrafts } from "./desk_drafts.ts";
import { browserPreferences } from "./preferences.ts";
import { browserSeen } from "./seen.ts";
import { Attention } from "./view/attention.ts";
import { Desk } from "./view/desk.ts";

const preferences = browserPreferences();
const desk = new Desk();
desk.client = new DeskClient({
  api: deskAt(location.origin),
  network: browserNetwork(),
  drafts: browserDeskDrafts(),
  seen: browserSeen(),
});
desk.preferences = preferences;
desk.attention = new Attention(preferences, browserChime());
document.body.append(desk);
void desk.client.start();
