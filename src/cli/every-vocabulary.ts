import { wapDefinitions } from "../vocabulary/wap/wap-definitions.ts";
import { withStandard } from "../vocabulary/wap/with-standard.ts";

/** The vocabularies of the commands that take documents of any kind: the library's, and every other language that it has. */
export const everyVocabulary = withStandard(...wapDefinitions);
