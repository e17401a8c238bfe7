import type { CaptureSink } from "../reader.ts";

/** Keeps account of tunnels through a proxy, of which nothing is seen unless the proxy decrypts them. */
export class Tunnels {
  private readonly open = new Set<string>();
  private readonly decrypted = new Set<string>();

  /** A `CONNECT` to a host, with or without a port. */
  opened(target: string): void {
    this.open.add(hostOf(target));
  }

  /** A request inside a tunnel. */
  seenInside(url: string | undefined): void {
    const [, authority] = /^https:\/\/([^/?#]*)/i.exec(url ?? "") ?? [];
    if (authority !== undefined) this.decrypted.add(hostOf(authority));
  }

  /** Says which tunnels were not opened. */
  tell(sink: CaptureSink, remedy: string): void {
    const closed = [...this.open].filter((host) => !this.decrypted.has(host));
    if (closed.length === 0) return;
    const hosts =
      closed.length > 3 ? `${closed.slice(0, 3).join(", ")} and ${closed.length - 3} more` : closed.join(", ");
    sink.diagnostic({ code: "cannot-open", message: `what went to ${hosts} is encrypted; ${remedy}` });
  }
}

function hostOf(authority: string): string {
  return authority.replace(/:\d+$/, "").toLowerCase();
}
