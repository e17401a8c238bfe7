export type { ByteSource } from "./byte-source.ts";
export { type ByteTransform, type ConvertStreamOptions, convertStream } from "./convert-stream.ts";
export type { CommandEntry, ContentEntry, DataEntry, EndEntry, HeaderEntry, MessageEntry } from "./entries.ts";
export type { ReadCommandsOptions } from "./options.ts";
export type { ByteReadable, ByteReader, PlatformReadable, PlatformWritable } from "./platform.ts";
export { readCommands } from "./read-commands.ts";
