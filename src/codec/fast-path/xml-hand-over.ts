import { AstBuilder } from "../../ast/builder.ts";
import type { SyncmlDocument, WireForm } from "../../ast/nodes.ts";
import { encodeUtf8 } from "../../core/utf8.ts";
import { resolveReadOptions as resolveWbxmlOptions } from "../../wbxml/read-options.ts";
import { resolveReadOptions } from "../../xml/read-options.ts";
import { type OpenName, TokenNamer } from "../../xml/token-namer.ts";
import { EmbeddedDocuments } from "../embedded-documents.ts";
import type { DecodeOptions, ReadOptions } from "../options.ts";
import type { HandOvers } from "./hand-overs.ts";
import { messagePlan } from "./message-plan.ts";
import type { MessageStart } from "./message-start.ts";
import type { Note } from "./notes.ts";
import { OpenNodes, type Place } from "./open-nodes.ts";
import { namespaces } from "./xml-tags.ts";

let spellings: readonly Uint8Array[] | undefined;

/** Like `WbxmlHandOver` for XML, where it is for the outermost document only. */
export class XmlHandOver {
  private readonly bytes: Uint8Array;
  private readonly start: MessageStart;
  private readonly wire: WireForm;
  private readonly handOvers: HandOvers | undefined;
  private readonly builder: AstBuilder;
  private readonly namer: TokenNamer;
  private readonly embedded: EmbeddedDocuments | undefined;
  private readonly nodes = new OpenNodes(1);

  constructor(
    bytes: Uint8Array,
    start: MessageStart,
    wire: WireForm,
    options: Partial<DecodeOptions>,
    handOvers: HandOvers | undefined,
  ) {
    this.bytes = bytes;
    this.start = start;
    this.wire = wire;
    this.handOvers = handOvers;
    this.builder = new AstBuilder(options);
    const reading = options as Partial<ReadOptions>;
    const opens = options.embedded !== "keep";
    this.embedded = opens ? new EmbeddedDocuments(this.builder, resolveWbxmlOptions(reading)) : undefined;
    this.namer = new TokenNamer(this.embedded ?? this.builder, resolveReadOptions(reading));
  }

  /** Whether it has been reported that the data has CR. */
  get returnsReported(): boolean {
    return this.namer.tokenizer.returnsReported;
  }

  set returnsReported(value: boolean) {
    this.namer.tokenizer.returnsReported = value;
  }

  /** Reads one element from `place` and moves it; returns the document if it has ended. */
  read(place: Place, values: unknown[], notes: Note[]): SyncmlDocument | undefined {
    const { namer, builder, embedded, bytes, start, wire, nodes, handOvers } = this;
    const { tokenizer } = namer;
    nodes.take(place, values, notes);
    const names = openNames(nodes, start);
    namer.resume(names, start, place.elements);
    builder.adopt(nodes.open, values, wire, namer);
    embedded?.resume(names.length, nodes.metaDepth, nodes.announcements, namer);
    handOvers?.begin(builder, place.pos, namer);
    try {
      place.pos = tokenizer.readElement(bytes, place.pos, names.length);
    } finally {
      embedded?.flush();
    }
    handOvers?.end(place.pos);
    const stopped = tokenizer.place;
    if (stopped === undefined) {
      tokenizer.end(bytes.length, false);
      return builder.document;
    }
    nodes.giveBack(place, builder.openNodes, values, notes);
    place.elements = stopped.elements;
    return undefined;
  }
}

function openNames({ names, spaces }: OpenNodes, { space, version }: MessageStart): OpenName[] {
  spellings ??= messagePlan().names.map((name) => encodeUtf8(name));
  return names.map((name, index) => ({
    bytes: (spellings as readonly Uint8Array[])[name] as Uint8Array,
    namespace: version !== undefined && spaces[index] === space ? "" : (namespaces[spaces[index] as number] as string),
  }));
}
