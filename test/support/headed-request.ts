/** A POST with these headers as they are: browsers drop a User-Agent that a Request is made with. */
export function headedRequest(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string | Uint8Array<ArrayBuffer>,
): Request {
  const request = new Request(url, { method: "POST", body });
  Object.defineProperty(request, "headers", { value: new Headers(headers) });
  return request;
}
