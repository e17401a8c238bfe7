import type {
  CommandResult,
  CommandStatus,
  ConversationCommand,
  ConversationExchange,
  ConversationMessage,
  LargeObject,
  SignIn,
} from "./model.ts";

// Parts of a conversation while it is being put together: what answers a command comes after the command.

/** A part that is still written to. */
export type Draft<Kind> = { -readonly [Key in keyof Kind]: Kind[Key] };

/** What a Status can answer. */
export interface Answerable {
  status?: CommandStatus;
  otherStatuses?: readonly CommandStatus[];
}

export type ResultDraft = Draft<CommandResult>;

export type CommandDraft = Omit<Draft<ConversationCommand>, "commands" | "results"> & {
  readonly commands: CommandDraft[];
  readonly results: ResultDraft[];
};

export type SignInDraft = Draft<SignIn>;

export type MessageDraft = Omit<Draft<ConversationMessage>, "commands" | "signIn"> & {
  readonly commands: CommandDraft[];
  signIn?: SignInDraft;
};

export type ExchangeDraft = Omit<Draft<ConversationExchange>, "request" | "response"> & {
  request?: MessageDraft;
  response?: MessageDraft;
};

export type ObjectDraft = Omit<Draft<LargeObject>, "chunks"> & {
  readonly chunks: { readonly exchange: number; readonly size: number; readonly of: CommandDraft | ResultDraft }[];
};

/** The messages of an exchange, request first. */
export function messagesOf({ request, response }: ExchangeDraft): MessageDraft[] {
  return [request, response].filter((message) => message !== undefined);
}

/** All commands of a list, those inside others too, in their order. */
export function* allOf<Kind extends { readonly commands: readonly Kind[] }>(
  commands: readonly Kind[],
): Generator<Kind> {
  for (const command of commands) {
    yield command;
    yield* allOf(command.commands);
  }
}
