import type { DmAccount } from "../../../src/dm/account.ts";
import type { Plan } from "../../../src/dm/plan.ts";
import { script } from "../../../src/dm/script.ts";

// What the servers of a fleet and its devices know of each other. All of it follows from a device's number.

export const serverID = "com.example.fleet";

export function addressOf(device: number): string {
  return `IMEI:${device}`;
}

function numberOf(address: string): number {
  return Number(address.slice("IMEI:".length));
}

/** Digests in both directions, so that nonces too have to be shared by the processes. */
export function accountOf(address: string): DmAccount {
  const number = numberOf(address);
  return {
    auth: "md5",
    user: `device-${number}`,
    secret: `secret of ${number}`,
    serverAuth: "md5",
    serverID,
    serverSecret: `server's secret for ${number}`,
  };
}

/** Commands with data of their own each, in packages of every kind; some devices get an object in chunks, or give one. */
export const fleetPlan: Plan = script(function* (dm, { id }) {
  const number = numberOf(id);
  const count = yield dm.get("./Counter");
  for (let round = 0; round < 3; round++) {
    yield [
      dm.replace(`./Log/${round}`, `${number}.${round} after ${count.text}`),
      dm.exec("./Operation", { correlator: `${number}-${round}` }),
    ];
  }
  yield dm.atomic([dm.replace("./A", number), dm.add("./B", `${number}`)]);
  if (number % 5 === 0) yield dm.replace("./Blob", dm.bytes(octetsOf(number, 9_000)));
  if (number % 7 === 0) {
    const big = yield dm.get("./Big");
    yield dm.replace("./BigWas", big.text?.length ?? -1);
  }
  yield dm.sequence([dm.delete("./B"), dm.replace("./Counter", Number(count.value) + 1)]);
});

/** So many octets that differ from device to device. */
function octetsOf(number: number, length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => (index * 31 + number) % 256);
}
