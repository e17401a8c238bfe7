import type { VocabularyDefinition } from "../vocabulary/definition.ts";
import { devInf10 } from "../vocabulary/devinf-1.0.ts";
import { devInf11 } from "../vocabulary/devinf-1.1.ts";
import { devInf12 } from "../vocabulary/devinf-1.2.ts";
import { dmTnds12 } from "../vocabulary/dm-tnds-1.2.ts";
import { metInf10 } from "../vocabulary/metinf-1.0.ts";
import { metInf11 } from "../vocabulary/metinf-1.1.ts";
import { metInf12 } from "../vocabulary/metinf-1.2.ts";
import { syncml10 } from "../vocabulary/syncml-1.0.ts";
import { syncml11 } from "../vocabulary/syncml-1.1.ts";
import { syncml12 } from "../vocabulary/syncml-1.2.ts";
import { defineVocabulary } from "../vocabulary/vocabulary.ts";
import { VocabularySet } from "../vocabulary/vocabulary-set.ts";
import { activeSync } from "../vocabulary/wap/active-sync.ts";
import { channel11 } from "../vocabulary/wap/channel-1.1.ts";
import { channel12 } from "../vocabulary/wap/channel-1.2.ts";
import { co10 } from "../vocabulary/wap/co-1.0.ts";
import { conMl } from "../vocabulary/wap/conml.ts";
import { drmRel10 } from "../vocabulary/wap/drmrel-1.0.ts";
import { emn10 } from "../vocabulary/wap/emn-1.0.ts";
import { otaSettings70 } from "../vocabulary/wap/ota-settings-7.0.ts";
import { provisioning10 } from "../vocabulary/wap/provisioning-1.0.ts";
import { si10 } from "../vocabulary/wap/si-1.0.ts";
import { sl10 } from "../vocabulary/wap/sl-1.0.ts";
import { wml10 } from "../vocabulary/wap/wml-1.0.ts";
import { wml11 } from "../vocabulary/wap/wml-1.1.ts";
import { wml12 } from "../vocabulary/wap/wml-1.2.ts";
import { wml13 } from "../vocabulary/wap/wml-1.3.ts";
import { wta10 } from "../vocabulary/wap/wta-1.0.ts";
import { wtaWml12 } from "../vocabulary/wap/wta-wml-1.2.ts";
import { wvCsp11 } from "../vocabulary/wap/wv-csp-1.1.ts";
import { wvCsp12 } from "../vocabulary/wap/wv-csp-1.2.ts";
import { everyVocabulary } from "./every-vocabulary.ts";

/** A language as libwbxml's programs know it. */
export interface LibwbxmlLanguage {
  readonly definition: VocabularyDefinition;
  /** Formal public identifier of its DOCTYPE, where that is not the vocabulary's own; `""` for none. */
  readonly publicId?: string;
  /** System identifier of its DOCTYPE. */
  readonly systemId: string;
}

/** The languages by the names that `wbxml2xml -l` has for them. */
export const libwbxmlLanguages: Readonly<Record<string, LibwbxmlLanguage>> = {
  WML10: { definition: wml10, systemId: "http://www.wapforum.org/DTD/wml.xml" },
  WML11: { definition: wml11, systemId: "http://www.wapforum.org/DTD/wml_1_1.dtd" },
  WML12: { definition: wml12, systemId: "http://www.wapforum.org/DTD/wml12.dtd" },
  WML13: { definition: wml13, systemId: "http://www.wapforum.org/DTD/wml13.dtd" },
  WTA10: { definition: wta10, systemId: "wtai.dtd" },
  WTAWML12: { definition: wtaWml12, systemId: "http://www.wapforum.org/DTD/wta-wml12.dtd" },
  CHANNEL11: { definition: channel11, systemId: "" },
  CHANNEL12: { definition: channel12, systemId: "http://www.wapforum.org/DTD/channel12.dtd" },
  SI10: { definition: si10, systemId: "http://www.wapforum.org/DTD/si.dtd" },
  SL10: { definition: sl10, systemId: "http://www.wapforum.org/DTD/sl.dtd" },
  CO10: { definition: co10, systemId: "http://www.wapforum.org/DTD/co_1.0.dtd" },
  PROV10: { definition: provisioning10, systemId: "http://www.wapforum.org/DTD/prov.dtd" },
  EMN10: { definition: emn10, systemId: "http://www.wapforum.org/DTD/emn.dtd" },
  DRMREL10: { definition: drmRel10, systemId: "http://www.openmobilealliance.org/DTD/drmrel10.dtd" },
  OTA: { definition: otaSettings70, publicId: "", systemId: "characteristic-list.dtd" },
  SYNCML10: { definition: syncml10, systemId: "http://www.syncml.org/docs/syncml_represent_v10_20001207.dtd" },
  DEVINF10: { definition: devInf10, systemId: "http://www.syncml.org/docs/syncml_devinf_v10_20001207.dtd" },
  METINF10: { definition: metInf10, systemId: "http://www.syncml.org/docs/syncml_metinf_v10_20001207.dtd" },
  SYNCML11: { definition: syncml11, systemId: "http://www.syncml.org/docs/syncml_represent_v11_20020213.dtd" },
  DEVINF11: { definition: devInf11, systemId: "http://www.syncml.org/docs/devinf_v11_20020215.dtd" },
  METINF11: { definition: metInf11, systemId: "http://www.syncml.org/docs/syncml_metinf_v11_20020215.dtd" },
  SYNCML12: {
    definition: syncml12,
    systemId: "http://www.openmobilealliance.org/tech/DTD/OMA-TS-SyncML_RepPro_DTD-V1_2.dtd",
  },
  DEVINF12: {
    definition: devInf12,
    systemId: "http://www.openmobilealliance.org/tech/DTD/OMA-SyncML-Device_Information-DTD-1.2.dtd",
  },
  METINF12: {
    definition: metInf12,
    systemId: "http://www.openmobilealliance.org/tech/DTD/OMA-TS-SyncML_MetaInfo_DTD-V1_2.dtd",
  },
  DMDDF12: { definition: dmTnds12, systemId: "http://www.openmobilealliance.org/tech/DTD/dm_ddf-v1_2.dtd" },
  CSP11: {
    definition: wvCsp11,
    publicId: "-//OMA//DTD WV-CSP 1.1//EN",
    systemId: "http://www.openmobilealliance.org/DTD/WV-CSP.XML",
  },
  CSP12: { definition: wvCsp12, systemId: "http://www.openmobilealliance.org/DTD/WV-CSP.DTD" },
  ACTIVESYNC: {
    definition: activeSync,
    publicId: "-//MICROSOFT//DTD ActiveSync//EN",
    systemId: "http://www.microsoft.com/",
  },
  CONML: { definition: conMl, publicId: "-//CONML//DTD ConML//EN", systemId: "http://www.nokia.com/" },
};

/** A media type that no document has: the language that `-l` asks for. */
const ASKED_FOR = "application/x-asked-for";

/** Options of a reader that takes every document for one of this language, whatever its public identifier says. */
export function readAs({ definition }: LibwbxmlLanguage): { vocabularies: VocabularySet; mediaType: string } {
  const others = everyVocabulary.vocabularies.filter(({ name }) => name !== definition.name);
  const asked = defineVocabulary({ ...definition, mediaTypes: [...definition.mediaTypes, ASKED_FOR] });
  return { vocabularies: new VocabularySet([...others, asked]), mediaType: ASKED_FOR };
}

/** The language that has this vocabulary. */
export function languageNamed(name: string): LibwbxmlLanguage | undefined {
  return Object.values(libwbxmlLanguages).find(({ definition }) => definition.name === name);
}

/** Charsets by the names that `wbxml2xml -c` has for them, as MIBenum. */
export const libwbxmlCharsets: Readonly<Record<string, number>> = {
  ASCII: 3,
  "ISO-8859-1": 4,
  "ISO-8859-2": 5,
  "ISO-8859-3": 6,
  "ISO-8859-4": 7,
  "ISO-8859-5": 8,
  "ISO-8859-6": 9,
  "ISO-8859-7": 10,
  "ISO-8859-8": 11,
  "ISO-8859-9": 12,
  "ISO-10646-UCS-2": 1000,
  SHIFT_JIS: 17,
  BIG5: 2026,
  "UTF-8": 106,
  "UTF-16": 1015,
};
