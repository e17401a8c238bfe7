import * as Token from "./tokens.ts";

/** Global tokens by their names in the specification (WAP-192 §7.1). */
export const globalTokenNames: Readonly<Record<number, string>> = {
  [Token.SWITCH_PAGE]: "SWITCH_PAGE",
  [Token.END]: "END",
  [Token.ENTITY]: "ENTITY",
  [Token.STR_I]: "STR_I",
  [Token.LITERAL]: "LITERAL",
  [Token.EXT_I_0]: "EXT_I_0",
  [Token.EXT_I_0 + 1]: "EXT_I_1",
  [Token.EXT_I_2]: "EXT_I_2",
  [Token.PI]: "PI",
  [Token.LITERAL_C]: "LITERAL_C",
  [Token.EXT_T_0]: "EXT_T_0",
  [Token.EXT_T_0 + 1]: "EXT_T_1",
  [Token.EXT_T_2]: "EXT_T_2",
  [Token.STR_T]: "STR_T",
  [Token.LITERAL_A]: "LITERAL_A",
  [Token.EXT_0]: "EXT_0",
  [Token.EXT_0 + 1]: "EXT_1",
  [Token.EXT_2]: "EXT_2",
  [Token.OPAQUE]: "OPAQUE",
  [Token.LITERAL_AC]: "LITERAL_AC",
};
