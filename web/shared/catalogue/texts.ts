/** Every text of the interface. A language that lacks one does not compile. */
import type { Sender, State } from "../api_types.ts";
import type { PhoneProblem } from "../ticket.ts";

export interface Texts {
  /** The dialog's name and the header. */
  title(company: string): string;
  /** Who answers what is written now: after a person has closed, the assistant. */
  status: Readonly<Record<State, string>>;
  /** The status, when the person's name is known. */
  talkingTo(name: string): string;
  /** Who speaks, for screen readers and above messages. */
  senders: Readonly<Record<Sender, string>>;

  open: string;
  openUnread(count: number): string;
  close: string;
  menu: string;
  language: string;
  languageNow(name: string): string;
  /** Said in the customer's name to the assistant when they choose this language. */
  continueInThis: string;

  hotline(number: string): string;
  /** In the narrow bar that is always there. */
  hotlineLead: string;

  log: string;
  jumpToNewest: string;
  starting: string;
  notStarted: string;
  tryAgain: string;
  typing: string;
  agentTyping(name: string | null): string;
  choices: string;
  /** The buttons of a notice. */
  possible: string;
  /** Shown until the customer has said something; each is sent as if it had been typed. */
  starters: readonly [string, string, string, string];
  newWindow: string;

  field: string;
  placeholder: string;
  /** While a person answers. */
  placeholderPerson: string;
  send: string;
  tooLong(limit: number): string;
  neverType: string;

  sending: string;
  waitingToSend: string;
  notSent: string;
  sendAgain: string;

  offline: string;
  lost: string;
  back: string;

  renewed: string;
  erased: string;
  over: string;
  newConversation: string;

  queue: {
    /** How many are before the customer. */
    before(count: number): string;
    wait(minutes: number): string;
    unknown: string;
  };

  ticket: {
    open: string;
    explained: string;
    phone: string;
    phoneProblems: Readonly<Record<PhoneProblem, string>>;
    /** The number as it was left, under the notice that it is kept. */
    number(phone: string): string;
    textMissing: string;
    send: string;
    failed(hotline: string): string;
  };

  transcript: string;
  transcriptFailed: string;
  erase: string;
  eraseQuestion: string;
  eraseExplained: string;
  eraseConfirm: string;
  eraseFailed: string;
  cancel: string;

  /** After a person has closed the conversation. */
  goOn: string;

  end: string;
  rate: string;
  rateQuestion: string;
  stars: readonly [string, string, string, string, string];
  comment: string;
  commentHint: string;
  rateSend: string;
  rateSkip: string;
  rateMissing: string;
  rateFailed: string;
  thanks: string;

  involved: { yes: string; no: string; unknown: string };
  verdict: { fraud: string; careful: string; nothing_found: string };
  signs(count: number): string;
}
