import { type CommandModel, type OptionModel, ownName, type ProgramModel, type ValueModel } from "./model.ts";

/** The completion script for fish. */
export function fishScript({ name, options, commands }: ProgramModel): string {
  const start = `complete -c ${name}`;
  const groups = commands.filter((command) => command.commands.length > 0).map((command) => command.name);
  const atFirst = "-n __fish_use_subcommand";
  const lines = [
    `# fish completion for ${name}. To load it: ${name} completion fish | source`,
    `${start} -f`,
    ...options.map((option) => `${start} ${atFirst} ${optionPart(option)}`),
    ...commands.map((command) => `${start} ${atFirst} -a ${command.name} -d ${quoted(command.description)}`),
    ...commands.flatMap((command) => commandLines(start, command, groups)),
  ];
  return `${lines.join("\n")}\n`;
}

function commandLines(start: string, command: CommandModel, groups: readonly string[]): string[] {
  const { name, options, arguments: values, commands } = command;
  const [outer, inner] = name.split(" ");
  // The name of an inner command may also be that of an outer one.
  const others = groups
    .filter((group) => group !== outer)
    .map((group) => `; and not __fish_seen_subcommand_from ${group}`);
  const within = inner === undefined ? others.join("") : `; and __fish_seen_subcommand_from ${inner}`;
  const inside = `${start} -n '__fish_seen_subcommand_from ${outer}${within}'`;
  if (commands.length > 0) {
    const names = commands.map(ownName);
    const first = `${start} -n '__fish_seen_subcommand_from ${name}; and not __fish_seen_subcommand_from ${names.join(" ")}'`;
    return [
      ...options.map((option) => `${first} ${optionPart(option)}`),
      ...commands.map((one) => `${first} -a ${ownName(one)} -d ${quoted(one.description)}`),
      ...commands.flatMap((one) => commandLines(start, one, groups)),
    ];
  }
  return [
    ...options.map((option) => `${inside} ${optionPart(option)}`),
    ...values.map((value) => (value.isFile ? `${inside} -F` : `${inside} -a ${quoted(value.choices.join(" "))}`)),
  ];
}

function optionPart({ names, description, value }: OptionModel): string {
  const flags = names.map((flag) => (flag.startsWith("--") ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`));
  return [...flags, ...valuePart(value), `-d ${quoted(description)}`].join(" ");
}

function valuePart(value: ValueModel | undefined): string[] {
  if (value === undefined || !value.isRequired) return [];
  if (value.choices.length > 0) return [`-x -a ${quoted(value.choices.join(" "))}`];
  return [value.isFile ? "-r -F" : "-x"];
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, "\\$&")}'`;
}
