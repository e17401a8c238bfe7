import { describe, expect, test } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { small, toHex } from "./messages.ts";
import { runCli } from "./run-cli.ts";

const help = `Usage: syncml [options] [command]

Wire toolkit for SyncML and OMA Device Management: WBXML and XML to one typed
message, in one pass or in chunks.

Options:
  -V, --version                 output the version number
  -h, --help                    display help for command

Commands:
  decode [options] [FILE]       show what a document says
  encode [options] [FILE]       write a document or a token listing as WBXML
  validate [options] [FILE...]  say which rules a document breaks, and where
  split [options] [FILE]        write the messages that carry a large object
  join [options] <FILE...>      write the object that messages carry in chunks
  inspect [options] [FILE]      say what each byte of a message is
  extract [options] [FILE]      write each message of a capture to a file
  redact [options] [FILE...]    write a copy of a capture without its secrets
  session [options] <FILE...>   show what device and server said in a capture,
                                and what went wrong
  diff [options] <A> <B>        say how two messages or two captures differ
  notification                  write, read or check what wakes a device
  bootstrap                     write, read, sign or check the first settings of
                                a device
  auth                          make or check credentials
  codes [options] [CODE]        say what status and alert codes mean, and what
                                to do
  serve [options]               run a device management server for testing
                                clients, and show its sessions
  device [options]              run a simulated device for testing servers, and
                                show its sessions
  inspector [options]           write the inspector: a page that opens captures
                                in a browser and reaches no network
  wbxml2xml [options] <FILE>    write WBXML as XML, with the options of
                                libwbxml's program
  xml2wbxml [options] <FILE>    write XML as WBXML, with the options of
                                libwbxml's program
  bench [options] <FILE...>     measure speed on messages of your own, against
                                JSON
  completion <SHELL>            print a completion script for a shell
  help [command]                display help for command

Exit codes:
  0  success
  1  findings, a loss, a code not found, or what is verified does not fit
  2  the command line is wrong
  3  input cannot be read or recognised, or output cannot be written
  4  input is damaged or cannot be written as requested; output stops there
  5  a limit was exceeded; output stops there
`;

const decodeHelp = `Usage: syncml decode [options] [FILE]

show what a document says

Arguments:
  FILE                 file to read, FILE#3 for one exchange of a capture; - or
                       none means standard input

Options:
  -x, --hex <HEX>      read this hex instead of a file
  --from <FORMAT>      format of the input, or of a capture as for extract
                       (choices: "auto", "wbxml", "xml", "hex", "base64",
                       default: "auto")
  --type <MEDIA>       media type of the document; overrides its public id
  --to <VIEW>          how to show it (choices: "xml", "json", "wbxml",
                       "events", "tree", "tokens", "ndjson", default: "xml")
  --indent [N]         indent XML and JSON by N blanks a level; default: 2 on a
                       terminal, else none (preset: "2")
  --wrap               put a message around a SyncBody or bare commands
  -o, --output <FILE>  write to this file, whole or not at all
  --color <WHEN>       use colours; auto means on a terminal (choices: "auto",
                       "always", "never", default: "auto")
  -h, --help           display help for command
`;

const encodeHelp = `Usage: syncml encode [options] [FILE]

write a document or a token listing as WBXML

Arguments:
  FILE                       file to read, FILE#3 for one exchange of a capture;
                             - or none means standard input

Options:
  -x, --hex <HEX>            read this hex instead of a file
  --from <FORMAT>            format of the input, or of a capture as for extract
                             (choices: "auto", "wbxml", "xml", "json", "tokens",
                             "hex", "base64", default: "auto")
  --type <MEDIA>             media type of the document; overrides its public id
  --wbxml-version <VERSION>  version to write; default: that of the input, or
                             1.2 (choices: "1.0", "1.1", "1.2", "1.3")
  --public-id <FORM>         form of the public id; default: that of the input,
                             or number (choices: "number", "text", "unknown")
  --data <POLICY>            how to write the character data in Data (choices:
                             "as-given", "inline", "opaque", default:
                             "as-given")
  --string-table <POLICY>    auto puts repeated strings into the string table
                             (choices: "none", "auto", default: "none")
  --embedded-types <POLICY>  adapt changes the Meta Type of embedded documents
                             to +wbxml (choices: "adapt", "keep", default:
                             "adapt")
  --whitespace <POLICY>      white space between the tags of elements (choices:
                             "drop", "keep", default: "drop")
  --wrap                     put a message around a SyncBody or bare commands
  --as-hex                   write hex instead of bytes
  -o, --output <FILE>        write to this file, whole or not at all
  --color <WHEN>             use colours; auto means on a terminal (choices:
                             "auto", "always", "never", default: "auto")
  -h, --help                 display help for command
`;

const validateHelp = `Usage: syncml validate [options] [FILE...]

say which rules a document breaks, and where

Arguments:
  FILE                  file to read, FILE#3 for one exchange of a capture; - or
                        none means standard input

Options:
  -x, --hex <HEX>       read this hex instead of a file
  --from <FORMAT>       format of the input, or of a capture as for extract
                        (choices: "auto", "wbxml", "xml", "json", "hex",
                        "base64", default: "auto")
  --type <MEDIA>        media type of the document; overrides its public id
  --profile <PROFILE>   profile to check against; default: that of the header
                        (choices: "syncml-1.0", "syncml-1.1", "syncml-1.2",
                        "dm-1.1.2", "dm-1.2")
  --silence <ID>        ignore this rule; may be repeated (default: none)
  --fail-on <SEVERITY>  exit with 1 on findings of at least this severity
                        (choices: "error", "warning", default: "error")
  --all                 print every finding, not just the first of each cause
                        and a count
  --json                print every finding, as JSON
  --rules               print the table of rules instead
  --color <WHEN>        use colours; auto means on a terminal (choices: "auto",
                        "always", "never", default: "auto")
  -h, --help            display help for command
`;

const wbxml2xmlHelp = `Usage: syncml wbxml2xml [options] <FILE>

write WBXML as XML, with the options of libwbxml's program

Arguments:
  FILE           file to read; - means standard input

Options:
  -o <FILE>      write to this file, whole or not at all; - means standard
                 output; default: only check
  -m <MODE>      0 is compact, 1 a line for each tag, 2 canonical (choices: "0",
                 "1", "2", default: "1")
  -i <N>         blanks for each level, in mode 1 (default: 0)
  -k             keep white space between tags
  -l <LANGUAGE>  language of the document, whatever its public id says (choices:
                 "WML10", "WML11", "WML12", "WML13", "WTA10", "WTAWML12",
                 "CHANNEL11", "CHANNEL12", "SI10", "SL10", "CO10", "PROV10",
                 "EMN10", "DRMREL10", "OTA", "SYNCML10", "DEVINF10", "METINF10",
                 "SYNCML11", "DEVINF11", "METINF11", "SYNCML12", "DEVINF12",
                 "METINF12", "DMDDF12", "CSP11", "CSP12", "ACTIVESYNC", "CONML")
  -c <CHARSET>   charset, where the document has none (choices: "ASCII",
                 "ISO-8859-1", "ISO-8859-2", "ISO-8859-3", "ISO-8859-4",
                 "ISO-8859-5", "ISO-8859-6", "ISO-8859-7", "ISO-8859-8",
                 "ISO-8859-9", "ISO-10646-UCS-2", "SHIFT_JIS", "BIG5", "UTF-8",
                 "UTF-16")
  -h, --help     display help for command
`;

const xml2wbxmlHelp = `Usage: syncml xml2wbxml [options] <FILE>

write XML as WBXML, with the options of libwbxml's program

Arguments:
  FILE          file to read; - means standard input

Options:
  -o <FILE>     write to this file, whole or not at all; - means standard
                output; default: only check
  -k            keep white space between tags
  -n            leave out the string table
  -v <VERSION>  WBXML version (choices: "1.0", "1.1", "1.2", "1.3", default:
                "1.3")
  -a            leave out the public id of a language that has no number
  -h, --help    display help for command
`;

describe("help", () => {
  test.each([["--help"], ["-h"], ["help"]])("is what %s prints", async (...args) => {
    expect(await runCli(args)).toEqual({ stdout: help, stderr: "", exitCode: 0 });
  });

  test.each([
    ["decode", decodeHelp],
    ["encode", encodeHelp],
    ["validate", validateHelp],
    ["wbxml2xml", wbxml2xmlHelp],
    ["xml2wbxml", xml2wbxmlHelp],
  ])("of the command %s", async (command, stdout) => {
    const expected = { stdout, stderr: "", exitCode: 0 };
    expect(await runCli([command, "--help"])).toEqual(expected);
    expect(await runCli(["help", command])).toEqual(expected);
  });

  test("is talk where nothing was asked", async () => {
    expect(await runCli([])).toEqual({ stdout: "", stderr: help, exitCode: 2 });
  });
});

test.each(["--version", "-V"])("%s prints the version of the package", async (option) => {
  expect(await runCli([option])).toEqual({ stdout: `${manifest.version}\n`, stderr: "", exitCode: 0 });
});

describe("a wrong command line", () => {
  const hex = toHex(small);

  test.each<[string[], string]>([
    [["dekode"], "unknown command 'dekode'\n(Did you mean decode?)"],
    [["--what"], "unknown option '--what'"],
    [["decode", "--what"], "unknown option '--what'\n(Did you mean --wrap?)"],
    [["decode", "one", "two"], "too many arguments for 'decode'. Expected 1 argument but got 2."],
    [
      ["decode", "--from", "json"],
      choice("--from <FORMAT>", "json", "auto, wbxml, xml, hex, base64, and those of extract"),
    ],
    [
      ["decode", "--from", "tokens"],
      choice("--from <FORMAT>", "tokens", "auto, wbxml, xml, hex, base64, and those of extract"),
    ],
    [["decode", "--to", "yaml"], choice("--to <VIEW>", "yaml", "xml, json, wbxml, events, tree, tokens, ndjson")],
    [["decode", "--color", "red"], choice("--color <WHEN>", "red", "auto, always, never")],
    [["decode", "--indent", "wide"], indent("wide")],
    [["decode", "--indent", "11"], indent("11")],
    [["decode", "--indent=-1"], indent("-1")],
    [["decode", "--indent=1.5"], indent("1.5")],
    [["decode", "-o"], "option '-o, --output <FILE>' argument missing"],
    [["decode", "-x", hex, "file"], "option '-x, --hex <HEX>' cannot be used with a FILE"],
    [["decode", "-x", hex, "-"], "option '-x, --hex <HEX>' cannot be used with a FILE"],
    [["decode", "-x", hex, "--from", "hex"], "option '-x, --hex <HEX>' cannot be used with option '--from <FORMAT>'"],
    [
      ["encode", "--from", "yaml"],
      choice("--from <FORMAT>", "yaml", "auto, wbxml, xml, json, tokens, hex, base64, and those of extract"),
    ],
    [["encode", "--wbxml-version", "2.0"], choice("--wbxml-version <VERSION>", "2.0", "1.0, 1.1, 1.2, 1.3")],
    [["encode", "--public-id", "none"], choice("--public-id <FORM>", "none", "number, text, unknown")],
    [["encode", "--data", "text"], choice("--data <POLICY>", "text", "as-given, inline, opaque")],
    [["encode", "--string-table", "all"], choice("--string-table <POLICY>", "all", "none, auto")],
    [["encode", "--embedded-types", "drop"], choice("--embedded-types <POLICY>", "drop", "adapt, keep")],
    [["encode", "--whitespace", "adapt"], choice("--whitespace <POLICY>", "adapt", "drop, keep")],
    [["encode", "--to", "wbxml"], "unknown option '--to'"],
    [["encode", "one", "two"], "too many arguments for 'encode'. Expected 1 argument but got 2."],
    [["encode", "-x", hex, "file"], "option '-x, --hex <HEX>' cannot be used with a FILE"],
    [["encode", "-x", hex, "--from", "hex"], "option '-x, --hex <HEX>' cannot be used with option '--from <FORMAT>'"],
    [["validate", "--to", "xml"], "unknown option '--to'"],
    [["validate", "-x", hex, "file"], "option '-x, --hex <HEX>' cannot be used with a FILE"],
    [
      ["validate", "--profile", "dm-2"],
      choice("--profile <PROFILE>", "dm-2", "syncml-1.0, syncml-1.1, syncml-1.2, dm-1.1.2, dm-1.2"),
    ],
    [["validate", "--fail-on", "all"], choice("--fail-on <SEVERITY>", "all", "error, warning")],
    [
      ["validate", "--silence", "dm/such"],
      "option '--silence <ID>' argument 'dm/such' is invalid. See --rules for the ids.",
    ],
    [["bench"], "missing required argument 'FILE'"],
    [["wbxml2xml"], "missing required argument 'FILE'"],
    [["wbxml2xml", "-m", "3", "file"], choice("-m <MODE>", "3", "0, 1, 2")],
    [["wbxml2xml", "-i81", "file"], "option '-i <N>' argument '81' is invalid. Expected a number from 0 to 80."],
    [["wbxml2xml", "-z", "file"], "unknown option '-z'"],
    [["xml2wbxml", "-v", "1.4", "file"], choice("-v <VERSION>", "1.4", "1.0, 1.1, 1.2, 1.3")],
    [["xml2wbxml", "-o"], "option '-o <FILE>' argument missing"],
    [["bench", "--seconds", "0", "file"], above("--seconds <SECONDS>", "0", 3600)],
    [["bench", "--seconds", "long", "file"], above("--seconds <SECONDS>", "long", 3600)],
    [["bench", "--seconds", "1e9", "file"], above("--seconds <SECONDS>", "1e9", 3600)],
    [["bench", "--tolerance", "101", "file"], above("--tolerance <PERCENT>", "101", 100)],
    [["bench", "--baseline"], "option '--baseline <FILE>' argument missing"],
    [["completion"], "missing required argument 'SHELL'"],
    [
      ["completion", "csh"],
      "command-argument value 'csh' is invalid for argument 'SHELL'. Allowed choices are bash, zsh, fish.",
    ],
  ])("%j", async (args, reason) => {
    expect(await runCli(args)).toEqual({ stdout: "", stderr: `error: ${reason}\n`, exitCode: 2 });
  });

  test("-x with something that is no hex", async () => {
    expect(await runCli(["decode", "-x", "02 A4 0g"])).toEqual({
      stdout: "",
      stderr: '-x: not hex: "g" at line 1, column 8 is not a hexadecimal digit\n',
      exitCode: 2,
    });
  });
});

function choice(option: string, value: string, allowed: string): string {
  return `option '${option}' argument '${value}' is invalid. Allowed choices are ${allowed}.`;
}

function above(option: string, value: string, most: number): string {
  return `option '${option}' argument '${value}' is invalid. Expected a number above 0, up to ${most}.`;
}

function indent(value: string): string {
  return `option '--indent [N]' argument '${value}' is invalid. Expected a number from 0 to 10; a FILE must come before it.`;
}
