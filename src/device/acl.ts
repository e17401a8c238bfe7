// Access control lists: `Cmd=ids(&Cmd=ids)*`, where ids are server identifiers joined by `+`, or `*` for every server. There is
// no `Copy`. A command that is absent is for nobody.

/** A command that an access control list names. */
export type AclCommand = "Add" | "Delete" | "Exec" | "Get" | "Replace";

/** Which servers may use a command: their identifiers, or `*` for all. */
export type Acl = ReadonlyMap<AclCommand, ReadonlySet<string>>;

const commands: readonly AclCommand[] = ["Add", "Delete", "Exec", "Get", "Replace"];
/** No identifier, since it is escaped in one. */
const EVERYONE = "*";

/**
 * Reads the text of an access control list; an empty text is an empty list.
 *
 * @returns `undefined` if the text is malformed.
 */
export function parseAcl(text: string): Acl | undefined {
  const acl = new Map<AclCommand, Set<string>>();
  if (text === "") return acl;
  for (const entry of text.split("&")) {
    const equals = entry.indexOf("=");
    const command = commands.find((one) => one === entry.slice(0, equals).trim());
    if (equals < 0 || command === undefined) return undefined;
    let servers = acl.get(command);
    if (servers === undefined) acl.set(command, (servers = new Set()));
    for (const part of entry.slice(equals + 1).split("+")) {
      const id = part.trim();
      if (!/^(\*|([^\s&=+*%]|%[0-9a-fA-F]{2})+)$/.test(id)) return undefined;
      // Compared as escaped, so that an escaped `*` is not everyone.
      servers.add(id === EVERYONE ? id : canonical(id));
    }
  }
  return acl;
}

/** The text of an access control list, commands in alphabetical order, identifiers as first given. */
export function formatAcl(acl: Acl): string {
  return commands
    .filter((command) => (acl.get(command)?.size ?? 0) > 0)
    .map((command) => `${command}=${[...(acl.get(command) as ReadonlySet<string>)].join("+")}`)
    .join("&");
}

/** Whether a list allows a command to a server. */
export function isAllowedBy(acl: Acl, command: AclCommand, serverID: string): boolean {
  const servers = acl.get(command);
  return servers !== undefined && (servers.has(EVERYONE) || servers.has(escapeServerID(serverID)));
}

/** The list that gives one server some commands besides what `base` says of the others. */
export function aclFor(serverID: string, given: readonly AclCommand[], base: Acl = new Map()): Acl {
  const acl = new Map(base);
  for (const command of given) {
    if (!isAllowedBy(acl, command, serverID))
      acl.set(command, new Set([...(acl.get(command) ?? []), escapeServerID(serverID)]));
  }
  return acl;
}

/** The list without a server; commands left without identifiers are dropped. */
export function withoutServer(acl: Acl, serverID: string): Acl {
  const id = escapeServerID(serverID);
  const left = new Map<AclCommand, ReadonlySet<string>>();
  for (const [command, servers] of acl) {
    const others = new Set([...servers].filter((server) => server !== id));
    if (others.size > 0) left.set(command, others);
  }
  return left;
}

/** A server's identifier as it is written in a list. */
function escapeServerID(serverID: string): string {
  return serverID.replace(/[&=+*%\s]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`);
}

/** Escapes that differ in case, or are not needed, are the same. */
function canonical(id: string): string {
  return escapeServerID(
    id.replace(/%([0-9a-fA-F]{2})/g, (_, digits) => String.fromCharCode(Number.parseInt(digits, 16))),
  );
}
