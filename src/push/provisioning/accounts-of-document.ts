import { addressTypeOfParm, levelOfParm, octetsOfParm, portOfUri, typeOfParm } from "./account-values.ts";
import type {
  AccountAddress,
  AccountConnection,
  AccountCredentials,
  ProvisionedAccount,
  SyncDatabase,
} from "./accounts.ts";
import {
  allValuesOf,
  type Characteristic,
  firstValueOf,
  inside,
  type ProvisioningDocument,
  type ProvisioningParm,
} from "./document.ts";
import type { ProvisioningIssue, ProvisioningIssueCode } from "./issues.ts";

/** Reports on a characteristic. */
type Note = (code: ProvisioningIssueCode, message: string, at: Characteristic) => void;

const accountParms = ["APPID", "PROVIDER-ID", "NAME", "TO-PROXY", "TO-NAPID", "ADDR", "INIT"];
const databaseParms = ["URI", "NAME", "AACCEPT"];

/** The device management and data sync accounts of a document, in order, and what is wrong with them. */
export function accountsOfDocument(
  document: ProvisioningDocument,
  place: (characteristic: Characteristic) => Pick<ProvisioningIssue, "path" | "offset">,
): { readonly accounts: ProvisionedAccount[]; readonly issues: ProvisioningIssue[] } {
  const accounts: ProvisionedAccount[] = [];
  const issues: ProvisioningIssue[] = [];
  const note: Note = (code, message, at) => issues.push({ code, message, ...place(at) });
  for (const application of inside(document, "APPLICATION")) {
    const account = accountOf(application, note);
    if (account !== undefined) accounts.push(account);
  }
  return { accounts, issues };
}

function accountOf(application: Characteristic, note: Note): ProvisionedAccount | undefined {
  const appID = firstValueOf(application, "APPID");
  if (appID !== "w7" && appID !== "w5") return undefined;
  const serverID = firstValueOf(application, "PROVIDER-ID") || undefined;
  const addresses = addressesOf(application, note);
  if (appID === "w7" && serverID === undefined) {
    note("missing-server-id", "the account has no PROVIDER-ID, so it is left out", application);
    return undefined;
  }
  if (addresses.length === 0) {
    note("missing-address", "the account has no address, so it is left out", application);
    return undefined;
  }
  const name = firstValueOf(application, "NAME");
  const fields = {
    ...(name === undefined ? {} : { name }),
    addresses,
    credentials: inside(application, "APPAUTH").map(credentialsOf),
    connections: connectionsOf(application),
    other: otherParms(application, accountParms),
  };
  if (appID === "w7") {
    return {
      appID,
      serverID: serverID as string,
      ...fields,
      startSession: firstValueOf(application, "INIT") !== undefined,
    };
  }
  const databases = inside(application, "RESOURCE").map(databaseOf);
  return { appID, ...(serverID === undefined ? {} : { serverID }), ...fields, databases };
}

function otherParms({ parms }: Characteristic, known: readonly string[]): ProvisioningParm[] {
  return parms.filter(({ name }) => !known.includes(name.toUpperCase()));
}

function addressesOf(application: Characteristic, note: Note): AccountAddress[] {
  const direct = allValuesOf(application, "ADDR").map((address) => ({ address, type: "URI", ports: [] as string[] }));
  const full = inside(application, "APPADDR").map((given) => {
    const address = firstValueOf(given, "ADDR") ?? "";
    const type = addressTypeOfParm(firstValueOf(given, "ADDRTYPE"));
    const inUri = type === "URI" ? portOfUri(address) : undefined;
    const ports: string[] = [];
    for (const port of inside(given, "PORT").flatMap((one) => allValuesOf(one, "PORTNBR"))) {
      if (inUri === undefined || Number(inUri) === Number(port)) ports.push(port);
      else note("port-conflict", "a port is not the one in the URI, which counts", given);
    }
    return { address, type, ports };
  });
  return [...direct, ...full].filter(({ address }) => address !== "");
}

function credentialsOf(given: Characteristic): AccountCredentials {
  const user = firstValueOf(given, "AAUTHNAME");
  const secret = firstValueOf(given, "AAUTHSECRET");
  const data = firstValueOf(given, "AAUTHDATA");
  return {
    level: levelOfParm(firstValueOf(given, "AAUTHLEVEL")),
    type: typeOfParm(firstValueOf(given, "AAUTHTYPE")),
    ...(user === undefined ? {} : { user }),
    ...(secret === undefined ? {} : { secret }),
    ...(data === undefined ? {} : { data: octetsOfParm(data) }),
  };
}

function connectionsOf({ parms }: Characteristic): AccountConnection[] {
  const found: AccountConnection[] = [];
  for (const { name, value } of parms) {
    const kind = name.toUpperCase();
    if ((kind === "TO-NAPID" || kind === "TO-PROXY") && value) found.push({ kind, id: value });
  }
  return found;
}

function databaseOf(resource: Characteristic): SyncDatabase {
  const name = firstValueOf(resource, "NAME");
  const accepts = allValuesOf(resource, "AACCEPT").flatMap((list) => list.split(","));
  return {
    uri: firstValueOf(resource, "URI") ?? "",
    ...(name === undefined ? {} : { name }),
    accepts: accepts.map((type) => type.trim()).filter((type) => type !== ""),
    other: otherParms(resource, databaseParms),
  };
}
