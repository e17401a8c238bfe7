import type { DeviceEvent } from "../../device/simulation/device-event.ts";
import type { LogEvent } from "../../dm/log-event.ts";
import type { Colors } from "../colors.ts";
import type { Environment } from "../environment.ts";
import { printableLine } from "../printable.ts";

/** Shows what happens in sessions: as lines for a person, or as one JSON object a line. Both are without secrets. */
export class SessionOutput {
  private readonly environment: Environment;
  private readonly colors: Colors;
  private readonly isJson: boolean;

  constructor(environment: Environment, colors: Colors, isJson: boolean) {
    this.environment = environment;
    this.colors = colors;
    this.isJson = isJson;
  }

  log(event: LogEvent): void {
    if (this.isJson) {
      this.json({ ...event });
      return;
    }
    const { bold, dim, green, red, yellow } = this.colors;
    const { detail = "", msgID, octets, sessionID, device, commands = [] } = event;
    const who = dim(printableLine(`${device} session ${sessionID}`));
    const size = octets === undefined ? "" : dim(` ${octets} bytes`);
    switch (event.event) {
      case "received":
      case "sent": {
        const isToServer = (event.event === "received") === (event.side === "server");
        this.line(`${bold(isToServer ? "device ─▶" : "device ◀─")} message ${msgID}${size}  ${who}`);
        for (const command of commands) this.line(`    ${printableLine(command)}`);
        break;
      }
      case "finished": {
        const isGood = event.result === "complete";
        this.line(`${(isGood ? green : red)(String(event.result))}: ${printableLine(detail)}  ${who}`);
        break;
      }
      case "repeated":
        this.line(`${yellow("again")}: message ${msgID}  ${who}`);
        break;
      default:
        this.line(`${yellow(event.event)}: ${printableLine(detail)}  ${who}`);
    }
  }

  /** Something that happened in a simulated device. */
  device(event: DeviceEvent): void {
    if (this.isJson) this.json({ side: "device", ...event });
    else this.line(this.colors.dim(`    (${printableLine(inWords(event))})`));
  }

  /** One JSON object on a line of its own. */
  json(value: object): void {
    this.environment.stdout.write(`${JSON.stringify(value)}\n`);
  }

  line(text: string): void {
    if (!this.isJson) this.environment.stdout.write(`${text}\n`);
  }
}

function inWords(event: DeviceEvent): string {
  switch (event.kind) {
    case "started":
      return `the device begins ${event.operation}`;
    case "changed":
      return `${event.uri} is ${JSON.stringify(event.value)}`;
    case "rebooted":
      return "the device restarts";
    case "wiped":
      return `the device removes ${event.items.join(", ")}`;
    case "finished":
      return `${event.operation} has ended with ${event.result}`;
    case "raised":
      return `the device has an alert of its own: ${event.type}`;
    case "answered":
      return `alert ${event.type} is answered ${event.code}`;
    case "given-up":
      return `alert ${event.type} is given up`;
  }
}
