import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { create, newItem, newMessage } from "../../src/ast/create.ts";
import { convert } from "../../src/codec/convert.ts";
import { DocumentEncoder } from "../../src/codec/document-encoder.ts";
import { encode } from "../../src/codec/encode.ts";
import { openDocument } from "../../src/codec/open-document.ts";
import { isSyncmlError, type SyncmlError } from "../../src/core/errors.ts";
import { type ConvertStreamOptions, convertStream } from "../../src/streams/index.ts";
import { cutAt } from "../../src/testing/chunkings.ts";
import { share } from "../../src/testing/share.ts";
import { cases, corpusBytes, wbxmlBodies, xmlBodies } from "../support/corpus.ts";
import { facts } from "../support/entries.ts";
import { errorOf } from "../support/error-of.ts";
import { bytes } from "../support/hex.ts";
import { message, type Part } from "../support/message.ts";
import { expectNoUnhandledRejections } from "../support/unhandled-rejections.ts";

type Options = Partial<ConvertStreamOptions> & Pick<ConvertStreamOptions, "to">;

const bodies = [...wbxmlBodies, ...xmlBodies].map(({ file }) => corpusBytes(file));
const other = (document: Uint8Array): "wbxml" | "xml" => ((document[0] as number) < 0x20 ? "xml" : "wbxml");

function streamOf(chunks: readonly Uint8Array[]): ReadableStream<Uint8Array> {
  const left = [...chunks];
  return new ReadableStream({
    pull(controller) {
      const chunk = left.shift();
      if (chunk === undefined) controller.close();
      else controller.enqueue(chunk);
    },
  });
}

/** What came out, and the error it ended with. */
async function converted(chunks: readonly Uint8Array[], ...steps: readonly Options[]) {
  let stream = streamOf(chunks);
  for (const options of steps) stream = stream.pipeThrough(convertStream(options));
  const output: Uint8Array[] = [];
  let error: SyncmlError | undefined;
  try {
    for await (const chunk of stream) output.push(chunk);
  } catch (caught) {
    if (!isSyncmlError(caught)) throw caught;
    error = caught;
  }
  return { output: Buffer.concat(output), error };
}

/** The same without streams: output up to the fault, and the fault. */
function reference(document: Uint8Array, options: Options) {
  const output: Uint8Array[] = [];
  const encoder = new DocumentEncoder(options.to, (bytes) => output.push(bytes.slice()), options);
  const error = errorOf(() => {
    const source = openDocument(encoder.sink, options);
    source.write(document);
    source.end();
  });
  if (error !== undefined) encoder.flushSettled();
  return { output: Buffer.concat(output), error };
}

function whole(document: Uint8Array, to: "wbxml" | "xml"): Buffer {
  return Buffer.from(to === "xml" ? convert(document, { to, output: "bytes" }) : convert(document, { to }));
}

expectNoUnhandledRejections();

test("any body comes out as convert makes it, however it is cut and however little is collected", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...bodies),
      fc.array(share, { maxLength: 8 }),
      fc.constantFrom(1, 100, 16_384),
      async (document, at, flushBytes) => {
        const chunks = cutAt(
          document,
          at.map((part) => Math.floor(part * document.length)),
        );
        const to = other(document);
        const { output, error } = await converted(chunks, { to, flushBytes });
        expect(error).toBeUndefined();
        expect(output.equals(whole(document, to))).toBe(true);
      },
    ),
    { numRuns: 200 },
  );
});

test("every body comes back through both conversions as it does through convert", async () => {
  for (const document of bodies) {
    const to = other(document);
    const from = to === "xml" ? "wbxml" : "xml";
    const { output } = await converted([document], { to }, { to: from });
    expect(output.equals(whole(whole(document, to), from))).toBe(true);
  }
});

test("every prefix gives the output up to its end, then its error", async () => {
  let prefixes = 0;
  const small = [...cases.map(({ input, mediaType }) => ({ input, mediaType })), ...bodies.map((input) => ({ input }))]
    .filter(({ input }) => input.length < 900)
    .filter((_, index) => index % 12 === 0);
  for (const { input, ...given } of small) {
    const to = other(input);
    // Held back, none of WBXML would be out before the fault.
    const options = { ...given, to, flushBytes: 1, holdBytes: 1 };
    for (let length = 0; length <= input.length; length++) {
      const prefix = input.subarray(0, length);
      const expected = reference(prefix, options);
      const { output, error } = await converted(cutAt(prefix, [length >> 1]), options);
      expect(facts(error)).toEqual(facts(expected.error));
      if (!output.equals(expected.output)) expect(output.toString()).toBe(expected.output.toString());
      prefixes++;
    }
  }
  expect(prefixes).toBeGreaterThan(2_000);
}, 240_000);

test("output before a fault is delivered, held back or not", async () => {
  const head = '<SyncML xmlns="SYNCML:SYNCML1.2"><SyncBody><Put><Meta><Type xmlns="syncml:metinf">';
  const type = "application/vnd.syncml-devinf+wb";
  for (const embeddedTypes of ["keep", "adapt"] as const) {
    const { output, error } = await converted([Buffer.from(head + type)], { to: "xml", embeddedTypes });
    expect(error).toMatchObject({ code: "truncated-input", offset: (head + type).length });
    expect(output.toString()).toBe(`<?xml version="1.0" encoding="UTF-8"?>${head}${type}`);
  }
});

describe("cancelling", () => {
  const document = bodies.find(({ length }) => length > 3000) as Uint8Array;
  const chunks = cutAt(
    document,
    Array.from({ length: Math.floor(document.length / 50) }, (_, index) => index * 50 + 25),
  );
  const options = { to: other(document), flushBytes: 16, holdBytes: 16 } as const;

  /** The converted stream and the state of its source. */
  function watched(length: number = chunks.length, failure?: unknown) {
    let pulled = 0;
    let cancelled: unknown;
    const source = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          const chunk = chunks[pulled++];
          if (pulled > length && failure !== undefined) controller.error(failure);
          else if (chunk === undefined) controller.close();
          else controller.enqueue(chunk);
        },
        cancel: (reason) => {
          cancelled = reason;
        },
      },
      { highWaterMark: 0 },
    );
    return { source, pulled: () => pulled, cancelled: () => cancelled };
  }

  test("by the reader reaches the source, after any piece", async () => {
    for (let count = 0; ; count++) {
      const { source, cancelled, pulled } = watched();
      const reader = source.pipeThrough(convertStream(options)).getReader();
      let ended = false;
      for (let piece = 0; piece < count && !ended; piece++) ended = (await reader.read()).done;
      if (ended) break;
      const before = pulled();
      const reason = new Error("no more");
      await reader.cancel(reason);
      await new Promise((resolve) => setTimeout(resolve, 0));
      // At its last piece a source has no more to cancel.
      if (before < chunks.length) expect(cancelled()).toBe(reason);
      expect(pulled()).toBeLessThanOrEqual(before + 1);
    }
  });

  test("by the source reaches the reader, after any chunk", async () => {
    const failure = new Error("line is dead");
    for (let count = 0; count < chunks.length; count += 3) {
      const { source } = watched(count, failure);
      const read = async () => {
        for await (const chunk of source.pipeThrough(convertStream(options))) expect(chunk.length).toBeGreaterThan(0);
      };
      await expect(read()).rejects.toBe(failure);
    }
  });

  test("a fault cancels the source with itself, in any chunk", async () => {
    for (let bytes = 1; bytes < document.length; bytes += 101) {
      const { source, cancelled } = watched();
      const limits = { maxDocumentBytes: bytes };
      const reader = source.pipeThrough(convertStream({ ...options, limits })).getReader();
      let fault: unknown;
      try {
        while (!(await reader.read()).done);
      } catch (error) {
        fault = error;
      }
      expect(fault).toMatchObject({ code: "limit-exceeded", offset: bytes });
      await new Promise((resolve) => setTimeout(resolve, 0));
      expect(cancelled()).toBe(fault);
    }
  });

  test("a slow reader holds the source back", async () => {
    const { source, pulled } = watched();
    const reader = source.pipeThrough(convertStream(options)).getReader();
    await new Promise((resolve) => setTimeout(resolve, 5));
    // One chunk waits at the writable side, one is on its way there.
    expect(pulled()).toBeLessThanOrEqual(2);
    for (let before = pulled(); !(await reader.read()).done; before = pulled()) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      expect(pulled()).toBeLessThanOrEqual(before + 3);
    }
    expect(pulled()).toBe(chunks.length + 1);
  });

  test("a large chunk is converted as far as it is read, no further", async () => {
    const long = message(...Array.from({ length: 50_000 }, () => ["#0:62"] as const));
    let noted = 0;
    const onDiagnostic = () => {
      noted++;
    };
    const { readable, writable } = convertStream({ to: "xml", onDiagnostic, flushBytes: 16 });
    const writer = writable.getWriter();
    const written = Promise.allSettled([writer.write(long), writer.close()]);
    const reader = readable.getReader();
    await reader.read();
    await reader.read();
    await new Promise((resolve) => setTimeout(resolve, 2));
    expect(noted).toBeGreaterThan(0);
    expect(noted).toBeLessThan(40_000);
    await reader.cancel();
    await written;
  });
});

test("a chunk that is no bytes fails both sides", async () => {
  const { readable, writable } = convertStream({ to: "xml" });
  const writer = writable.getWriter();
  const outcome = Promise.allSettled([writer.write("text"), readable.getReader().read()]);
  expect(await outcome).toMatchObject([
    { status: "rejected", reason: { code: "misuse" } },
    { status: "rejected", reason: { code: "misuse" } },
  ]);
});

describe("what is held back", () => {
  const markup = `<Man>${"m".repeat(400)}</Man>`.repeat(10);
  const embedded = `<Results><Item><Data><DevInf xmlns="syncml:devinf">${markup}</DevInf></Data></Item></Results>`;
  const plainData = `<Add><Item><Data>${"d".repeat(4000)}</Data></Item></Add>`;
  const documentOf = (content: string) =>
    Buffer.from(`<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr/><SyncBody>${content}</SyncBody></SyncML>`);
  const options = { to: "wbxml", flushBytes: 16, holdBytes: 16 } as const;

  test.each([
    ["an embedded document", embedded, {}],
    ["text that is to be an opaque", plainData, { data: "opaque" } as const],
    ["all of it, for the string table", plainData, { stringTable: "auto" } as const],
  ])("%s has a limit, and fails at the same byte however it is cut", async (_what, content, more) => {
    const document = documentOf(content);
    const faults = [];
    for (const chunks of [[document], cutAt(document, [100, 700, 1500, 2900])]) {
      const { error } = await converted(chunks, { ...options, ...more, maxHeldBytes: 3000 });
      expect(error).toMatchObject({ code: "limit-exceeded", reason: expect.stringContaining("maxHeldBytes (3000)") });
      faults.push(facts(error));
      expect((await converted(chunks, { ...options, ...more, maxHeldBytes: 5000 })).error).toBeUndefined();
    }
    expect(faults[1]).toEqual(faults[0]);
  });

  test("is little where nothing has to wait, and the other way never much", async () => {
    const document = documentOf(plainData.repeat(20));
    const { output, error } = await converted([document], { ...options, maxHeldBytes: 20_000 });
    expect(error).toBeUndefined();
    expect((await converted([output], { to: "xml", maxHeldBytes: 1 })).error).toBeUndefined();
    expect(() => convertStream({ to: "xml", maxHeldBytes: 0 })).toThrow(RangeError);
  });
});

test("a name that is new when the string table has gone fails, unless it was announced", async () => {
  const document = Buffer.from(
    `<SyncML xmlns="SYNCML:SYNCML1.2"><SyncBody><Alert><Data>${"x".repeat(3000)}</Data></Alert><late xmlns="urn:x"/></SyncBody></SyncML>`,
  );
  const chunks = cutAt(document, [1000, 2000]);
  const options = { to: "wbxml", holdBytes: 1000 } as const;
  expect((await converted(chunks, options)).error).toMatchObject({ code: "unrepresentable" });
  const announced = await converted(chunks, { ...options, literals: ["late", "xmlns"] });
  expect(announced.error).toBeUndefined();
  expect(convert(announced.output, { to: "xml" })).toContain("<late");
});

test("an embedded document that is cut before it is known is announced as octets by no Meta", () => {
  const devInf = create("DevInf", { verDTD: "1.2", man: "m", devID: "d", devTyp: "phone", dataStores: [] });
  const put = create("Put", { cmdID: "1", items: [newItem("./devinf12", devInf)] });
  const header = { verProto: "SyncML/1.2", sessionID: "1", msgID: "1", target: "t", source: "s" } as const;
  const document = encode(newMessage(header, [put]), { format: "wbxml" });
  expect(convert(document, { to: "xml" })).toContain("<DevInf");
  for (let cut = 0; cut < document.length; cut++) {
    // With a flush that shows everything: a failing stream holds such a Meta back.
    const output: Uint8Array[] = [];
    const encoder = new DocumentEncoder("xml", (bytes) => output.push(bytes.slice()));
    const source = openDocument(encoder.sink);
    source.write(document.subarray(0, cut));
    expect(errorOf(() => source.end())).toBeDefined();
    encoder.flush();
    expect(Buffer.concat(output).includes(">b64<"), `cut at ${cut}`).toBe(false);
  }
});

describe("what a stream that fails has written is how the whole begins, the Meta of octets included", () => {
  const octets = bytes("00 FF 80 01");
  const text = bytes('"text"');
  const format = (value: string): Part => ["Meta", ["Format", value]];
  const emptyFormat: Part = ["Meta", ["Format"]];
  const type: Part = ["Meta", ["Type", "text/plain"]];
  const inMetInf: Part = ["Meta", ["MetInf", ["Format", "bin"], ["Type", "text/plain"]]];
  const target: Part = ["Target", ["LocURI", "./a"]];

  test.each<[what: string, content: readonly Part[]]>([
    ["Format bin", [target, format("bin"), ["Data", octets]]],
    ["Format bin of text", [format("bin"), ["Data", text]]],
    ["Format bin in MetInf", [inMetInf, ["Data", octets]]],
    ["another Format", [format("chr"), ["Data", octets]]],
    ["two Metas", [type, format("bin"), ["Data", octets]]],
    ["an empty Format", [emptyFormat, ["Data", octets]]],
    ["no Format", [type, ["Data", octets]]],
    ["an empty Meta", [["Meta"], ["Data", octets]]],
    ["no Meta", [["Data", octets]]],
    ["a Meta after the Data", [["Data", octets], type, target]],
    ["a Format after the Data", [["Data", octets], format("bin"), target]],
    ["no octets", [target, format("chr"), ["Data", "text"], type]],
  ])("%s", (_what, content) => {
    const document = message(["Put", ["Cred", ...content], format("bin"), ["Item", ...content], ["Item", ...content]]);
    for (const indent of ["", "  "]) {
      const all = convert(document, { to: "xml", indent });
      let longest = 0;
      for (let cut = 0; cut < document.length; cut++) {
        const written = reference(document.subarray(0, cut), { to: "xml", indent }).output.toString();
        // The element that is open may be an empty one, and its text goes on.
        const closed = written.replace(/\s*(?:<[^<]*)?$/, "");
        expect(all.slice(0, closed.length), `cut at ${cut}`).toBe(closed);
        longest = Math.max(longest, closed.length);
      }
      // All but the tags that close what is around the last item.
      expect(longest).toBeGreaterThan(all.lastIndexOf("</Item>") - "</Data>".length);
    }
  });

  test("in any body, and any item of it", () => {
    for (const document of bodies.filter(({ length }) => length < 2000).filter((body) => other(body) === "xml")) {
      const all = convert(document, { to: "xml" });
      for (let cut = 0; cut < document.length; cut += 7) {
        const written = reference(document.subarray(0, cut), { to: "xml" }).output.toString();
        const closed = written.replace(/<[^<]*$/, "");
        expect(all.slice(0, closed.length), `cut at ${cut}`).toBe(closed);
      }
    }
  });
});

test("text of an item is out as far as it came, and so is its Meta", () => {
  const item = '<Item><Meta><Format xmlns="syncml:metinf">chr</Format></Meta>';
  const head = '<SyncML xmlns="SYNCML:SYNCML1.2"><SyncBody><Put>';
  const written = (rest: string) => reference(Buffer.from(head + rest), { to: "xml" }).output.toString();
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>';
  expect(written(`${item}<Data>some te`)).toBe(`${declaration}${head}${item}<Data>some te`);
  expect(written(`${item}<Data>`)).toBe(`${declaration}${head}<Item>`);
  expect(written(`${item}<Data></Data>`)).toBe(`${declaration}${head}${item}<Data/>`);
});
