import fc from "fast-check";
import { encodeUtf8 } from "../core/utf8.ts";
import { initiators, type NotificationInput, uiModes } from "../push/notification/notification.ts";

const vendors = fc.oneof(fc.constant(new Uint8Array(0)), fc.uint8Array({ maxLength: 40 }));
const names = fc
  .oneof(
    fc.constantFrom("com.example.dm", "x", "Ünï-日本"),
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 }),
    fc.integer({ min: 1, max: 255 }).map((length) => "s".repeat(length)),
  )
  .filter((name) => encodeUtf8(name).length <= 255);
const reserved = (max: number) => fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(max));

const general = {
  version: fc.integer({ min: 10, max: 13 }),
  uiMode: fc.constantFrom(...uiModes),
  initiator: fc.constantFrom(...initiators),
  sessionID: fc.nat(0xffff),
  serverID: names,
  vendor: vendors,
  futureUse: reserved(0x7ff_ffff),
};

const contentTypes = fc.oneof(
  fc.constantFrom(undefined, "text/plain", "text/x-vCard", "text/x-vCalendar"),
  // Codes without a name, up to the 24 bits of the field.
  fc.integer({ min: 0x1000, max: 0xff_ffff }).map((code) => `0x${code.toString(16)}`),
);

const syncs = fc.array(
  fc.record({
    syncType: fc.integer({ min: 200, max: 215 }),
    contentType: contentTypes,
    serverURI: fc.oneof(fc.constant("./contacts"), names, fc.constant("")),
    futureUse: reserved(15),
  }),
  { maxLength: 15 },
);

/** Generates the fields of notifications, of device management and of data synchronisation. */
export function notifications(kind?: "dm" | "ds"): fc.Arbitrary<NotificationInput & { readonly kind: "dm" | "ds" }> {
  const dm = fc.record({ kind: fc.constant("dm" as const), ...general });
  const ds = fc.record({ kind: fc.constant("ds" as const), ...general, syncs, syncsFutureUse: reserved(15) });
  return kind === "dm" ? dm : kind === "ds" ? ds : fc.oneof(dm, ds);
}
