import fc from "fast-check";
import type { SyncmlVersion } from "../../validation/profiles.ts";
import type { Scope } from "../nodes.ts";
import { trimmedText } from "../xml-text.ts";
import { decimal } from "./usage.ts";

const NESTING = 4;
const count = decimal(100_000);
const name = fc.string({ unit: fc.constantFrom(..."abzAZ019-_.é"), minLength: 1, maxLength: 8 });

/** Contents of device information and management trees in a message. */
export function documentScope(version: SyncmlVersion): Pick<Scope, "texts" | "unused" | "depth"> {
  const numbers = ["MaxGUIDSize", "MaxMem", "MaxID", "MaxOccur", "MaxSize", "Size"];
  // A peer compares them with its own.
  const identifiers = ["CTType", "DataType", "DevID", "DevTyp", "ParamName", "PropName", "SourceRef", "VerCT"];
  return {
    depth: NESTING,
    texts: {
      ...Object.fromEntries(numbers.map((number) => [`devinf:${number}`, count])),
      ...Object.fromEntries(identifiers.map((identifier) => [`devinf:${identifier}`, trimmedText])),
      "devinf:VerDTD": fc.constant(version),
      "devinf:SyncType": decimal(7, 1),
      "dmddf:VerDTD": fc.constant("1.2"),
      "dmddf:NodeName": name,
      "dmddf:Path": name.map((segment) => `./Vendor/${segment}`),
      "dmddf:Size": count,
      "dmddf:VerNo": count,
      "dmddf:TStamp": fc.constant("2026-01-31T12:34:56Z"),
      "dmddf:MIME": fc.constant("text/plain"),
    },
    // Those are for device descriptions, which are separate documents.
    unused: ["dmddf:DFProperties"],
  };
}
