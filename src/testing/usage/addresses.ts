import fc from "fast-check";
import { create, newSource, newTarget } from "../../ast/create.ts";
import type { Source, Target } from "../../ast/nodes.ts";
import { xmlText } from "../xml-text.ts";
import { type Sender, synchronisationOnly, type Usage } from "./usage.ts";

const segment = fc.string({ unit: fc.constantFrom(..."abzAZ019-_éß日"), minLength: 1, maxLength: 8 });
const path = fc.array(segment, { minLength: 1, maxLength: 3 }).map((segments) => segments.join("/"));

/** Address of a node or record; different values of `root` make the addresses differ. */
function addressBelow(root: string): fc.Arbitrary<string> {
  return path.map((below) => `${root}/${below}`);
}

/** Address of something that exists. */
export function address(usage: Usage): fc.Arbitrary<string> {
  return addressBelow(usage.isDM ? "./Vendor" : "./records");
}

/** Address of something that does not exist yet. */
export function newAddress(usage: Usage): fc.Arbitrary<string> {
  return addressBelow(usage.isDM ? "./Vendor/New" : "./new");
}

/** Target of a command, in data synchronisation sometimes with a filter. */
export function targetOf(usage: Usage, locURI: fc.Arbitrary<string> = address(usage)): fc.Arbitrary<Target> {
  return fc
    .record({ locURI, locName: synchronisationOnly(usage, xmlText), filter: synchronisationOnly(usage, filter, "1.2") })
    .map((fields) => create("Target", fields));
}

const filter = fc
  .record({
    type: fc.constantFrom("text/x-vcard", "application/vnd.omads-email+xml"),
    field: fc.option(xmlText, { nil: undefined }),
    record: fc.option(xmlText, { nil: undefined }),
    filterType: fc.constantFrom("EXCLUSIVE", "INCLUSIVE", undefined),
  })
  .map(({ type, field, record, filterType }) =>
    create("Filter", {
      meta: create("Meta", { type }),
      field: field === undefined ? undefined : create("Field", { item: create("Item", { data: field }) }),
      record: record === undefined ? undefined : create("Record", { item: create("Item", { data: record }) }),
      filterType,
    }),
  );

const client = fc.constantFrom("IMEI:000000000000000", "sc-dev-0001");
const server = fc.constantFrom("https://dm.example/oma", "http://sync.example:8080/");

interface Ends {
  readonly target: Target;
  readonly source: Source;
}

/** Source and target of a header; `user` is the name that goes with credentials. */
export function ends(sender: Sender, user: string | undefined): fc.Arbitrary<Ends> {
  return fc
    .tuple(client, server)
    .map(([device, host]) =>
      sender === "client"
        ? { target: newTarget(host), source: newSource(device, user) }
        : { target: newTarget(device), source: newSource(host, user) },
    );
}

export function sourceOf(locURI: fc.Arbitrary<string>): fc.Arbitrary<Source> {
  return locURI.map((uri) => newSource(uri));
}
