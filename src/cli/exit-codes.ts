/** All went well. */
export const CLEAN = 0;
/** The documents can be read, and there are findings. */
export const FINDINGS = 1;
/** The command line itself is wrong. */
export const USAGE = 2;
/** Input cannot be read or recognised, or output cannot be written. */
export const UNREADABLE = 3;
/** The input is damaged, or cannot be written as asked; what came before is printed. */
export const UNDECODABLE = 4;
/** A limit was hit; what was read before is printed. */
export const LIMIT = 5;
