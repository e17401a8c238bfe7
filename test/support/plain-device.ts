import { create, newMessage, newSource, newTarget } from "../../src/ast/create.ts";
import type { Command, Item, Status, SyncML } from "../../src/ast/nodes.ts";
import { readChallenge } from "../../src/authentication/challenge.ts";
import { credentials } from "../../src/authentication/credentials.ts";
import { decode, encode } from "../../src/index.ts";

/** How a device begins a session. */
export interface PlainDeviceOptions {
  readonly address?: string;
  readonly sessionID?: string;
  /** Name and password; without them it has no credentials. */
  readonly user?: string;
  readonly secret?: string;
  /** Without it, basic. */
  readonly scheme?: "basic" | "md5";
  readonly nonce?: Uint8Array;
  readonly tree?: Readonly<Record<string, string>>;
  /** Further commands of its first package. */
  readonly alerts?: readonly Command[];
  readonly format?: "xml" | "wbxml";
}

/**
 * The least that is a device: one message at a time, written out by hand and not by the library's own client, so that a
 * server is not only tested against its own kind.
 */
export class PlainDevice {
  /** Commands that it has executed, such as `Replace ./A=1`. */
  readonly executed: string[] = [];
  /** Codes of the statuses that it got for the headers of its messages. */
  readonly headerCodes: string[] = [];
  readonly tree: Map<string, string>;
  nonce: Uint8Array | undefined;
  /** The last message of the server, once there is one. */
  received: SyncML | undefined;
  private readonly options: PlainDeviceOptions;
  private msgID = 0;
  private answers: Command[] = [];
  private isAccepted = false;

  constructor(options: PlainDeviceOptions = {}) {
    this.options = options;
    this.tree = new Map(Object.entries(options.tree ?? {}));
    this.nonce = options.nonce;
  }

  /** The next message, as octets. */
  next(): Uint8Array {
    const { address = "IMEI:350000000000006", sessionID = "1", user, format = "wbxml" } = this.options;
    const opening = this.isAccepted ? [] : this.opening();
    const commands = [...this.answers, ...opening].map((command, index) => ({ ...command, cmdID: String(index + 1) }));
    const header = {
      verProto: "DM/1.2",
      sessionID,
      msgID: String(++this.msgID),
      target: newTarget("http://dm.example/"),
      source: newSource(address, user),
      cred: this.isAccepted ? undefined : this.cred(),
    } as const;
    return encode(newMessage(header, commands), { format });
  }

  /** Takes the server's message; whether the session goes on. */
  take(body: Uint8Array): boolean {
    const message = decode(body) as SyncML;
    this.received = message;
    const header = message.syncBody.commands.find(
      (command): command is Status => command.kind === "Status" && command.cmd === "SyncHdr",
    );
    const code = typeof header?.data === "string" ? header.data : "";
    this.headerCodes.push(code);
    if (header?.chal !== undefined) this.nonce = readChallenge(header.chal).nonce;
    this.answers = [this.status(message, "0", "SyncHdr", "200")];
    if (code === "401" || code === "407") return header?.chal !== undefined;
    this.isAccepted = true;
    const commands = message.syncBody.commands.filter(({ kind }) => kind !== "Status");
    if (commands.some((command) => command.kind === "Alert" && command.data === "1223")) return false;
    for (const command of commands) this.execute(message, command);
    return commands.length > 0;
  }

  private opening(): Command[] {
    const devInfo = create("Replace", {
      cmdID: "",
      meta: undefined,
      items: [create("Item", { source: newSource("./DevInfo/Man"), data: "Example" })],
    });
    return [create("Alert", { cmdID: "", data: "1201", items: [] }), devInfo, ...(this.options.alerts ?? [])];
  }

  private cred() {
    const { user, secret, scheme = "basic" } = this.options;
    if (user === undefined || secret === undefined) return undefined;
    return credentials({ scheme, user, secret, nonce: scheme === "md5" ? this.nonce : undefined });
  }

  private execute(message: SyncML, command: Command): void {
    const ref = command.cmdID ?? "";
    if (command.kind === "Atomic" || command.kind === "Sequence") {
      this.answers.push(this.status(message, ref, command.kind, "200"));
      for (const member of command.commands) this.execute(message, member);
      return;
    }
    if (!("items" in command)) throw new Error(`this device knows no ${command.kind}`);
    if (command.kind === "Get") {
      const found = command.items.filter(({ target }) => this.tree.has(target?.locURI ?? ""));
      this.answers.push(this.status(message, ref, "Get", found.length > 0 ? "200" : "404"));
      if (found.length > 0) this.answers.push(this.results(message, ref, found));
      this.executed.push(`Get ${command.items.map(({ target }) => target?.locURI).join(" ")}`);
      return;
    }
    for (const { target, data } of command.items) {
      const uri = target?.locURI ?? "";
      if (command.kind === "Delete") this.tree.delete(uri);
      else if (command.kind === "Add" || command.kind === "Replace") this.tree.set(uri, String(data));
      this.executed.push(`${command.kind} ${uri}${data === undefined ? "" : `=${data}`}`);
    }
    this.answers.push(this.status(message, ref, command.kind, "200"));
  }

  private results(message: SyncML, cmdRef: string, found: readonly Item[]): Command {
    const items = found.map(({ target }) =>
      create("Item", { source: newSource(target?.locURI ?? ""), data: this.tree.get(target?.locURI ?? "") }),
    );
    return create("Results", { cmdID: "", msgRef: message.syncHdr.msgID, cmdRef, items });
  }

  private status(message: SyncML, cmdRef: string, cmd: string, data: string): Status {
    return create("Status", { cmdID: "", msgRef: message.syncHdr.msgID ?? "1", cmdRef, cmd, data });
  }
}
