import type { Command, Item } from "../../ast/nodes.ts";
import { uriOf } from "./command-text.ts";
import type { CommandDraft } from "./drafts.ts";
import type { TouchedNode } from "./model.ts";
import type { SecretValues } from "./secret-values.ts";

interface Touch {
  readonly command: CommandDraft;
  readonly value: string | undefined;
  readonly query: string | undefined;
}

/** What the server's commands did to which node of the management tree. */
export class TouchedTree {
  private readonly nodes = new Map<string, Touch[]>();

  take(command: Command, draft: CommandDraft, secrets: SecretValues): void {
    if (!("items" in command) || command.kind === "Alert" || command.kind === "Status") return;
    for (const item of command.items) this.touch(item, draft, secrets);
  }

  private touch(item: Item, command: CommandDraft, secrets: SecretValues): void {
    const address = uriOf(item);
    if (address === undefined) return;
    const mark = address.indexOf("?");
    const [uri, query] = mark < 0 ? [address, undefined] : [address.slice(0, mark), address.slice(mark)];
    const touches = this.nodes.get(uri) ?? [];
    touches.push({ command, value: secrets.value(address, item.data).value, query });
    this.nodes.set(uri, touches);
  }

  /** The nodes in the order of the tree: children follow their parent. */
  all(): TouchedNode[] {
    const sorted = [...this.nodes]
      .map(([uri, touches]) => ({ uri, touches, key: uri.replaceAll("/", "\0") }))
      .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
    const above: string[] = [];
    return sorted.map(({ uri, touches }) => {
      while (above.length > 0 && !uri.startsWith(`${above.at(-1)}/`)) above.pop();
      const parent = above.at(-1);
      const depth = above.length;
      above.push(uri);
      const value = lastValue(uri, touches);
      return {
        uri,
        name: parent === undefined ? uri : uri.slice(parent.length + 1),
        depth,
        ...(value === undefined ? {} : { lastValue: value }),
        commands: touches.map(({ command: { name, exchange, outcome, status }, query }) => ({
          name,
          exchange,
          outcome,
          ...(status === undefined ? {} : { code: status.code }),
          ...(query === undefined ? {} : { query }),
        })),
      };
    });
  }
}

/** What the node has at the end, as far as it was written or read; nothing after it was deleted. */
function lastValue(uri: string, touches: readonly Touch[]): string | undefined {
  let last: string | undefined;
  for (const { command, value, query } of touches) {
    if (command.outcome !== "ok" || query !== undefined) continue;
    if (command.name === "Delete") last = undefined;
    else if (command.name === "Get") last = command.results.findLast((result) => result.uri === uri)?.value ?? last;
    else last = value ?? last;
  }
  return last;
}
