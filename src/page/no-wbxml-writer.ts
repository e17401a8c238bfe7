// What the page has in place of the encoder of WBXML, which the codecs bring along: the page writes messages as XML only.

/** Refuses to be made. */
export class WbxmlEncoder {
  constructor() {
    throw new TypeError("the page writes no WBXML");
  }
}
