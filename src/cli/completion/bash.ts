import { type CommandModel, type OptionModel, ownName, type ProgramModel } from "./model.ts";

/** The completion script for bash, from 3.2 on. */
export function bashScript({ name, options, commands }: ProgramModel): string {
  const groups = commands.filter((command) => command.commands.length > 0).map((command) => command.name);
  const words = [...commands.map((command) => command.name), ...flagsOf(options)];
  return `# bash completion for ${name}. To load it: source <(${name} completion bash)
_${name}() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} command= word
  # bash splits --option=value at the equals sign.
  if [[ $current == "=" ]]; then current=
  elif [[ $previous == "=" ]]; then previous=\${COMP_WORDS[COMP_CWORD-2]}
  fi
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    if [[ $word == -* ]]; then continue; fi
    command=\${command:+"$command "}$word
    case $command in ${groups.join("|")}) ;; *) break ;; esac
  done
  COMPREPLY=()
  case $command in
    "")
      _${name}_words "${words.join(" ")}" ;;
${commands
  .flatMap((command) => [command, ...command.commands])
  .map((command) => commandCase(name, command))
  .join("\n")}
  esac
}
_${name}_words() {
  # Offer no file names where only these words fit; bash 3.2 has no compopt.
  compopt +o default 2>/dev/null
  COMPREPLY=($(compgen -W "$1" -- "$current"))
}
complete -o default -F _${name} ${name}
`;
}

function commandCase(program: string, { name, options, arguments: values, commands }: CommandModel): string {
  const cases = options.flatMap(({ names, value }) =>
    value === undefined || !value.isRequired ? [] : [valueCase(program, names, value.choices)],
  );
  const choices = [...commands.map(ownName), ...values.flatMap((value) => value.choices)];
  const rest = choices.length > 0 ? `_${program}_words "${choices.join(" ")}"` : ":";
  return `    "${name}")
      case $previous in
${cases.map((text) => `        ${text}\n`).join("")}        *)
          if [[ $current == -* ]]; then _${program}_words "${flagsOf(options).join(" ")}"
          else ${rest}
          fi ;;
      esac ;;`;
}

/** Without choices nothing is offered, and bash falls back to file names. */
function valueCase(program: string, names: readonly string[], choices: readonly string[]): string {
  const action = choices.length > 0 ? `_${program}_words "${choices.join(" ")}"` : ":";
  return `${names.join("|")}) ${action} ;;`;
}

function flagsOf(options: readonly OptionModel[]): string[] {
  return options.flatMap(({ names }) => names);
}
