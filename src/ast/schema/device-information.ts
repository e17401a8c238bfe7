import { type Area, element, type Field, flag, node, nodes, oneOf, text, texts } from "./schema.ts";

// DevInf 1.0 to 1.2 in one: one row per field, with the versions that have it.

const required = { min: 1 } as const;
const ctType: Field = text("CTType", "ctType", "Content type, such as `text/x-vcard`", required);
const verCT: Field = text("VerCT", "verCT", "Version of the content type, such as `2.1`", required);
const propName: Field = text("PropName", "propName", "Name of the property, such as `TEL`", required);
const paramName: Field = text("ParamName", "paramName", "Name of the parameter, such as `TYPE`", required);
const dataType: Field = text("DataType", "dataType", "Type of the value, such as `chr`, `int`, `bool` or `bin`");
const size: Field = text("Size", "size", "Largest size of the value", { until: "1.1" });
const valEnums: Field = texts("ValEnum", "valEnums", "The values that are supported, if they can be listed");
const displayName: Field = text("DisplayName", "displayName", "Display name");
const group = { until: "1.1" } as const;

export const deviceInformation: Area = {
  file: "devinf-shapes",
  title: "Device information 1.0 to 1.2 in one: fields that a version lacks are absent (OMA DevInf)",
  space: "devinf",
  document: "DevInf",
  nodes: [
    element(
      "DevInf",
      "What a device is and what it can synchronize",
      [
        text("VerDTD", "verDTD", "Version of the document type, such as `1.2`", required),
        text("Man", "man", "Manufacturer"),
        text("Mod", "mod", "Model"),
        text("OEM", "oem", "Vendor under whose name the device is sold"),
        text("FwV", "fwV", "Version of the firmware"),
        text("SwV", "swV", "Version of the software"),
        text("HwV", "hwV", "Version of the hardware"),
        text("DevID", "devID", "Unique identifier of the device, such as its IMEI", required),
        text("DevTyp", "devTyp", "Kind of device, such as `phone` or `server`", required),
        flag("UTC", "utc", "Times are in UTC, not local", { since: "1.1" }),
        flag("SupportLargeObjs", "supportLargeObjs", "Objects may come in chunks", { since: "1.1" }),
        flag("SupportNumberOfChanges", "supportNumberOfChanges", "NumberOfChanges is understood", {
          since: "1.1",
        }),
        nodes("DataStore", "dataStores", "Data stores of the device", required),
        nodes("CTCap", "ctCaps", "What is supported of each content type; in 1.2 it is in the data stores", group),
        nodes("Ext", "exts", "Extensions that are not in the standard"),
      ],
      { isDocument: true },
    ),
    element("DataStore", "A data store: an address book, a calendar", [
      text("SourceRef", "sourceRef", "Address of the data store", required),
      displayName,
      text("MaxGUIDSize", "maxGUIDSize", "Longest identifier that the device accepts from the server, in bytes"),
      node("Rx-Pref", "rxPref", "Content type that it prefers to receive", required),
      nodes("Rx", "rx", "Other content types that it can receive"),
      node("Tx-Pref", "txPref", "Content type that it prefers to send", required),
      nodes("Tx", "tx", "Other content types that it can send"),
      nodes("CTCap", "ctCaps", "What is supported of each content type", { since: "1.2" }),
      node("DSMem", "dsMem", "Capacity"),
      flag("SupportHierarchicalSync", "supportHierarchicalSync", "Folders are synchronized as well", { since: "1.2" }),
      node("SyncCap", "syncCap", "Kinds of synchronization that are supported", required),
      nodes("Filter-Rx", "filterRx", "Grammars of filters that are understood", { since: "1.2" }),
      nodes("FilterCap", "filterCaps", "What is supported of each grammar", { since: "1.2" }),
    ]),
    element("ContentTypeVersion", "A content type in one version", [ctType, verCT], {
      kinds: ["Rx-Pref", "Rx", "Tx-Pref", "Tx", "Filter-Rx"],
      clause: "DevInf Rx, Tx, Filter-Rx",
      asksNothing: true,
    }),
    element("DSMem", "Capacity of a data store", [
      flag("SharedMem", "sharedMem", "Other data stores use the same memory"),
      text("MaxMem", "maxMem", "Memory in bytes"),
      text("MaxID", "maxID", "Number of objects"),
    ]),
    element(
      "SyncCap",
      "Kinds of synchronization that a data store supports",
      [texts("SyncType", "syncTypes", "`1` two-way, `2` slow, up to `7` alerted by the server", required)],
      { asksNothing: true },
    ),
    element(
      "FilterCap",
      "What is supported of one grammar of filters",
      [
        ctType,
        verCT,
        texts("FilterKeyword", "filterKeywords", "Keywords that a filter may contain"),
        texts("PropName", "propNames", "Properties that a filter may contain"),
      ],
      { since: "1.2", asksNothing: true },
    ),
    element(
      "Ext",
      "An extension that is not in the standard",
      [text("XNam", "xNam", "Its name", required), texts("XVal", "xVals", "Its values")],
      { asksNothing: true },
    ),
    element("CTCap", "What is supported of content types", [
      oneOf(
        "contentTypes",
        { CTType: "ContentType" },
        "The content types: one in DevInf 1.2, any number in 1.0 and 1.1",
        {
          asked: true,
        },
      ),
    ]),
    element(
      "ContentType",
      "What follows one CTType inside CTCap: a group without an element of its own",
      [
        ctType,
        text("VerCT", "verCT", "Version of the content type, such as `2.1`", { since: "1.2" }),
        flag("FieldLevel", "fieldLevel", "A Replace may contain single fields", { since: "1.2" }),
        oneOf(
          "properties",
          { Property: "Property", PropName: "PropertyGroup" },
          "Its properties: groups in DevInf 1.0 and 1.1, elements in 1.2",
        ),
      ],
      { clause: "DevInf CTCap" },
    ),
    element(
      "Property",
      "A property of a content type in DevInf 1.2",
      [
        propName,
        dataType,
        text("MaxOccur", "maxOccur", "How often it may occur"),
        text("MaxSize", "maxSize", "Largest size of the value"),
        flag("NoTruncate", "noTruncate", "The receiver must not truncate the value"),
        valEnums,
        displayName,
        nodes("PropParam", "propParams", "Its parameters"),
      ],
      { since: "1.2" },
    ),
    element("PropParam", "A parameter of a property in DevInf 1.2", [paramName, dataType, valEnums, displayName], {
      since: "1.2",
    }),
    element(
      "PropertyGroup",
      "A property in DevInf 1.0 and 1.1: what follows one PropName",
      [
        propName,
        valEnums,
        dataType,
        size,
        displayName,
        oneOf("params", { ParamName: "ParameterGroup" }, "Its parameters"),
      ],
      { clause: "DevInf CTCap", until: "1.1" },
    ),
    element(
      "ParameterGroup",
      "A parameter in DevInf 1.0 and 1.1: what follows one ParamName",
      [paramName, valEnums, dataType, size, displayName],
      { clause: "DevInf CTCap", until: "1.1" },
    ),
  ],
};
