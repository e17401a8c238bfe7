/** Media types that have a code in the headers of WSP. */
export const mediaTypeCodes: ReadonlyMap<string, number> = new Map([
  ["text/plain", 0x03],
  ["text/x-vCalendar", 0x06],
  ["text/x-vCard", 0x07],
  ["application/vnd.wap.sic", 0x2e],
  ["text/vnd.wap.connectivity-xml", 0x35],
  ["application/vnd.wap.connectivity-wbxml", 0x36],
  ["application/vnd.syncml.dm+wbxml", 0x42],
  ["application/vnd.syncml.dm+xml", 0x43],
  ["application/vnd.syncml.notification", 0x44],
  ["application/vnd.syncml.ds.notification", 0x4e],
  ["application/vnd.syncml.dm.notification", 0x58],
  ["application/vnd.syncml+xml", 0x0302],
  ["application/vnd.syncml+wbxml", 0x0303],
]);

/** Applications that a push is for. */
export const applicationCodes: ReadonlyMap<string, number> = new Map([
  ["x-wap-application:push.syncml", 0x05],
  ["x-wap-application:loc.ua", 0x06],
  ["x-wap-application:syncml.dm", 0x07],
  ["x-wap-application:drm.ua", 0x08],
  ["x-wap-application:emn.ua", 0x09],
]);

/** Header names of code page 1, the default. */
export const headerCodes: ReadonlyMap<string, number> = new Map([
  ["Accept", 0x00],
  ["Content-Encoding", 0x0b],
  ["Content-Length", 0x0d],
  ["Content-Location", 0x0e],
  ["Content-Type", 0x11],
  ["Date", 0x12],
  ["Host", 0x16],
  ["Location", 0x1c],
  ["Server", 0x26],
  ["User-Agent", 0x29],
  ["X-Wap-Application-Id", 0x2f],
  ["Content-URI", 0x30],
  ["Initiator-URI", 0x31],
  ["Push-Flag", 0x34],
  ["Encoding-Version", 0x43],
]);

/** Parameters of a content type. Where a name has two codes, the first is written. */
export const parameterCodes: readonly (readonly [string, number])[] = [
  ["charset", 0x01],
  ["type", 0x09],
  ["type", 0x03],
  ["name", 0x05],
  ["name", 0x17],
  ["start", 0x0a],
  ["SEC", 0x11],
  ["MAC", 0x12],
];

/** How a provisioning document is authenticated, by the value of parameter SEC. */
export const securityMethods: readonly string[] = ["NETWPIN", "USERPIN", "USERNETWPIN", "USERPINMAC"];
