import type { Argument, Command, Option } from "commander";

/** The commands and options, as the completion scripts need them. */
export interface ProgramModel {
  readonly name: string;
  readonly options: readonly OptionModel[];
  readonly commands: readonly CommandModel[];
}

export interface CommandModel {
  /** As typed; of a command within another, both names with a blank between. */
  readonly name: string;
  readonly description: string;
  readonly options: readonly OptionModel[];
  readonly arguments: readonly ValueModel[];
  /** Commands within it. */
  readonly commands: readonly CommandModel[];
}

export interface OptionModel {
  /** Flags as typed, short form first. */
  readonly names: readonly string[];
  readonly description: string;
  readonly value: ValueModel | undefined;
}

export interface ValueModel {
  readonly name: string;
  readonly isRequired: boolean;
  /** It may be given several times. */
  readonly isRepeated: boolean;
  /** The values allowed, if they form a short list. */
  readonly choices: readonly string[];
  readonly isFile: boolean;
}

/** Reads the model off the program itself, so that the scripts cannot drift from it. */
export function modelOf(program: Command): ProgramModel {
  const help = program.createHelp();
  const commands = help.visibleCommands(program);
  const names = commands.map((command) => command.name());
  return {
    name: program.name(),
    options: help.visibleOptions(program).map(optionModel),
    commands: commands.map((command) => commandModel(command, command.name(), names)),
  };
}

function commandModel(command: Command, name: string, commandNames: readonly string[]): CommandModel {
  const help = command.createHelp();
  return {
    name,
    description: command.description(),
    options: help.visibleOptions(command).map(optionModel),
    arguments: command.registeredArguments.map((argument) => argumentModel(argument, commandNames)),
    commands: help.visibleCommands(command).map((inner) => commandModel(inner, `${name} ${inner.name()}`, [])),
  };
}

/** The last word of a command's name. */
export function ownName({ name }: CommandModel): string {
  return name.slice(name.lastIndexOf(" ") + 1);
}

function optionModel(option: Option): OptionModel {
  const [, name] = /[<[](\w+)/.exec(option.flags) ?? [];
  return {
    names: [option.short, option.long].filter((flag) => flag !== undefined),
    description: option.description,
    value: name === undefined ? undefined : valueModel(name, option, option.argChoices),
  };
}

function argumentModel(argument: Argument, commandNames: readonly string[]): ValueModel {
  // The argument of commander's own `help`.
  const choices = argument.name() === "command" ? commandNames : argument.argChoices;
  return valueModel(argument.name(), argument, choices);
}

function valueModel(
  name: string,
  { required, variadic }: Argument | Option,
  choices: readonly string[] = [],
): ValueModel {
  return { name, isRequired: required, isRepeated: variadic, choices, isFile: name === "FILE" || name === "DIR" };
}
