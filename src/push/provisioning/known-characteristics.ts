/** What the standard says of a type of characteristic. */
export interface KnownCharacteristic {
  /** Types of the characteristics that it may be in; `""` is the document itself. */
  readonly parents: readonly string[];
  /** Names of its parms; none listed and `isOpen` means any. */
  readonly parms: readonly string[];
  /** Whether vendors put parms of their own into it. */
  readonly isOpen?: true;
}

const TOP = "";

/** The characteristics of OMA Client Provisioning and their parms. */
export const knownCharacteristics: ReadonlyMap<string, KnownCharacteristic> = new Map(
  Object.entries({
    PXLOGICAL: {
      parents: [TOP],
      parms: [
        ...["PROXY-ID", "NAME", "DOMAIN", "TRUST", "MASTER", "STARTPAGE", "PROXY-PROVIDER-ID", "PROXY-PW"],
        ...["PPGAUTH-TYPE", "BASAUTH-ID", "BASAUTH-PW", "WSP-VERSION", "PUSHENABLED", "PULLENABLED"],
      ],
    },
    PXAUTHINFO: { parents: ["PXLOGICAL"], parms: ["PXAUTH-TYPE", "PXAUTH-ID", "PXAUTH-PW"] },
    PORT: { parents: ["PXLOGICAL", "PXPHYSICAL", "APPADDR"], parms: ["PORTNBR", "SERVICE"] },
    PXPHYSICAL: {
      parents: ["PXLOGICAL"],
      parms: [
        ...["PHYSICAL-PROXY-ID", "DOMAIN", "PXADDR", "PXADDRTYPE", "PXADDR-FQDN", "WSP-VERSION", "PUSHENABLED"],
        ...["PULLENABLED", "TO-NAPID"],
      ],
    },
    NAPDEF: {
      parents: [TOP],
      parms: [
        ...["NAPID", "NAME", "BEARER", "INTERNET", "NAP-ADDRESS", "NAP-ADDRTYPE", "DNS-ADDR", "CALLTYPE"],
        ...["LOCAL-ADDR", "LOCAL-ADDRTYPE", "LINKSPEED", "DNLINKSPEED", "LINGER", "DELIVERY-ERR-SDU"],
        ...["DELIVERY-ORDER", "TRAFFIC-CLASS", "MAX-SDU-SIZE", "MAX-BITRATE-UPLINK", "MAX-BITRATE-DNLINK"],
        ...["RESIDUAL-BER", "SDU-ERROR-RATIO", "TRAFFIC-HANDL-PROI", "TRANSFER-DELAY", "GUARANTEED-BITRATE-UPLINK"],
        ...["GUARANTEED-BITRATE-DNLINK", "MAX-NUM-RETRY", "FIRST-RETRY-TIMEOUT", "REREG-THRESHOLD", "T-BIT"],
      ],
    },
    NAPAUTHINFO: { parents: ["NAPDEF"], parms: ["AUTHTYPE", "AUTHNAME", "AUTHSECRET", "AUTH-ENTITY", "SPI"] },
    VALIDITY: { parents: ["NAPDEF", "PXLOGICAL"], parms: ["COUNTRY", "NETWORK", "SID", "SOC", "VALIDUNTIL"] },
    BOOTSTRAP: { parents: [TOP], parms: ["NAME", "NETWORK", "COUNTRY", "PROXY-ID", "PROVURL", "CONTEXT-ALLOW"] },
    CLIENTIDENTITY: { parents: [TOP], parms: ["CLIENT-ID"] },
    VENDORCONFIG: { parents: [TOP], parms: ["NAME"], isOpen: true },
    APPLICATION: {
      parents: [TOP],
      parms: ["APPID", "PROVIDER-ID", "NAME", "AACCEPT", "APROTOCOL", "TO-PROXY", "TO-NAPID", "ADDR", "INIT"],
    },
    APPADDR: { parents: ["APPLICATION"], parms: ["ADDR", "ADDRTYPE"] },
    APPAUTH: {
      parents: ["APPLICATION"],
      parms: ["AAUTHLEVEL", "AAUTHTYPE", "AAUTHNAME", "AAUTHSECRET", "AAUTHDATA"],
    },
    RESOURCE: {
      parents: ["APPLICATION"],
      parms: [
        ...["URI", "NAME", "AACCEPT", "AAUTHTYPE", "AAUTHNAME", "AAUTHSECRET", "AAUTHDATA", "STARTPAGE"],
        "CLIENTIDENTITY",
      ],
    },
    ACCESS: { parents: [TOP], parms: ["RULE", "APPID", "PORTNBR", "DOMAIN", "TO-NAPID", "TO-PROXY"] },
  } satisfies Record<string, KnownCharacteristic>),
);

const secretNames: ReadonlySet<string> = new Set([
  ...["PROXY-PW", "BASAUTH-PW", "PXAUTH-PW", "AUTHSECRET", "AAUTHSECRET", "AAUTHDATA"],
]);

/** Whether a parm holds what must not be shown: a password, a nonce, or by its name something of the kind from a vendor. */
export function isSecretParm(name: string): boolean {
  const upper = name.toUpperCase();
  return secretNames.has(upper) || /(?:SECRET|PASSWORD|PASSWD|-PW|PIN)$/.test(upper);
}
