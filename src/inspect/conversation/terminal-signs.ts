import type { Outcome } from "./model.ts";

/** The signs of a text for a terminal. */
export interface Signs {
  readonly of: Readonly<Record<Outcome, string>>;
  readonly note: string;
  readonly leftOut: string;
  readonly shortened: string;
  readonly toServer: string;
  readonly toDevice: string;
  readonly both: string;
  readonly between: string;
}

/** For a terminal that shows all of Unicode. */
export const unicodeSigns: Signs = {
  of: { ok: "✓", look: "!", refused: "✗", consequence: "✗", unanswered: "○", none: " " },
  note: "·",
  leftOut: "⋮",
  shortened: "…",
  toServer: "→",
  toDevice: "←",
  both: "⇄",
  between: "·",
};

/** For one that shows ASCII alone. */
export const asciiSigns: Signs = {
  of: { ok: "ok", look: "!", refused: "x", consequence: "x", unanswered: "o", none: " " },
  note: "-",
  leftOut: ":",
  shortened: "...",
  toServer: "->",
  toDevice: "<-",
  both: "<=>",
  between: "-",
};
