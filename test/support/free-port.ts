import { type AddressInfo, createServer } from "node:net";

/** A port that nothing listens on: another run of these tests may have the one of a page. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
