import fc from "fast-check";
import * as Code from "../../ast/codes/code.ts";
import { create, newSource, newTarget } from "../../ast/create.ts";
import type { Command } from "../../ast/nodes.ts";
import { xmlText } from "../xml-text.ts";
import { address, sourceOf, targetOf } from "./addresses.ts";
import { deviceInformation, type ItemValue, itemValue } from "./item-values.ts";
import {
  deviceAddress,
  deviceInfoItems,
  fromThere,
  itemAt,
  itemsOf,
  noValue,
  there,
  toBe,
  valueOrNode,
} from "./items.ts";
import { metaOf, storeMeta } from "./meta.ts";
import { decimal, flag, optional, synchronisationOnly, type Usage } from "./usage.ts";

// Commands as the profiles use them. They get their CmdIDs when the message is assembled.
const cmdID = "";

type Commands = fc.Arbitrary<Command>;

/** Requests of one side: mostly single commands, sometimes several that belong together. */
export function requests(usage: Usage): fc.Arbitrary<Command[]> {
  const single = (command: Commands) => command.map((one) => [one]);
  if (!usage.isDM) return single(fc.oneof(...synchronisation(usage)));
  if (usage.sender === "client") return fc.oneof(sessionStart, single(clientAlert(usage)));
  return single(fc.oneof(...management(usage), sequence(usage), atomic(usage)));
}

// Device management

function management(usage: Usage): Commands[] {
  return [...changes(usage), get(usage), exec(usage), userAlert];
}

/** Commands that can be undone, and so may appear in Atomic. */
function changes(usage: Usage): Commands[] {
  return [add(usage), replace(usage), deletion(usage), copy(usage)];
}

function atomic(usage: Usage): Commands {
  const noResp = synchronisationOnly(usage, flag);
  return fc
    .record({ noResp, commands: fc.array(fc.oneof(...changes(usage)), { minLength: 1, maxLength: 3 }) })
    .map((fields) => create("Atomic", { cmdID, ...fields }));
}

function sequence(usage: Usage): Commands {
  const members = usage.isDM ? management(usage) : [...changes(usage), atomic(usage)];
  return fc
    .record({
      noResp: synchronisationOnly(usage, flag),
      commands: fc.array(fc.oneof(...members), { minLength: 1, maxLength: 3 }),
    })
    .map((fields) => create("Sequence", { cmdID, ...fields }));
}

/** A dialogue: options, the text to show, and the choices. */
const userAlert: Commands = fc
  .record({
    data: fc.constantFrom(Code.DISPLAY, Code.CONFIRM, Code.TEXT_INPUT, Code.SINGLE_CHOICE, Code.MULTIPLE_CHOICE),
    texts: fc.array(xmlText, { minLength: 3, maxLength: 4 }),
  })
  .map(({ data, texts }) => {
    const isChoice = data === Code.SINGLE_CHOICE || data === Code.MULTIPLE_CHOICE;
    const values = ["MINDT=10", ...texts.slice(0, isChoice ? texts.length : 1)];
    return create("Alert", { cmdID, data, items: values.map((value) => create("Item", { data: value })) });
  });

const sessionStart: fc.Arbitrary<Command[]> = fc
  .record({ data: fc.constantFrom(Code.SERVER_INITIATED, Code.CLIENT_INITIATED), items: deviceInfoItems })
  .map(({ data, items }) => [create("Alert", { cmdID, data }), create("Replace", { cmdID, items })]);

const eventType = fc.constantFrom("org.openmobilealliance.dm.firmwareupdate.devicerequest", "com.example.mdm.status");

/** An event at the client; Meta Type tells what it is about. */
function clientAlert(usage: Usage): Commands {
  return fc
    .record({
      data: fc.constantFrom(Code.CLIENT_EVENT, ...(usage.version === "1.2" ? [Code.GENERIC_ALERT] : [])),
      type: eventType,
      text: xmlText,
      correlator: optional(usage, xmlText, "1.2"),
    })
    .map(({ data, type, text, correlator }) => {
      const item = create("Item", { meta: metaOf({ format: "chr", type }), data: text });
      return create("Alert", { cmdID, data, correlator, items: [item] });
    });
}

// Both

function common(usage: Usage) {
  return { noResp: synchronisationOnly(usage, flag) };
}

function add(usage: Usage): Commands {
  return fc
    .record({ ...common(usage), items: itemsOf(usage, toBe(usage), valueOrNode(usage)) })
    .map((fields) => create("Add", { cmdID, ...fields }));
}

function replace(usage: Usage): Commands {
  return fc
    .record({ ...common(usage), items: itemsOf(usage, there(usage), valueOrNode(usage)) })
    .map((fields) => create("Replace", { cmdID, ...fields }));
}

function deletion(usage: Usage): Commands {
  return fc
    .record({
      ...common(usage),
      archive: synchronisationOnly(usage, flag),
      sftDel: synchronisationOnly(usage, flag),
      items: itemsOf(usage, there(usage), noValue),
    })
    .map((fields) => create("Delete", { cmdID, ...fields }));
}

function copy(usage: Usage): Commands {
  return fc
    .record({ ...common(usage), items: itemsOf(usage, fromThere(usage), noValue) })
    .map((fields) => create("Copy", { cmdID, ...fields }));
}

function get(usage: Usage): Commands {
  return fc
    .record({
      ...common(usage),
      lang: synchronisationOnly(usage, fc.constantFrom("en", "de-AT")),
      items: itemsOf(usage, there(usage), noValue),
    })
    .map((fields) => create("Get", { cmdID, ...fields }));
}

function exec(usage: Usage): Commands {
  const value = fc.oneof(noValue, itemValue(usage));
  return fc
    .record({
      ...common(usage),
      correlator: optional(usage, xmlText, "1.2"),
      items: itemsOf(usage, there(usage), value, 1),
    })
    .map((fields) => create("Exec", { cmdID, ...fields }));
}

// Data synchronisation

function synchronisation(usage: Usage): Commands[] {
  return [
    ...changes(usage),
    get(usage),
    exec(usage),
    atomic(usage),
    sequence(usage),
    syncAlert(usage),
    sync(usage),
    map(usage),
    put(usage),
    search(usage),
    ...(usage.version === "1.2" ? [move(usage)] : []),
  ];
}

function move(usage: Usage): Commands {
  return fc
    .record({ ...common(usage), items: itemsOf(usage, fromThere(usage), noValue) })
    .map((fields) => create("Move", { cmdID, ...fields }));
}

/** The alert that offers to synchronise two data stores in one of the standard modes. */
function syncAlert(usage: Usage): Commands {
  const ends = fc.record({ target: targetOf(usage), source: sourceOf(address(usage)) });
  return fc
    .record({ data: decimal(210, 200), ends, meta: storeMeta(usage), ...common(usage) })
    .map(({ data, ends: place, meta, noResp }) =>
      create("Alert", { cmdID, noResp, data, items: [create("Item", { ...place, meta })] }),
    );
}

function sync(usage: Usage): Commands {
  const members = [...changes(usage), ...(usage.version === "1.2" ? [move(usage)] : [])];
  return fc
    .record({
      ...common(usage),
      target: targetOf(usage),
      source: sourceOf(address(usage)),
      meta: storeMeta(usage),
      numberOfChanges: optional(usage, decimal(1000), "1.1"),
      commands: fc.array(fc.oneof(...members), { maxLength: 3 }),
    })
    .map((fields) => create("Sync", { cmdID, ...fields }));
}

function map(usage: Usage): Commands {
  const pair = fc
    .tuple(address(usage), address(usage))
    .map(([to, from]) => ({ target: newTarget(to), source: newSource(from) }));
  const mapItem = pair.map((ends) => create("MapItem", ends));
  return fc
    .tuple(pair, fc.array(mapItem, { minLength: 1, maxLength: 3 }))
    .map(([ends, mapItems]) => create("Map", { cmdID, ...ends, mapItems }));
}

function put(usage: Usage): Commands {
  const item = itemAt(usage, deviceAddress(usage), deviceInformation(usage));
  return fc
    .record({ ...common(usage), item })
    .map(({ noResp, item: one }) => create("Put", { cmdID, noResp, items: [one] }));
}

function search(usage: Usage): Commands {
  return fc
    .record({
      ...common(usage),
      noResults: optional(usage, flag),
      target: optional(usage, targetOf(usage)),
      sources: fc.array(sourceOf(address(usage)), { minLength: 1, maxLength: 2 }),
      data: xmlText,
    })
    .map(({ data, ...fields }) =>
      create("Search", { cmdID, ...fields, meta: create("Meta", { type: "application/x-query" }), data }),
    );
}

/** The first part of an object too large for the message: the last request of a message without Final. */
export function chunk(usage: Usage): Commands {
  return fc
    .record({ item: itemAt(usage, there(usage), chunkText), rest: fc.integer({ min: 1, max: 100_000 }) })
    .map(({ item, rest }) => {
      const size = String((item.data as string).length + rest);
      const meta = create("Meta", { ...item.meta, size });
      return create("Replace", { cmdID, items: [create("Item", { ...item, meta, moreData: true })] });
    });
}

const chunkText: fc.Arbitrary<ItemValue> = fc
  .string({ unit: fc.constantFrom(..."abc <&"), minLength: 1, maxLength: 20 })
  .map((data) => ({ data, format: "chr" }));

/** Asks for the rest of a package. */
export function nextMessage(usage: Usage): Command {
  return create("Alert", {
    cmdID,
    data: usage.isDM ? Code.NEXT_MESSAGE : Code.SYNC_NEXT_MESSAGE,
    items: [create("Item", {})],
  });
}

/** Ends a session. */
export function abort(usage: Usage): Command {
  return create("Alert", { cmdID, data: usage.isDM ? Code.SESSION_ABORT : Code.SYNC_NO_END_OF_DATA });
}
