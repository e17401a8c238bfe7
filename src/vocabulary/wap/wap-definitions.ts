import type { VocabularyDefinition } from "../definition.ts";
import { activeSync } from "./active-sync.ts";
import { channel11 } from "./channel-1.1.ts";
import { channel12 } from "./channel-1.2.ts";
import { co10 } from "./co-1.0.ts";
import { conMl } from "./conml.ts";
import { drmRel10 } from "./drmrel-1.0.ts";
import { emn10 } from "./emn-1.0.ts";
import { otaSettings70 } from "./ota-settings-7.0.ts";
import { otaSyncmlSettings } from "./ota-syncml-settings.ts";
import { provisioning10 } from "./provisioning-1.0.ts";
import { si10 } from "./si-1.0.ts";
import { sl10 } from "./sl-1.0.ts";
import { wml10 } from "./wml-1.0.ts";
import { wml11 } from "./wml-1.1.ts";
import { wml12 } from "./wml-1.2.ts";
import { wml13 } from "./wml-1.3.ts";
import { wta10 } from "./wta-1.0.ts";
import { wtaWml12 } from "./wta-wml-1.2.ts";
import { wvCsp11 } from "./wv-csp-1.1.ts";
import { wvCsp12 } from "./wv-csp-1.2.ts";
import { wvCsp13 } from "./wv-csp-1.3.ts";

/** The definitions of the other WBXML languages, older versions of each first. */
export const wapDefinitions: readonly VocabularyDefinition[] = [
  provisioning10,
  si10,
  sl10,
  co10,
  emn10,
  drmRel10,
  otaSettings70,
  otaSyncmlSettings,
  wml10,
  wml11,
  wml12,
  wml13,
  wta10,
  wtaWml12,
  channel11,
  channel12,
  conMl,
  wvCsp11,
  wvCsp12,
  wvCsp13,
  activeSync,
];
