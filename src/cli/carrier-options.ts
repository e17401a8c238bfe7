import { type Command, InvalidArgumentError, Option } from "commander";
import { encodeSmsPdu } from "../push/sms/pdu.ts";
import { segmentSms } from "../push/sms/user-data.ts";
import { encodePush, type PushInput } from "../push/wsp/push.ts";
import * as ExitCode from "./exit-codes.ts";
import { CommandFailure } from "./failures.ts";

/** Values of the options that {@link addCarrierOptions} adds. */
export interface CarrierOptions {
  readonly carrier: "none" | "wsp" | "sms";
  readonly to?: string;
  readonly reference: number;
}

/** Adds the options for what is to carry a message. */
export function addCarrierOptions(command: Command): Command {
  return command
    .addOption(
      new Option("--carrier <CARRIER>", "put a push, or SMS with it, around")
        .choices(["none", "wsp", "sms"])
        .default("none"),
    )
    .option("--to <NUMBER>", "with sms: whole SUBMIT PDUs to this number, as AT+CMGS takes them")
    .addOption(
      new Option("--reference <N>", "with sms: tells long messages apart").default(0).argParser(parseReference),
    );
}

function parseReference(text: string): number {
  if (!/^\d{1,3}$/.test(text) || Number(text) > 255) throw new InvalidArgumentError("Expected a number from 0 to 255.");
  return Number(text);
}

/**
 * A message in its carrier: itself, a push, or one or several SMS.
 *
 * @throws {CommandFailure} if the options contradict each other, a `RangeError` if the carrier cannot hold the message.
 */
export function inCarrier(push: PushInput, { carrier, to, reference }: CarrierOptions): readonly Uint8Array[] {
  if (to !== undefined && carrier !== "sms") throw new CommandFailure(ExitCode.USAGE, "--to needs --carrier sms");
  if (carrier === "none") return [push.body as Uint8Array];
  const octets = encodePush(push);
  if (carrier === "wsp") return [octets];
  const parts = segmentSms(octets, { reference });
  return to === undefined
    ? parts
    : parts.map((userData) => encodeSmsPdu({ kind: "submit", smsc: "", address: to, userData }));
}
