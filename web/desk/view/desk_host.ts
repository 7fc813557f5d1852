/** What the parts of the desk's screen know of it: what it shows at this moment, and what they may change. */
import type { LitElement } from "lit";
import type { Language } from "../../shared/languages.ts";
import type { DeskTexts } from "../catalogue/desk_texts.ts";
import type { DeskClient } from "../desk_client.ts";
import type { Attention } from "./attention.ts";
import type { Question } from "./question_dialog.ts";
import type { Region } from "./regions.ts";
import type { View } from "./top_bar.ts";

export interface DeskHost extends LitElement {
  readonly client: DeskClient;
  readonly attention: Attention;
  readonly texts: DeskTexts;
  readonly language: Language;
  view: View;
  /** The one that is shown where there is room for one only. */
  region: Region;
  /** What a dialog asks. */
  question: Question | null;
  /** Why something did not work. */
  problem: string | null;
}
