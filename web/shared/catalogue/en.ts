import type { Texts } from "./texts.ts";

declare module "../languages.ts" {
  interface Languages {
    en: true;
  }
}

export const en: Texts = {
  title: (company) => `${company} assistant`,
  status: {
    bot: "Automated assistant",
    waiting: "Waiting for a person",
    agent: "You are talking to a person",
    closed: "Automated assistant",
  },
  talkingTo: (name) => `You are talking to ${name}`,
  senders: { customer: "You", bot: "Assistant", agent: "Member of staff", system: "Notice" },

  open: "Ask a question about the incident",
  openUnread: (count) =>
    `Ask a question about the incident, ${count === 1 ? "1 unread message" : `${count} unread messages`}`,
  close: "Close",
  menu: "Options",
  language: "Language",
  languageNow: (name) => `Language: ${name}`,
  continueInThis: "In English, please",

  hotline: (number) => `Call ${number}`,
  hotlineLead: "Rather talk on the phone?",

  log: "Conversation",
  jumpToNewest: "Newest messages",
  starting: "One moment…",
  notStarted: "The service cannot be reached right now. You can always call the number above.",
  tryAgain: "Try again",
  typing: "The assistant is typing…",
  agentTyping: (name) => `${name ?? "A member of staff"} is typing…`,
  choices: "Suggested questions",
  possible: "What you can do",
  starters: [
    "What happened?",
    "Which data is involved?",
    "Do I need to do something?",
    "I received a suspicious message",
  ],
  newWindow: "new window",

  field: "Your message",
  placeholder: "Type your question…",
  placeholderPerson: "Write your message…",
  send: "Send",
  tooLong: (limit) => `Your message is longer than ${limit} characters. Shorten it to send it.`,
  neverType: "Never type a password or code here.",

  sending: "Sending…",
  waitingToSend: "Waiting to be sent",
  notSent: "Not sent",
  sendAgain: "Send again",

  offline: "You are offline. Your text is kept and will go out once the connection is back.",
  lost: "The connection was lost. Your text is kept, and we are trying again.",
  back: "The connection is back.",

  renewed: "The earlier conversation is no longer available. We have opened a new one for you.",
  erased: "The conversation has been erased.",
  over: "The conversation has ended.",
  newConversation: "New conversation",

  queue: {
    before: (count) =>
      count === 0 ? "You are next." : count === 1 ? "One person is ahead of you." : `${count} people are ahead of you.`,
    wait: (minutes) =>
      minutes <= 1 ? "Estimated wait: less than 2 minutes." : `Estimated wait: about ${minutes} minutes.`,
    unknown: "You are in the queue.",
  },

  ticket: {
    open: "Leave a message",
    explained: "A member of staff will read your message and can call you on this number, but we cannot say when.",
    phone: "Number to reach you on",
    phoneProblems: {
      missing: "Enter the number to reach you on.",
      too_short: "This number lacks digits. Write all of it.",
      too_long: "This number has too many digits. Give only one.",
      unknown: "There is no such number. Check the digits; from abroad, begin with + and the country's code.",
    },
    number: (phone) => `Number noted: ${phone}`,
    textMissing: "Say in a few words what this is about.",
    send: "Send the message",
    failed: (hotline) => `Your message could not be sent. It stays here: try again in a moment, or call ${hotline}.`,
  },

  transcript: "Download the conversation",
  transcriptFailed: "The download did not work. Please try again in a moment.",
  erase: "Erase the conversation",
  eraseQuestion: "Erase this conversation?",
  eraseExplained: "Everything written here will be deleted, on your side and on ours. This cannot be undone.",
  eraseConfirm: "Erase",
  eraseFailed: "The conversation could not be erased. Please try again in a moment.",
  cancel: "Cancel",

  goOn: "Go on with the assistant",

  end: "End and give feedback",
  rate: "Give feedback",
  rateQuestion: "Did this conversation help you?",
  stars: ["Not at all", "A little", "Somewhat", "Well", "Very well"],
  comment: "Anything to add? (optional)",
  commentHint: "Please leave out personal details.",
  rateSend: "Send feedback",
  rateSkip: "End without feedback",
  rateMissing: "Please choose an answer first.",
  rateFailed: "Your feedback could not be sent. Please try again in a moment.",
  thanks: "Thank you for your feedback.",

  involved: {
    yes: "Part of the data involved",
    no: "Not part of the data involved",
    unknown: "Not mentioned in the statement",
  },
  verdict: {
    fraud: "Clear signs of fraud",
    careful: "Be careful",
    nothing_found: "No clear sign found, which proves nothing",
  },
  signs: (count) => (count === 1 ? "1 sign found" : `${count} signs found`),
};
