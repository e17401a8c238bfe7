import type { DeviceEvent, SimulatedDevice, StepResult } from "../../../../src/device/index.ts";
import { type Alert, codeOf, type Item, textOf } from "../../../../src/index.ts";
import { codesOf, commandsOf, itemOf, xmlOf } from "../commands-of.ts";

/** Executes commands that nothing suspends. */
export function applied(device: SimulatedDevice, ...xml: string[]): readonly StepResult[] {
  const outcome = device.apply("srv", commandsOf(...xml));
  if (outcome.state === "suspended") throw new Error("suspended");
  return outcome.results;
}

/** The code of one command. */
export function codeFor(device: SimulatedDevice, xml: string): number | number[] {
  return codesOf(applied(device, xml)[0] as StepResult);
}

/** An Exec, as XML. */
export function exec(uri: string, correlator?: string): string {
  return xmlOf("Exec", correlator === undefined ? "" : `<Correlator>${correlator}</Correlator>`, itemOf(uri));
}

/** A Replace of a value, as XML. */
export function replace(uri: string, data: string): string {
  return xmlOf("Replace", itemOf(uri, data));
}

/** What an alert says, shortly. */
export function shortly(alert: Alert | undefined) {
  if (alert === undefined) return undefined;
  const items = alert.items.map(({ source, target, data }: Item) => [
    source?.locURI,
    ...(target === undefined ? [] : [target.locURI]),
    textOf(data),
  ]);
  const { type, format, mark } = alert.items[0]?.meta ?? {};
  return { code: codeOf(alert), correlator: alert.correlator, type, format, mark, items };
}

/** The values that a leaf took, and what else happened. */
export function history(events: readonly DeviceEvent[], leaf: string): string[] {
  return events.flatMap((event) => {
    if (event.kind === "changed") return event.uri === leaf ? [event.value] : [];
    return event.kind === "finished" ? [`= ${event.result}`] : [event.kind];
  });
}
