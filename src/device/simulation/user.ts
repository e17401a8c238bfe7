import type { UserAlert, UserAnswer } from "../user-alert.ts";

/** A word for an answer that needs no more. */
export type UserWord = Exclude<UserAnswer["kind"], "text" | "choices">;

/** How the user answers: a list of answers, used up one by one, or a function. */
export type UserScript =
  | readonly (UserAnswer | UserWord)[]
  | ((alert: UserAlert) => UserAnswer | UserWord | Promise<UserAnswer | UserWord>);

/** The answer of a user who agrees to everything: the default if there is one, else the first choice or no text. */
export function agreement({ kind, defaultAnswer }: UserAlert): UserAnswer {
  switch (kind) {
    case "display":
    case "confirm":
      return { kind: "ok" };
    case "input":
      return defaultAnswer ?? { kind: "text", text: "" };
    default:
      return defaultAnswer ?? { kind: "choices", numbers: [1] };
  }
}

export function answerOf(answer: UserAnswer | UserWord): UserAnswer {
  return typeof answer === "string" ? { kind: answer } : answer;
}
