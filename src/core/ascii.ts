// ASCII codes. The file has no imports, so that bundlers inline these constants (convert/wbxml/medium, 20 %).

export const TAB = 0x09;
export const LINE_FEED = 0x0a;
export const CARRIAGE_RETURN = 0x0d;
export const BLANK = 0x20;
export const EXCLAMATION = 0x21;
export const AMPERSAND = 0x26;
export const SLASH = 0x2f;
export const SEMICOLON = 0x3b;
export const LESS = 0x3c;
export const GREATER = 0x3e;
