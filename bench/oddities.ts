// A message of 41 commands, and variants with one thing that devices send and a reader may not expect.
import { command, document, inMeta, locUri, metinf } from "./messages.ts";
import { characters, type Random } from "./random.ts";

const LETTERS = "abcdefghijklmnopqrstuvwxyz ";
/** Commands before those that carry an oddity, and after them; with these there are 41. */
const AROUND = 19;
const CARRIERS = 3;
const MICROSOFT = 'xmlns:msft="http://schemas.microsoft.com/MobileDevice/MDM"';

const references = "<MsgRef>1</MsgRef><CmdRef>7</CmdRef><Cmd>Replace</Cmd><TargetRef>./DevDetail/Ext/Bench</TargetRef>";
const statusData = "<Data>500</Data>";
const target = locUri("Target", "./Vendor/Example/Settings/Bench");
const format = metinf("Format", "chr");
const meta = inMeta("chr", "text/plain");
const data = "<Data>forty-one commands</Data>";
const capabilities = locUri("Source", "./devinf12");
const ofType = (type: string) => `<Meta>${metinf("Type", type)}</Meta>`;
const preference = (name: string, type: string) => `<${name}><CTType>${type}</CTType><VerCT>3.0</VerCT></${name}>`;
const deviceInformation =
  '<DevInf xmlns="syncml:devinf"><VerDTD>1.2</VerDTD><Man>Example</Man><Mod>Bench</Mod><SwV>1.0</SwV>' +
  "<DevID>dev-0001</DevID><DevTyp>phone</DevTyp><UTC/><SupportLargeObjs/><DataStore><SourceRef>./contacts</SourceRef>" +
  `${preference("Rx-Pref", "text/vcard")}${preference("Tx-Pref", "text/vcard")}` +
  "<SyncCap><SyncType>1</SyncType><SyncType>2</SyncType></SyncCap></DataStore></DevInf>";

/** One thing that devices send and a reader may not expect. */
interface Oddity {
  /** Whether it exists in WBXML. */
  readonly inWbxml: boolean;
  /** Inserts it into the XML of the plain message. */
  readonly put: (xml: string) => string;
}

/** Replaces the only occurrence of `part`. */
function change(inWbxml: boolean, part: string, by: string): Oddity {
  return {
    inWbxml,
    put: (xml) => {
      const [before, after, ...others] = xml.split(part);
      if (after === undefined || others.length > 0) throw new Error(`the message does not hold ${part} once`);
      return `${before}${by}${after}`;
    },
  };
}

/** By name; the fixture is `oddity-` plus the name. */
export const oddities: Readonly<Record<string, Oddity>> = {
  none: { inWbxml: true, put: (xml) => xml },
  attribute: change(true, statusData, `<Data ${MICROSOFT} msft:originalerror="0x86000002">500</Data>`),
  order: change(true, target + meta, meta + target),
  "vendor-element": change(true, data, `${data}<ExampleState>3</ExampleState>`),
  "data-before-meta": change(true, meta + data, data + meta),
  "refs-after-data": change(true, references + statusData, statusData + references),
  "embedded-devinf": {
    inWbxml: true,
    // Replaces text of equal length, so that both variants read as much.
    put: (xml) =>
      change(true, ofType("text/x-bench"), ofType("application/vnd.syncml-devinf+wbxml")).put(
        xml.replace(/(\.\/devinf12<\/LocURI><\/Source><Data>)[^<]*/, `$1${deviceInformation}`),
      ),
  },
  comment: change(false, "<Results><CmdID>22<", "<!-- what the device said --><Results><CmdID>22<"),
  prefix: change(false, `${target}<Meta>${format}`, `${target}<Meta><m:Format xmlns:m="syncml:metinf">chr</m:Format>`),
  "root-declaration": change(false, "<SyncML xmlns", `<SyncML ${MICROSOFT} xmlns`),
  "no-namespace": { inWbxml: false, put: (xml) => xml.replaceAll(/ xmlns="[^"]*"/g, "") },
};

/** The XML of 41 commands, with the oddity once. */
export function withOddity(random: Random, name: string): string {
  const oddity = oddities[name];
  if (oddity === undefined) throw new Error(`there is no oddity ${name}`);
  const some = (first: number) => Array.from({ length: AROUND }, (_, index) => command(random, first + index)).join("");
  const carriers = [
    `<Status><CmdID>20</CmdID>${references}${statusData}</Status>`,
    `<Replace><CmdID>21</CmdID><Item>${target}${meta}${data}</Item></Replace>`,
    `<Results><CmdID>22</CmdID><MsgRef>1</MsgRef><CmdRef>9</CmdRef>${ofType("text/x-bench")}` +
      `<Item>${capabilities}<Data>${characters(random, LETTERS, deviceInformation.length)}</Data></Item></Results>`,
  ].join("");
  return oddity.put(document(random, some(1) + carriers + some(AROUND + CARRIERS + 1)));
}
