import type { CommandModel, OptionModel, ProgramModel, ValueModel } from "./model.ts";

/** The completion script for fish. */
export function fishScript({ name, options, commands }: ProgramModel): string {
  const start = `complete -c ${name}`;
  const atFirst = "-n __fish_use_subcommand";
  const lines = [
    `# fish completion for ${name}. To load it: ${name} completion fish | source`,
    `${start} -f`,
    ...options.map((option) => `${start} ${atFirst} ${optionPart(option)}`),
    ...commands.map((command) => `${start} ${atFirst} -a ${command.name} -d ${quoted(command.description)}`),
    ...commands.flatMap((command) => commandLines(start, command)),
  ];
  return `${lines.join("\n")}\n`;
}

function commandLines(start: string, { name, options, arguments: values }: CommandModel): string[] {
  const inside = `${start} -n '__fish_seen_subcommand_from ${name}'`;
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
