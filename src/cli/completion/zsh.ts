import { type CommandModel, type OptionModel, ownName, type ProgramModel, type ValueModel } from "./model.ts";

/** The completion script for zsh. */
export function zshScript({ name, options, commands }: ProgramModel): string {
  const described = commands.map((command) => quoted(`${command.name}:${command.description}`));
  return `#compdef ${name}
# zsh completion for ${name}. To load it: source <(${name} completion zsh)
_${name}() {
  local curcontext=$curcontext state line
  local -a commands
  commands=(
    ${described.join("\n    ")}
  )
  _arguments -C \\
    ${options.map(spec).join(" \\\n    ")} \\
    '1:command:->command' \\
    '*::argument:->arguments'
  case $state in
    command) _describe command commands ;;
    arguments)
      case $line[1] in
${commands.map(commandCase).join("\n")}
      esac ;;
  esac
}
# When autoloaded from fpath it is called at once; when sourced it is registered.
if [[ $funcstack[1] == _${name} ]]; then _${name} "$@"; else compdef _${name} ${name}; fi
`;
}

function commandCase(command: CommandModel): string {
  const { options, arguments: values, commands } = command;
  if (commands.length > 0) return groupCase(command);
  const positional = values.map(({ isRequired, isRepeated, ...value }, index) =>
    quoted(`${isRepeated ? "*" : index + 1}${isRequired || isRepeated ? ":" : "::"}${valueAction(value)}`),
  );
  return `        ${ownName(command)})
          _arguments ${[...options.map(spec), ...positional].join(" \\\n            ")} ;;`;
}

function groupCase({ name, options, commands }: CommandModel): string {
  const described = commands.map((command) => quoted(`${ownName(command)}:${command.description}`));
  return `        ${name})
          commands=(
            ${described.join("\n            ")}
          )
          _arguments -C \\
            ${[...options.map(spec), "'1:command:->command'", "'*::argument:->arguments'"].join(" \\\n            ")}
          case $state in
            command) _describe command commands ;;
            arguments)
              case $line[1] in
${commands.map(commandCase).join("\n")}
              esac ;;
          esac ;;`;
}

function spec({ names, description, value }: OptionModel): string {
  const text = `[${description.replace(/[\\[\]]/g, "\\$&")}]${value === undefined ? "" : valueSpec(value)}`;
  const flags = names.map((flag) => flag + suffix(flag, value));
  if (names.length === 1) return quoted(flags[0] + text);
  return `'(${names.join(" ")})'{${flags.join(",")}}${quoted(text)}`;
}

/** How a value follows its option: as `--name=value` or the next word; as the former only if it is optional. */
function suffix(flag: string, value: ValueModel | undefined): string {
  if (value === undefined || !flag.startsWith("--")) return "";
  return value.isRequired ? "=" : "=-";
}

function valueSpec({ isRequired, ...value }: ValueModel): string {
  return `${isRequired ? ":" : "::"}${valueAction(value)}`;
}

function valueAction({ name, choices, isFile }: Pick<ValueModel, "name" | "choices" | "isFile">): string {
  return `${name}:${choices.length > 0 ? `(${choices.join(" ")})` : isFile ? "_files" : ""}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
