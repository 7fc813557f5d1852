/** The windows of the desk: which one is open, and what it decides. */
import { html, type TemplateResult } from "lit";
import type { ClosingReason } from "../../shared/api_types.ts";
import type { Language } from "../../shared/languages.ts";
import type { DeskTexts } from "../catalogue/desk_texts.ts";
import type { Agent, Case } from "../desk_readers.ts";
import "./close_dialog.ts";
import "./confirm_dialog.ts";
import "./shortcuts_dialog.ts";
import "./transfer_dialog.ts";

export type Question = "transfer" | "close" | "return" | "take-over" | "sign-out" | "help";

export interface QuestionContext {
  readonly texts: DeskTexts;
  readonly language: Language;
  readonly conversation: Case | null;
  /** The reply holds text that was not sent. */
  readonly unsent: boolean;
  /** How many conversations the agent has. */
  readonly held: number;
  readonly colleagues: readonly Agent[];
  readonly problem: string | null;
  dismissed(): void;
  transfer(to: string | null, note: string): void;
  close(reason: ClosingReason): void;
  giveBack(): void;
  takeOver(): void;
  signOut(): void;
}

export function questionDialog(question: Question, context: QuestionContext): TemplateResult {
  const { texts, language, problem, unsent } = context;
  switch (question) {
    case "help":
      return html`<breachline-shortcuts-dialog data-dialog .texts=${texts}
        @dismissed=${context.dismissed}></breachline-shortcuts-dialog>`;
    case "transfer":
      return html`<breachline-transfer-dialog
        data-dialog
        .texts=${texts}
        .language=${language}
        .customerLanguage=${context.conversation?.language ?? language}
        .colleagues=${context.colleagues}
        .problem=${problem}
        .decide=${context.transfer}
        @dismissed=${context.dismissed}
      ></breachline-transfer-dialog>`;
    case "close":
      return html`<breachline-close-dialog
        data-dialog
        .texts=${texts}
        ?unsent=${unsent}
        .problem=${problem}
        .decide=${context.close}
        @dismissed=${context.dismissed}
      ></breachline-close-dialog>`;
    case "return":
      return confirm(context, texts.giveBackTitle, texts.giveBackText, texts.giveBack, context.giveBack);
    case "sign-out": {
      const { signOutTitle, signOutText, signOutYes } = texts;
      return confirm(
        { ...context, unsent: false },
        signOutTitle,
        signOutText(context.held),
        signOutYes,
        context.signOut,
      );
    }
    case "take-over": {
      const name = context.conversation?.agent?.display_name ?? "";
      return confirm(context, texts.takeOverTitle, texts.takeOverText(name), texts.takeOver, context.takeOver);
    }
  }
}

function confirm(
  { texts, unsent, problem, dismissed }: QuestionContext,
  question: string,
  explanation: string,
  yes: string,
  decide: () => void,
): TemplateResult {
  return html`<breachline-confirm-dialog
    data-dialog
    .texts=${texts}
    .question=${question}
    .explanation=${explanation}
    .yes=${yes}
    .warning=${unsent ? texts.unsentWarning : null}
    .problem=${problem}
    .decide=${decide}
    @dismissed=${dismissed}
  ></breachline-confirm-dialog>`;
}
