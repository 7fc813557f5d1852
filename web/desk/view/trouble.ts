/** What went wrong with an action, in words; the one place where the desk translates problems. */
import { Refused } from "../../shared/request.ts";
import type { DeskTexts } from "../catalogue/desk_texts.ts";

export function troubleWith(error: unknown, { problems, failed }: DeskTexts): string {
  switch (error instanceof Refused ? error.kind : "") {
    case "already-taken":
      return problems.taken;
    case "agent-unavailable":
    case "unknown-agent":
      return problems.unavailable;
    case "wrong-state":
      return problems.state;
    case "not-allowed":
      return problems.allowed;
    case "unknown-conversation":
      return problems.gone;
    default:
      return failed;
  }
}
