import fc from "fast-check";
import { tokenDocuments } from "../token-documents.ts";
import { type DocumentLawOptions, runsOf } from "./law.ts";

/** A lossless form of documents, such as a token listing. */
export interface Listing<Form> {
  /** A document in that form. */
  readonly list: (document: Uint8Array) => Form;
  /** The document back from it. */
  readonly assemble: (form: Form) => Uint8Array;
}

/**
 * Converting a document to the lossless form and back gives the same bytes. Default: WBXML documents of random tokens.
 *
 * @throws {Error} fast-check's report with the smallest document for which that does not hold.
 */
export function checkFaithful<Form>({ list, assemble }: Listing<Form>, options: DocumentLawOptions = {}): void {
  const property = fc.property(options.documents ?? tokenDocuments(), (document) => {
    const again = fc.stringify(assemble(list(document)));
    if (again !== fc.stringify(document)) throw new Error(`${fc.stringify(document)}\ncomes back as\n${again}`);
  });
  fc.assert(property, runsOf(options));
}
