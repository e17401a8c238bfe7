import { parmOfAddressType, parmOfLevel, parmOfOctets } from "./account-values.ts";
import {
  type AccountAddress,
  type AccountCredentials,
  allAddresses,
  allCredentials,
  type NewAccount,
  type NewSyncAccount,
} from "./accounts.ts";
import type { Characteristic, ProvisioningParm } from "./document.ts";

/** The APPLICATION characteristic that sets up an account. */
export function characteristicOf(account: NewAccount): Characteristic {
  const { appID, serverID, name, connections = [], other = [] } = account;
  const parms: ProvisioningParm[] = [{ name: "APPID", value: appID }];
  put(parms, "PROVIDER-ID", serverID);
  put(parms, "NAME", name);
  for (const { kind, id } of connections) put(parms, kind, id);
  if (account.appID === "w7" && account.startSession === true) parms.push({ name: "INIT" });
  parms.push(...other);
  const characteristics = [
    ...allAddresses(account).map(addressCharacteristic),
    ...allCredentials(account).map(credentialsCharacteristic),
    ...(account.appID === "w5" ? (account.databases ?? []).map(databaseCharacteristic) : []),
  ];
  return { type: "APPLICATION", parms, characteristics };
}

function put(parms: ProvisioningParm[], name: string, value: string | undefined): void {
  if (value !== undefined) parms.push({ name, value });
}

function addressCharacteristic({ address, type, ports = [] }: AccountAddress): Characteristic {
  const parms: ProvisioningParm[] = [{ name: "ADDR", value: address }];
  put(parms, "ADDRTYPE", parmOfAddressType(type));
  const portCharacteristic = (value: string): Characteristic => ({
    type: "PORT",
    parms: [{ name: "PORTNBR", value }],
    characteristics: [],
  });
  return { type: "APPADDR", parms, characteristics: ports.map(portCharacteristic) };
}

function credentialsCharacteristic({ level, type = "DIGEST", user, secret, data }: AccountCredentials): Characteristic {
  const parms: ProvisioningParm[] = [
    { name: "AAUTHLEVEL", value: parmOfLevel(level) },
    { name: "AAUTHTYPE", value: type },
  ];
  put(parms, "AAUTHNAME", user);
  put(parms, "AAUTHSECRET", secret);
  put(parms, "AAUTHDATA", data === undefined ? undefined : parmOfOctets(data));
  return { type: "APPAUTH", parms, characteristics: [] };
}

function databaseCharacteristic(database: NonNullable<NewSyncAccount["databases"]>[number]): Characteristic {
  const { uri, name, accepts = [], other = [] } = database;
  const parms: ProvisioningParm[] = [{ name: "URI", value: uri }];
  put(parms, "NAME", name);
  if (accepts.length > 0) parms.push({ name: "AACCEPT", value: accepts.join(",") });
  parms.push(...other);
  return { type: "RESOURCE", parms, characteristics: [] };
}
