import type { DiagnosticCode } from "../core/diagnostics.ts";
import type { Vocabulary } from "../vocabulary/vocabulary.ts";
import { announcedVocabulary } from "../vocabulary/vocabulary-set.ts";
import { UNKNOWN_PUBLIC_ID } from "./header.ts";
import { otherLanguage } from "./other-languages.ts";
import type { WbxmlReadOptions } from "./read-options.ts";

/** What header and media type say about the vocabulary. With neither vocabulary nor fault, the root decides. */
export interface VocabularyChoice {
  readonly vocabulary: Vocabulary | undefined;
  /** The leniency applied, given the vocabulary finally chosen: if there are several versions, the message names its own. */
  readonly leniency: { readonly code: DiagnosticCode; message(vocabulary: Vocabulary): string } | undefined;
  /** Why the document type is unknown. */
  readonly fault: string | undefined;
}

/** Chooses by the public id, a number or text (WAP-192 §5.5), unless the media type overrides it. */
export function chooseVocabulary(
  publicId: number,
  publicIdText: string | undefined,
  { vocabularies, mediaType }: Pick<WbxmlReadOptions, "vocabularies" | "mediaType">,
): VocabularyChoice {
  const announces = Boolean(publicIdText) || publicId > UNKNOWN_PUBLIC_ID;
  const announced = announces ? announcedVocabulary(vocabularies, { publicId, publicIdText }) : undefined;
  const candidates = mediaType === undefined ? [] : vocabularies.findByMediaType(mediaType);
  const candidate = candidates.at(-1);
  const says = publicIdText ? `public id "${publicIdText}"` : `public id 0x${publicId.toString(16)}`;
  if (candidate === undefined || (announced && candidates.includes(announced))) {
    const language = otherLanguage(publicId, publicIdText);
    const known = language === undefined ? "" : `, which is ${language}`;
    const fault = announces && announced === undefined ? `no vocabulary has the ${says}${known}` : undefined;
    return { vocabulary: announced, leniency: undefined, fault };
  }
  const leniency = announces
    ? {
        code: "media-type-overrides-public-id" as const,
        message: ({ name }: Vocabulary) => `${says}, but the media type ${mediaType} says ${name}`,
      }
    : {
        code: "vocabulary-from-media-type" as const,
        message: ({ name }: Vocabulary) => `no public id, read as ${name} because of the media type ${mediaType}`,
      };
  return { vocabulary: candidate, leniency, fault: undefined };
}
