/** Every text of the agents' page. A language that lacks one does not compile. */
import type { ClosingReason, Danger, Presence, Sender } from "../../shared/api_types.ts";
import type { Priority } from "../desk_readers.ts";
import type { ShortcutName } from "../shortcuts.ts";

export interface DeskTexts {
  title(company: string): string;
  starting: string;
  unreachable: string;
  pageLanguage: string;

  signIn: string;
  signInLead: string;
  ended: string;
  name: string;
  password: string;
  showPassword: string;
  openid(name: string): string;
  or: string;
  wrong: string;
  lockedOut(minutes: number): string;
  signInFailed: string;
  code: string;
  codeNeeded: string;
  newKey: string;
  openInApp: string;
  wrongCode: string;
  missing: string;
  noAgents: string;
  noWayIn: string;
  signOut: string;
  /** Who still has conversations is asked. */
  signOutTitle: string;
  signOutText(count: number): string;
  signOutYes: string;
  signOutFailed: string;

  menu: string;
  skip: string;
  views: string;
  conversations: string;
  tickets(open: number): string;
  report: string;
  presence: string;
  presences: Readonly<Record<Presence, string>>;
  awayHint: string;
  iAmHere: string;
  closedHint: string;
  sound: string;
  shortcuts: string;
  connecting: string;
  lost: string;
  offline: string;
  back: string;

  regions: string;
  waiting: string;
  waitingCount(count: number): string;
  nobodyWaits: string;
  more(count: number): string;
  mine: string;
  /** On a tab, where there is little room. */
  mineTab(count: number): string;
  mineCount(count: number, unread: number): string;
  noneMine: string;
  colleagues: string;
  conversation: string;
  noneOpen: string;
  noneOpenHint: string;
  priorities: Readonly<Record<Priority, string>>;
  dangers: Readonly<Record<Danger, string>>;
  /** The server only suspects it, and it may be about somebody near. */
  dangersMean: Readonly<Record<Danger, string>>;
  /** In the page's title. */
  alarm: string;
  dangerWaits(count: number): string;
  dangerWrote(count: number): string;
  help: string;
  showHelp: string;
  procedure: string;
  noTopic: string;
  waits: string;
  overLimit: string;
  alsoSpeaks(languages: string): string;
  notYourLanguage: string;
  take: string;
  takeNamed(topic: string): string;
  takeOver: string;
  open: string;
  unread: string;
  answered: string;
  typing: string;
  heldBy(name: string): string;

  loading: string;
  notYours: string;
  keptDraft: string;
  notLoaded: string;
  tryAgain: string;
  toList: string;
  states: { bot: string; waiting: string; agent: string; mine: string; closed: string };
  priority: string;
  language: string;
  client: string;
  clients: { web: string; app: string };
  startedAt: string;
  topics: string;
  unsureCount: string;
  helpedBefore: string;
  helpedBeforeHint: string;
  rating: string;
  stars(count: number): string;
  log: string;
  newest: string;
  senders: Readonly<Record<Sender, string>>;
  you: string;
  choices(titles: string): string;
  /** As it is read aloud. */
  said(sender: string, words: string): string;
  unsure: string;
  newWindow: string;
  facts: string;
  factsAndNotes(notes: number): string;
  hideFacts: string;

  notes: string;
  notesHint: string;
  noNotes: string;
  noteField: string;
  addNote: string;
  noteFailed: string;

  replyTo(language: string): string;
  replyPlaceholder: string;
  replyHint: string;
  send: string;
  tooLong(limit: number): string;
  sending: string;
  waitingToSend: string;
  notSent: string;
  sendAgain: string;
  takeBack: string;
  canned: string;
  cannedCount(count: number): string;
  cannedNone: string;

  transfer: string;
  transferTitle: string;
  transferTo: string;
  toQueue: string;
  toQueueHint: string;
  load(count: number): string;
  speaksNot: string;
  transferNote: string;
  transferNoteHint: string;
  chooseColleague: string;
  giveBack: string;
  giveBackTitle: string;
  giveBackText: string;
  close: string;
  closeTitle: string;
  closeReason: string;
  closeMissing: string;
  unsentWarning: string;
  reasons: Readonly<Record<ClosingReason, string>>;
  takeOverTitle: string;
  takeOverText(name: string): string;
  cancel: string;
  dismiss: string;
  failed: string;
  problems: { taken: string; unavailable: string; state: string; allowed: string; gone: string };

  done: { taken: string; transferred: string; givenBack: string; closed: string; noted: string; ticket: string };
  news: {
    waiting(priority: string, topic: string): string;
    message(topic: string): string;
    received(topic: string): string;
    /** Before the other words. */
    danger(danger: string, words: string): string;
  };

  ticketsTitle: string;
  ticketsLead: string;
  noTickets: string;
  ticketText: string;
  ticketPhone: string;
  ticketAt: string;
  ticketState: string;
  ticketDone: string;
  ticketDoneNamed(phone: string): string;
  doneBy(name: string): string;
  listFailed: string;

  reportTitle: string;
  reportPeriod: string;
  hours(hours: number): string;
  now: string;
  waitingNow: string;
  longestNow: string;
  agentsOnline: string;
  heldNow: string;
  waitsTitle: string;
  taken: string;
  left: string;
  median: string;
  p90: string;
  longest: string;
  perAgent: string;
  agent: string;
  handled: string;
  handling: string;
  ratingMean: string;
  ratingsTitle: string;
  ratingsCount(count: number, mean: string): string;
  noRatings: string;
  howMany: string;
  comments: string;
  reasonsTitle: string;
  noReasons: string;
  reason: string;
  nothingYet: string;

  shortcutsTitle: string;
  shortcutsLead: string;
  shortcutNames: Readonly<Record<ShortcutName, string>>;
  keys: { enter: string; shiftEnter: string; slash: string; escape: string };

  seconds(count: number): string;
  minutes(count: number): string;
  hoursMinutes(hours: number, minutes: number): string;
}
