// Public identifiers of WBXML languages other than SyncML's (WAP-192 §7.2 and the OMNA registry), for error messages only.
const languages: Readonly<Record<number, readonly [name: string, publicId: string]>> = {
  2: ["WML 1.0", "-//WAPFORUM//DTD WML 1.0//EN"],
  3: ["WTA 1.0", "-//WAPFORUM//DTD WTA 1.0//EN"],
  4: ["WML 1.1", "-//WAPFORUM//DTD WML 1.1//EN"],
  5: ["SI 1.0, a service indication", "-//WAPFORUM//DTD SI 1.0//EN"],
  6: ["SL 1.0, a service loading", "-//WAPFORUM//DTD SL 1.0//EN"],
  7: ["CO 1.0, a cache operation", "-//WAPFORUM//DTD CO 1.0//EN"],
  8: ["CHANNEL 1.1", "-//WAPFORUM//DTD CHANNEL 1.1//EN"],
  9: ["WML 1.2", "-//WAPFORUM//DTD WML 1.2//EN"],
  10: ["WML 1.3", "-//WAPFORUM//DTD WML 1.3//EN"],
  11: ["PROV 1.0, OMA client provisioning", "-//WAPFORUM//DTD PROV 1.0//EN"],
  12: ["WTA-WML 1.2", "-//WAPFORUM//DTD WTA-WML 1.2//EN"],
  13: ["EMN 1.0, an e-mail notification", "-//WAPFORUM//DTD EMN 1.0//EN"],
  14: ["DRMREL 1.0, OMA DRM rights", "-//OMA//DTD DRMREL 1.0//EN"],
  15: ["CSP 1.0, Wireless Village", "-//WIRELESSVILLAGE//DTD CSP 1.0//EN"],
  16: ["CSP 1.1, Wireless Village", "-//WIRELESSVILLAGE//DTD CSP 1.1//EN"],
  17: ["WV-CSP 1.2, Wireless Village", "-//OMA//DTD WV-CSP 1.2//EN"],
  18: ["IMPS-CSP 1.3, OMA instant messaging", "-//OMA//DTD IMPS-CSP 1.3//EN"],
};

/** Name of a well-known language other than SyncML's, by either form of its public id; `undefined` for all others. */
export function otherLanguage(publicId: number, publicIdText: string | undefined): string | undefined {
  if (!publicIdText) return languages[publicId]?.[0];
  return Object.values(languages).find(([, text]) => text === publicIdText)?.[0];
}
