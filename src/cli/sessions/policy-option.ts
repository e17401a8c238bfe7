import { InvalidArgumentError, Option } from "commander";
import { policyTable, resolvePolicy, type SessionPolicy } from "../../dm/policy.ts";

/** `--policy NAME=VALUE`, as often as wanted: values for what the standard leaves open. */
export function policyOption(): Option {
  return new Option("--policy <NAME=VALUE...>", "what the standard leaves open, such as idleTimeout=60000")
    .argParser(parsePolicy)
    .default({}, "as documented");
}

function parsePolicy(text: string, before: Partial<SessionPolicy>): Partial<SessionPolicy> {
  const equals = text.indexOf("=");
  const [name, value] = equals < 0 ? [text, ""] : [text.slice(0, equals), text.slice(equals + 1)];
  const row = policyTable.find((one) => one.name === name);
  if (row === undefined) throw new InvalidArgumentError(`There is no policy ${JSON.stringify(name)}.`);
  const type = typeof row.default;
  const parsed = type === "number" ? Number(value) : type === "boolean" ? value === "true" : value;
  const policy = { ...before, [name]: parsed };
  try {
    resolvePolicy(policy);
  } catch (error) {
    throw new InvalidArgumentError(`${(error as Error).message}.`);
  }
  return policy;
}
