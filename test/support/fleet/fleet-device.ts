import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { create, newSource } from "../../../src/ast/create.ts";
import type { Alert, Command, Item } from "../../../src/ast/nodes.ts";
import type { DeviceOutcome, ManagedDevice, StepResult } from "../../../src/dm/managed-device.ts";
import { addressOf } from "./fleet-plan.ts";

/** A device that keeps a log of all it was made to do. */
export class FleetDevice implements ManagedDevice {
  readonly identity: string;
  /** Every command it has executed, with its data, in order. */
  readonly log: string[] = [];
  private readonly number: number;
  private readonly tree: Map<string, string>;
  private isReported = false;

  constructor(number: number) {
    this.number = number;
    this.identity = addressOf(number);
    this.tree = new Map([
      ["./Counter", String(number % 10)],
      ["./Big", "big ".repeat(2_000)],
    ]);
  }

  devInfo(): readonly Item[] {
    return [
      create("Item", { source: newSource("./DevInfo/DevId"), data: this.identity }),
      create("Item", { source: newSource("./DevInfo/Man"), data: "Example" }),
    ];
  }

  alerts(): readonly Alert[] {
    if (this.isReported) return [];
    const meta = create("Meta", { type: "com.example.fleet.started", format: "chr", emi: [] });
    const items = [create("Item", { source: newSource("./Fleet"), meta, data: "started" })];
    return [create("Alert", { cmdID: "", data: "1226", correlator: `start-${this.number}`, items })];
  }

  alertAnswered(): void {
    this.isReported = true;
  }

  apply(_: string, commands: readonly Command[]): DeviceOutcome {
    return { state: "done", results: commands.map((command) => this.execute(command)) };
  }

  resume(): never {
    throw new Error("this device has no user");
  }

  ask(): never {
    throw new Error("this device has no user");
  }

  private execute(command: Command): StepResult {
    const { kind: cmd, cmdID } = command;
    if (command.kind === "Atomic" || command.kind === "Sequence") {
      this.log.push(cmd);
      const members = command.commands.map((member) => this.execute(member));
      return { cmd, cmdID, statuses: [{ code: 200, items: [] }], results: [], members };
    }
    const items = "items" in command ? command.items : [];
    const results: Item[] = [];
    for (const { target, data } of items) {
      const uri = target?.locURI ?? "";
      const text = data instanceof Uint8Array ? `SHA-256 ${bytesToHex(sha256(data))}` : data;
      const correlator = command.kind === "Exec" ? ` ${command.correlator}` : "";
      this.log.push(`${cmd} ${uri}${text === undefined ? "" : `=${text}`}${correlator}`);
      if (command.kind === "Delete") this.tree.delete(uri);
      else if (command.kind === "Get")
        results.push(create("Item", { source: newSource(uri), data: this.tree.get(uri) }));
      else if (typeof text === "string") this.tree.set(uri, text);
    }
    return { cmd, cmdID, statuses: [{ code: command.kind === "Exec" ? 202 : 200, items: [] }], results, members: [] };
  }
}
