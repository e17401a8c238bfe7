import { AstBuilder } from "../../ast/builder.ts";
import type { SyncmlDocument, WireForm } from "../../ast/nodes.ts";
import type { ElementName } from "../../core/sink.ts";
import { TOKENS_PER_TAG_PAGE } from "../../vocabulary/vocabulary.ts";
import { resolveReadOptions } from "../../wbxml/read-options.ts";
import { TokenNamer } from "../../wbxml/token-namer.ts";
import type { WbxmlHeader } from "../../wbxml/token-sink.ts";
import { EmbeddedDocuments } from "../embedded-documents.ts";
import type { DecodeOptions, ReadOptions } from "../options.ts";
import type { HandOvers } from "./hand-overs.ts";
import type { Note } from "./notes.ts";
import { OpenNodes, type Place } from "./open-nodes.ts";
import { type WbxmlHead, wbxmlHeaderOf } from "./wbxml-head.ts";

/** What all hand-overs of one document share. */
export interface WbxmlBody {
  /** The document, and where it begins in the outermost one. */
  readonly bytes: Uint8Array;
  readonly start: number;
  /** Depth of its root in the outermost document. */
  readonly rootDepth: number;
  readonly head: WbxmlHead;
  readonly wire: WireForm;
  /** Path of the element around it. */
  readonly path: string;
  readonly options: Partial<DecodeOptions>;
  readonly handOvers: HandOvers | undefined;
}

/**
 * Reads on the event path what the fast path does not know, element by element and in place: it continues at that element
 * with the nodes that are open, and gives back the place after it.
 *
 * ```
 *  off=5        off=7           off=13
 *  <SyncML>     <vnd:Mark>…     END of the element, or of one around it
 *  │ fast path  │ event path    ▲ place.pos: fast path again
 * ```
 */
export class WbxmlHandOver {
  private readonly body: WbxmlBody;
  private readonly builder: AstBuilder;
  private readonly namer: TokenNamer;
  private readonly embedded: EmbeddedDocuments | undefined;
  private readonly header: WbxmlHeader;
  private readonly nodes: OpenNodes;

  constructor(body: WbxmlBody) {
    this.body = body;
    const { bytes, options, start, path, rootDepth, head } = body;
    const opens = rootDepth === 1 && options.data !== "view" && options.embedded !== "keep";
    const resolved = resolveReadOptions(options as Partial<ReadOptions>);
    this.builder = new AstBuilder(options);
    this.embedded = opens ? new EmbeddedDocuments(this.builder, resolved) : undefined;
    const own =
      rootDepth === 1 ? resolved : { ...resolved, baseOffset: start, basePath: path, baseDepth: rootDepth - 1 };
    this.namer = new TokenNamer(this.embedded ?? this.builder, own);
    this.header = wbxmlHeaderOf(head, bytes, start);
    this.nodes = new OpenNodes(rootDepth);
  }

  /** Reads one element from `place` and moves it; returns the document if it has ended. */
  read(place: Place, values: unknown[], notes: Note[]): SyncmlDocument | undefined {
    const { body, namer, builder, embedded, header, nodes } = this;
    const { head, bytes, start, wire, handOvers } = body;
    nodes.take(place, values, notes);
    const names = nodes.names.map((tag) => head.vocabulary.tags[tag] as ElementName);
    namer.resume(header, names, place.page / TOKENS_PER_TAG_PAGE, place.elements);
    builder.adopt(nodes.open, values, wire, namer);
    embedded?.resume(names.length, nodes.metaDepth, nodes.announcements, namer);
    handOvers?.begin(builder, place.pos, namer);
    try {
      place.pos = namer.tokenizer.readElement(bytes, place.pos - start, names.length) + start;
    } finally {
      embedded?.flush();
    }
    handOvers?.end(place.pos);
    const stopped = namer.tokenizer.place;
    if (stopped === undefined) {
      namer.tokenizer.end();
      return builder.document;
    }
    nodes.giveBack(place, builder.openNodes, values, notes);
    place.page = stopped.page * TOKENS_PER_TAG_PAGE;
    place.elements = stopped.elements;
    return undefined;
  }
}
