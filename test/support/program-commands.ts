/** The commands that the shells offer, in order. */
export const commands = [
  "decode",
  "encode",
  "validate",
  "split",
  "join",
  "inspect",
  "extract",
  "notification",
  "bootstrap",
  "auth",
  "codes",
  "serve",
  "device",
  "bench",
  "completion",
  "help",
];
