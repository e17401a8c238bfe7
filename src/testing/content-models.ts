import type { SyncmlVersion } from "../validation/profiles.ts";

/** What the DTD of one version says about a field; the shape table has what all versions allow. */
export interface ContentModel {
  /** The field has no element in this version. */
  readonly absent?: true;
  readonly min?: 1;
  readonly max?: 1;
  /** The only element of the field. */
  readonly element?: string;
}

// DevInf 1.0 and 1.1 describe content types in a list next to the data stores, 1.2 inside them.
const devInf11: Readonly<Record<string, ContentModel>> = {
  "DataStore.ctCaps": { absent: true },
  "CTCap.contentTypes": { min: 1 },
  "ContentType.verCT": { absent: true },
  "ContentType.properties": { min: 1, element: "PropName" },
};
const devInf12: Readonly<Record<string, ContentModel>> = {
  "DevInf.ctCaps": { absent: true },
  "DataStore.ctCaps": { min: 1 },
  "CTCap.contentTypes": { min: 1, max: 1 },
  "ContentType.verCT": { min: 1 },
  "ContentType.properties": { min: 1, element: "Property" },
};

/** By version, then by kind and field. */
export const contentModels: Readonly<Record<SyncmlVersion, Readonly<Record<string, ContentModel>>>> = {
  "1.0": devInf11,
  "1.1": devInf11,
  "1.2": devInf12,
};

type Fields = Readonly<Record<string, unknown>>;

/** A choice between fields in the DTD, resolved where a random node has both sides or neither. */
export const choices: Readonly<Record<string, (fields: Fields) => Fields>> = {
  Node: (fields) => {
    const isInterior = (fields["nodes"] as readonly unknown[]).length > 0;
    const { rtProperties, value } = fields;
    const format = (rtProperties as { format?: string } | undefined)?.format;
    if (isInterior) return { ...fields, value: undefined, rtProperties: withFormat(rtProperties, format && "node") };
    return value === undefined || format !== "node"
      ? fields
      : { ...fields, rtProperties: withFormat(rtProperties, "chr") };
  },
  Type: ({ mime, ddfName }) => (ddfName === undefined ? { mime: mime ?? "text/plain" } : { ddfName }),
  DFType: ({ mimes, ddfName }) =>
    ddfName === undefined ? { mimes: orOne(mimes as readonly string[], "text/plain") } : { mimes: [], ddfName },
  Occurrence: (fields) => Object.fromEntries([Object.entries(fields).find(([, field]) => field !== undefined) ?? one]),
  PropertyGroup: enumeratedOrTyped,
  ParameterGroup: enumeratedOrTyped,
};

const one = ["one", true] as const;

function orOne(list: readonly string[], value: string): readonly string[] {
  return list.length > 0 ? list : [value];
}

function withFormat(properties: unknown, format: string | undefined): unknown {
  return format === undefined ? properties : { ...(properties as object), format };
}

/** DevInf 1.1: a list of values, or a type that may have a size. */
function enumeratedOrTyped(fields: Fields): Fields {
  const { valEnums, dataType } = fields;
  if ((valEnums as readonly unknown[]).length > 0) return { ...fields, dataType: undefined, size: undefined };
  return dataType === undefined ? { ...fields, size: undefined } : fields;
}
