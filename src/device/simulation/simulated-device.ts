import { create, newSource } from "../../ast/create.ts";
import type { JsonValue } from "../../ast/json-value.ts";
import type { Alert, Command, Item } from "../../ast/nodes.ts";
import { encode } from "../../codec/encode.ts";
import { given } from "../../core/options.ts";
import { decodeUtf8Lossy } from "../../core/utf8.ts";
import type { DmAccount } from "../../dm/account.ts";
import type { StepResult } from "../../dm/managed-device.ts";
import type { NewDmAccount } from "../../push/provisioning/accounts.ts";
import { accountIn, addAccount } from "../accounts.ts";
import type { ApplyCursor, ApplyOptions, ApplyOutcome } from "../apply.ts";
import { type DeviceFaults, type FaultKind, happens, resolveFaults } from "../faults.ts";
import type { ExecRequest, NodeHandler } from "../handlers.ts";
import { standardTree } from "../standard-tree.ts";
import type { ManagementTree, TreeState } from "../tree.ts";
import { encodeSegment, segmentsOf, uriOf } from "../uri.ts";
import type { UserAlert, UserAnswer } from "../user-alert.ts";
import { alertNodeOf, alertTypes, type DeviceAlert, isSameAlert } from "./alerts.ts";
import { chance } from "./chance.ts";
import type { DeviceEvent } from "./device-event.ts";
import { type ResolvedDevice, resolveDevice, type SimulatedDeviceOptions } from "./device-options.ts";
import type { DeviceState, PendingAlert } from "./device-state.ts";
import { diagMonBehaviour } from "./diag-mon.ts";
import { fumoBehaviour } from "./fumo.ts";
import { lawmoBehaviour } from "./lawmo.ts";
import {
  type DeviceJob,
  isFailure,
  type ObjectBehaviour,
  type Operation,
  type OperationContext,
  type OperationPlace,
  type OperationStage,
  type RunningOperation,
} from "./operation.ts";
import { deviationsOf } from "./profiles.ts";
import type { DeviceQuirks } from "./quirks.ts";
import { asExecuted, asReported, refusalOf } from "./quirky-commands.ts";
import { scomoBehaviour } from "./scomo.ts";
import { agreement, answerOf } from "./user.ts";

// A device with operations that take time. It has no clock: its time is what is handed in, and goes forward only. An Exec becomes
// a job, and the job an alert in a later session:
//
//   Exec ──202──► running ──time passes, stage by stage──► reporting ──alert answered, or given up──► (settling) ──► gone
//   Exec ──200, 405, 500 …: no job, no alert

const behaviours: Readonly<Record<DeviceJob["of"], ObjectBehaviour>> = {
  FUMO: fumoBehaviour,
  SCOMO: scomoBehaviour,
  LAWMO: lawmoBehaviour,
  DiagMon: diagMonBehaviour,
};
/** The Type of an object's root begins so; its version follows. */
const objectTypes: readonly (readonly [type: string, of: DeviceJob["of"]])[] = [
  ["urn:oma:mo:oma-fumo:", "FUMO"],
  ["urn:oma:mo:oma-scomo:", "SCOMO"],
  ["urn:oma:mo:oma-lawmo:", "LAWMO"],
  ["urn:oma:mo:oma-diagmon:", "DiagMon"],
];
const TRAP_TYPE = "urn:oma:mo:oma-diagmontrap:";
/** Codes for an alert that is to be sent again in the same session, once the client has proved itself. */
const unauthenticated: readonly number[] = [401, 407];

/** A node of one of the standard objects. */
interface Place {
  readonly of: DeviceJob["of"];
  readonly root: string;
  /** Names from the root to the node. */
  readonly path: readonly string[];
}

/** An operation node that an Exec names. */
interface FoundOperation {
  readonly operation: Operation;
  readonly of: DeviceJob["of"];
  readonly does: string;
  readonly at: OperationPlace;
}

/** What becomes of the time that is handed in: so many milliseconds, up to a moment, or until nothing runs any more. */
export type WorkSpan = number | { readonly until: number } | "done";

/** A simulated device, to test servers with: a management tree whose objects do what they are for. */
export class SimulatedDevice {
  /** Its identity, the `Source/LocURI` of its messages. */
  readonly identity: string;
  /** Its nodes. */
  readonly tree: ManagementTree;
  /** What goes wrong on purpose. */
  readonly faults: DeviceFaults;
  /** Whether large objects may come in chunks. If not, each chunk is a whole for it. */
  readonly largeObjects: boolean;
  readonly #options: ResolvedDevice;
  readonly #quirks: DeviceQuirks;
  /** What the factory put into the tree. */
  readonly #factory: TreeState;
  #now: number;
  #jobs: DeviceJob[] = [];
  #pending: PendingAlert[] = [];
  #downloaded: Record<string, string> = {};
  #counts: Record<string, number> = {};
  /** Events of the call under way. */
  #events: DeviceEvent[] = [];

  /** @internal Made by {@link simulatedDevice}. */
  constructor(options: SimulatedDeviceOptions) {
    this.#options = resolveDevice(options);
    const { identity, profile, firmware, objects, wipeList, now } = this.#options;
    const { features, quirks } = deviationsOf(profile);
    this.#quirks = quirks;
    this.#now = now;
    this.identity = identity;
    this.faults = resolveFaults(options.faults);
    const { largeObjects = true, ...treeFeatures } = given(options.features ?? {});
    this.largeObjects = largeObjects && quirks.largeObjects && !this.faults.noLargeObjects;
    const described = { ...given(options), identity, objects, firmwareVersion: firmware };
    this.tree =
      options.tree ??
      standardTree({
        ...described,
        largeObjects: this.largeObjects,
        features: { ...features, ...treeFeatures },
        state: undefined,
      });
    if (options.tree === undefined) this.#furnish(wipeList);
    this.#factory = this.tree.toJSON();
    if (options.state !== undefined) this.restore(options.state);
  }

  /** Its clock, in milliseconds since 1970: the latest time that was handed in. */
  get now(): number {
    return this.#now;
  }

  /** Operations under way, and those whose outcome is to be reported, oldest first. */
  get jobs(): readonly DeviceJob[] {
    return this.#jobs;
  }

  /** The items of the Replace of DevInfo in package 1. */
  devInfo(): Item[] {
    const { interiorDevInfo, devInfoVersion } = this.#quirks;
    const items: Item[] = [];
    for (const uri of this.tree.uris("./DevInfo")) {
      const { format } = this.tree.node(uri) ?? { format: "chr" };
      if (format === "node" && !interiorDevInfo) continue;
      const value = uri === "./DevInfo/DmV" && devInfoVersion !== undefined ? devInfoVersion : this.tree.get(uri);
      const meta = format === "chr" ? undefined : create("Meta", { emi: [], format });
      items.push(create("Item", { source: newSource(uri), meta, data: value }));
    }
    return items;
  }

  /** The alerts that wait to be reported: client events (1224) and generic alerts (1226), oldest first; without CmdIDs. */
  alerts(): Alert[] {
    this.#jobs = this.#jobs.map((job) => (job.report === null ? job : { ...job, isSent: true }));
    this.#pending = this.#pending.map((pending) => ({ ...pending, isSent: true }));
    return this.#reports().map((report) => alertNodeOf(this.#asSent(report)));
  }

  /**
   * Says what a server answered to an alert. A success is the end of it, and so is a refusal: the operation is not repeated. With
   * 401 and 407 it still waits. An alert that does not wait any more is no concern of it.
   */
  alertAnswered(alert: Alert, code: number): void {
    if (code < 200 || unauthenticated.includes(code)) return;
    const isIt = (report: DeviceAlert) => isSameAlert(alertNodeOf(this.#asSent(report)), alert);
    const job = this.#jobs.find(({ report }) => report !== null && isIt(report));
    if (job !== undefined) {
      this.#emit({ kind: "answered", at: this.#now, type: (job.report as DeviceAlert).type, code });
      this.#close(job);
    } else {
      const index = this.#pending.findIndex((one) => isIt(one.alert));
      const pending = this.#pending[index];
      if (pending === undefined) return;
      this.#emit({ kind: "answered", at: this.#now, type: pending.alert.type, code });
      this.#pending.splice(index, 1);
    }
    this.#events = [];
  }

  /**
   * Says that a session is over. Alerts that it should have delivered and that no server answered have failed once more; after
   * `reportAttempts` of them the device gives an alert up.
   */
  sessionEnded(): DeviceEvent[] {
    const { reportAttempts, reportBackoff } = this.#options;
    const dueAt = this.#now + reportBackoff;
    for (const job of this.#jobs.filter(({ isSent }) => isSent)) {
      if (job.attempts + 1 < reportAttempts) this.#update({ ...job, isSent: false, attempts: job.attempts + 1, dueAt });
      else {
        this.#emit({ kind: "given-up", at: this.#now, type: (job.report as DeviceAlert).type });
        this.#close(job);
      }
    }
    const left: PendingAlert[] = [];
    for (const pending of this.#pending) {
      if (!pending.isSent) left.push(pending);
      else if (pending.attempts + 1 < reportAttempts)
        left.push({ ...pending, isSent: false, attempts: pending.attempts + 1, dueAt });
      else this.#emit({ kind: "given-up", at: this.#now, type: pending.alert.type });
    }
    this.#pending = left;
    return this.#takeEvents();
  }

  /** When the device would next begin a session by itself, to report; `undefined` if it has nothing to say. */
  reportDueAt(): number | undefined {
    const times = [...this.#jobs.filter(({ state }) => state === "reporting"), ...this.#pending].map(
      ({ dueAt }) => dueAt,
    );
    return times.length === 0 ? undefined : Math.min(...times);
  }

  /** When something next happens in the device by itself; `undefined` if nothing runs. */
  nextWorkAt(): number | undefined {
    const times = this.#jobs.filter(({ state }) => state !== "reporting").map(({ dueAt }) => dueAt);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  /**
   * Executes the commands of a message, groups included. `now` is milliseconds since 1970 by the host's clock.
   *
   * @throws {TypeError} if `commands` is not an array.
   */
  apply(
    serverID: string,
    commands: readonly Command[],
    options: { readonly now?: number | undefined } = {},
  ): ApplyOutcome {
    if (!Array.isArray(commands)) throw new TypeError("expected an array of commands");
    this.#setClock(options.now);
    const executed = asExecuted(commands, this.#quirks);
    return this.#told(commands, this.tree.apply(serverID, executed, this.#applyOptions()));
  }

  /**
   * Goes on after the user has answered. The device may have been stored and restored since.
   *
   * @throws {RangeError} if the cursor is not one of these commands.
   */
  resume(
    serverID: string,
    commands: readonly Command[],
    cursor: ApplyCursor | JsonValue,
    answer: UserAnswer | JsonValue,
    options: { readonly now?: number | undefined } = {},
  ): ApplyOutcome {
    this.#setClock(options.now);
    const executed = asExecuted(commands, this.#quirks);
    const [from, by] = [cursor as ApplyCursor, answer as UserAnswer];
    return this.#told(commands, this.tree.resume(serverID, executed, from, by, this.#applyOptions()));
  }

  /** Asks the user, that is the option `ui`. */
  ask(alert: UserAlert | JsonValue): UserAnswer | Promise<UserAnswer> {
    const { ui } = this.#options;
    const question = alert as UserAlert;
    if (typeof ui === "function") {
      const answer = ui(question);
      return answer instanceof Promise ? answer.then(answerOf) : answerOf(answer);
    }
    const answer = ui[this.#count("ui") - 1];
    return answer === undefined ? agreement(question) : answerOf(answer);
  }

  /**
   * Lets time pass: operations go through their stages, end, and have alerts to report.
   *
   * @returns what happened, in order.
   * @throws {RangeError} if time would go backwards.
   */
  work(span: WorkSpan): DeviceEvent[] {
    const until = span === "done" ? undefined : typeof span === "number" ? this.#now + span : span.until;
    if (until !== undefined && !(until >= this.#now))
      throw new RangeError(`the device's time cannot go back to ${until}`);
    for (;;) {
      const due = this.#jobs
        .filter(({ state, dueAt }) =>
          until === undefined ? state === "running" : state !== "reporting" && dueAt <= until,
        )
        .sort((one, other) => one.dueAt - other.dueAt || one.id - other.id)[0];
      if (due === undefined) break;
      this.#now = Math.max(this.#now, due.dueAt);
      this.#advance(due);
    }
    if (until !== undefined) this.#now = until;
    return this.#takeEvents();
  }

  /**
   * Adds the account of a management server below `./DMAcc`, as one that a provisioning document sets up; it takes the place of one with the same
   * ServerID. Returns the address of its node.
   *
   * @throws {RangeError} if it has no ServerID, or a value that a node cannot have.
   */
  addAccount(account: NewDmAccount): string {
    return addAccount(this.tree, account, this.#now);
  }

  /** The account of a server below `./DMAcc`, as `dmClient` takes it; `undefined` if there is none. */
  account(serverID: string): DmAccount | undefined {
    return accountIn(this.tree, serverID);
  }

  /**
   * Gives the device something to report that no server asked for: a client event (1224), such as by the user, or a generic alert
   * (1226), such as the user's wish for an update.
   */
  raise(alert: DeviceAlert): void {
    const { code, type, items } = alert;
    if ((code !== 1224 && code !== 1226) || typeof type !== "string" || !Array.isArray(items))
      throw new TypeError("an alert must have the code 1224 or 1226, a type, and items");
    this.#pending.push({ alert: JSON.parse(JSON.stringify(alert)), isSent: false, attempts: 0, dueAt: this.#now });
    this.#emit({ kind: "raised", at: this.#now, type });
    this.#events = [];
  }

  /**
   * Lets the event happen for which a trap watches, or end if it is not `active`. Only a trap that a server has enabled reports it.
   *
   * @returns whether it does.
   * @throws {RangeError} if there is no such trap.
   */
  trap(
    uri: string,
    event: { readonly active?: boolean | undefined; readonly data?: string | undefined } = {},
  ): boolean {
    const node = this.tree.node(uri);
    if (node?.type?.startsWith(TRAP_TYPE) !== true) throw new RangeError(`${uri} is not a trap`);
    if (this.#text(`${node.uri}/Enabled`) !== "true") return false;
    const type = event.active === false ? alertTypes.trapInactive : alertTypes.trapNotification;
    const data = event.data ?? this.#text(`${node.uri}/TrapID`);
    this.raise({ code: 1226, type, format: "chr", items: [{ source: node.uri, data }] });
    return true;
  }

  /** Whether a fault happens now. Each call is one occasion, the same again for the same seed and number of calls. */
  fault(kind: FaultKind): boolean {
    return this.#draws(kind, this.faults[kind]);
  }

  /** Everything that a restart must not lose, as plain JSON. Store it before the answer to a message leaves. */
  state(): DeviceState {
    return JSON.parse(
      JSON.stringify({
        v: 1,
        now: this.#now,
        tree: this.tree,
        jobs: this.#jobs,
        pending: this.#pending,
        downloaded: this.#downloaded,
        counts: this.#counts,
      }),
    );
  }

  /**
   * Takes up where a device with the same options left off.
   *
   * @throws {RangeError} if the state has another version, or no tree.
   */
  restore(state: DeviceState): void {
    if (state?.v !== 1) throw new RangeError(`a state of version ${state?.v} is not known`);
    for (const { of, does } of state.jobs) {
      const known = Object.hasOwn(behaviours, of) ? behaviours[of].operations : {};
      if (!Object.hasOwn(known, does)) throw new RangeError(`an operation ${does} of ${of} is not known`);
    }
    this.tree.restore(state.tree);
    const { now, jobs, pending, downloaded, counts } = JSON.parse(JSON.stringify(state)) as DeviceState;
    this.#now = now;
    this.#jobs = [...jobs];
    this.#pending = [...pending];
    this.#downloaded = { ...downloaded };
    this.#counts = { ...counts };
  }

  // ── Commands ──────────────────────────────────────────────────────────────────────────────────────────────────────

  #applyOptions(): ApplyOptions {
    const handler: NodeHandler = {
      exec: (request) => this.#exec(request),
      write: (uri) => this.#write(uri),
      delete: (uri) => (this.#isInUse(uri) ? 403 : undefined),
    };
    return { now: this.#now, handler, refuse: (command, item) => this.#refuse(command, item) };
  }

  #refuse(command: Command, item: Item | undefined): number | undefined {
    const refusal = refusalOf(command, item, this.#quirks, this.tree.features);
    if (refusal !== undefined || item === undefined) return refusal;
    if (command.kind === "Replace" && this.#isRenamedInUse(item.target?.locURI ?? "")) return 403;
    let fault: number | undefined;
    // Each code has its own occasions, also after another has been drawn.
    for (const [code, rate] of Object.entries(this.faults.refuse)) {
      if (this.#draws(`refuse ${code}`, rate)) fault ??= Number(code);
    }
    return fault;
  }

  #told(commands: readonly Command[], outcome: ApplyOutcome): ApplyOutcome {
    this.#events = [];
    if (outcome.state === "suspended") return outcome;
    const results: readonly StepResult[] = asReported(commands, outcome.results, this.#quirks);
    return { state: "done", results };
  }

  /** The object that a node belongs to, by the Type of one of the nodes around it. */
  #placeOf(uri: string): Place | undefined {
    // As the tree spells it, where the case of names does not count.
    const segments = segmentsOf(this.tree.node(uri)?.uri ?? uri);
    if (typeof segments === "number") return undefined;
    for (let depth = segments.length; depth > 0; depth--) {
      const root = uriOf(segments.slice(0, depth));
      const type = this.tree.node(root)?.type ?? "";
      const [, of] = objectTypes.find(([known]) => type.startsWith(known)) ?? [];
      if (of !== undefined) return { of, root, path: segments.slice(depth) };
    }
    return undefined;
  }

  #operationAt(uri: string): FoundOperation | undefined {
    const place = this.#placeOf(uri);
    if (place === undefined) return undefined;
    const { of, root, path } = place;
    for (const [does, operation] of Object.entries(behaviours[of].operations)) {
      const names = does.split("/");
      if (names.length !== path.length || !names.every((name, index) => name === "%" || name === path[index])) continue;
      const below = (count: number) => [root, ...path.slice(0, count).map(encodeSegment)].join("/");
      const at = { root, operation: below(path.length), object: below(operation.busyDepth) };
      return { operation, of, does, at };
    }
    return undefined;
  }

  #exec({ uri, serverID, correlator }: ExecRequest): number | undefined {
    const found = this.#operationAt(uri);
    if (found === undefined) return undefined;
    const { operation, of, does, at } = found;
    const running = this.#jobs.filter(({ state }) => state === "running");
    const isBusy = running.some(
      (job) => job.object === at.object || operation.isExclusive === true || operationOf(job).isExclusive === true,
    );
    const context = this.#context();
    if (isBusy) return 405;
    const refusal = operation.refuse?.(context, at);
    if (refusal !== undefined) return refusal;
    const result = this.#ordered(at.operation) ?? operation.outcome(context, at);
    const note = operation.note?.(context, at) ?? "";
    const going: RunningOperation = { ...at, result, note };
    this.#jobs = this.#jobs.filter((job) => job.state !== "settling" || job.object !== at.object);
    const total = operation.stages.reduce((sum, stage) => sum + stage.duration(context, going), 0);
    if (total === 0) return this.#doAtOnce(operation, going);
    if (this.#jobs.length >= this.#options.maxJobs) return 420;
    const id = this.#count("job");
    const job: DeviceJob = {
      ...{ id, of, does, ...at, serverID, startedAt: this.#now, result, note },
      ...(correlator === undefined ? {} : { correlator }),
      ...{ state: "running", stage: 0, dueAt: this.#now, report: null, isSent: false, attempts: 0 },
    };
    this.#jobs.push(job);
    this.#emit({ kind: "started", at: this.#now, operation: at.operation, correlator });
    this.#beginStage(job, 0);
    return 202;
  }

  #doAtOnce(operation: Operation, running: RunningOperation): number {
    const context = this.#context();
    const { result } = running;
    const failing = isFailure(result) ? failingStage(operation, result) : -1;
    if (failing < 0) operation.act?.(context, running);
    for (const [index, stage] of operation.stages.entries()) {
      stage.begin(context, running);
      if (index === failing) {
        stage.fail(context, running);
        break;
      }
      stage.succeed(context, running);
    }
    this.#emit({ kind: "finished", at: this.#now, operation: running.operation, result, isReported: false });
    return isFailure(result) ? 500 : 200;
  }

  #write(uri: string): number | undefined {
    const place = this.#placeOf(uri);
    return place && behaviours[place.of].write?.(this.#context(), place.root, place.path.join("/"));
  }

  /** Whether a Replace would give another name to what an operation works on, or to a node around it. */
  #isRenamedInUse(address: string): boolean {
    if (!address.endsWith("?prop=Name")) return false;
    const uri = this.tree.node(address.slice(0, address.indexOf("?")))?.uri;
    return this.#jobs.some(({ state, object }) => state === "running" && `${object}/`.startsWith(`${uri}/`));
  }

  /** Whether an operation works on a node. */
  #isInUse(uri: string): boolean {
    return this.#jobs.some(({ state, object }) => state === "running" && object === uri);
  }

  // ── Jobs ──────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** The next result code that was ordered for an operation. */
  #ordered(uri: string): number | undefined {
    const { results } = this.#options;
    const name = uri.slice(uri.lastIndexOf("/") + 1);
    const ordered = Object.hasOwn(results, uri)
      ? results[uri]
      : Object.hasOwn(results, name)
        ? results[name]
        : undefined;
    if (ordered === undefined || typeof ordered === "number") return ordered;
    return ordered[Math.min(this.#count(`result ${uri}`), ordered.length) - 1];
  }

  #beginStage(job: DeviceJob, index: number): void {
    const stage = operationOf(job).stages[index] as OperationStage;
    const context = this.#context();
    stage.begin(context, job);
    this.#update({ ...job, stage: index, dueAt: this.#now + stage.duration(context, job) });
  }

  /** What is due of a job: the end of its stage, or of the time after which its object is idle. */
  #advance(job: DeviceJob): void {
    const context = this.#context();
    if (job.state === "settling") {
      behaviours[job.of].settle?.(context, job.root);
      this.#remove(job);
      return;
    }
    const operation = operationOf(job);
    const stage = operation.stages[job.stage] as OperationStage;
    const hasFailed = isFailure(job.result) && failingStage(operation, job.result) === job.stage;
    if (hasFailed) stage.fail(context, job);
    else stage.succeed(context, job);
    if (hasFailed || job.stage + 1 >= operation.stages.length) this.#finish(job, operation);
    else this.#beginStage(job, job.stage + 1);
  }

  /** The operation ends: its outcome waits to be reported. */
  #finish(job: DeviceJob, operation: Operation): void {
    const { result, correlator } = job;
    const report = operation.report(this.#context(), job);
    this.#emit({ kind: "finished", at: this.#now, operation: job.operation, result, isReported: true });
    const full = correlator === undefined ? report : { ...report, correlator };
    this.#update({ ...job, state: "reporting", dueAt: this.#now, report: full });
  }

  /** The report was answered, or given up. */
  #close(job: DeviceJob): void {
    const isTaken = this.#jobs.some(
      ({ id, object, state }) => id !== job.id && object === job.object && state !== "settling",
    );
    if (behaviours[job.of].settle === undefined || isTaken) {
      this.#remove(job);
      return;
    }
    const { correlator: _, ...rest } = job;
    this.#update({
      ...rest,
      state: "settling",
      report: null,
      isSent: false,
      dueAt: this.#now + this.#options.durations.settle,
    });
  }

  #update(job: DeviceJob): void {
    this.#jobs = this.#jobs.map((one) => (one.id === job.id ? job : one));
  }

  #remove({ id }: DeviceJob): void {
    this.#jobs = this.#jobs.filter((one) => one.id !== id);
  }

  // ── Alerts ────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** What there is to report, oldest first; before it, what the device says at the start of each session. */
  #reports(): DeviceAlert[] {
    const jobs = this.#jobs.flatMap(({ report }) => report ?? []);
    const { opening } = this.#quirks;
    if (opening === undefined) return [...this.#pending.map(({ alert }) => alert), ...jobs];
    const { data, ...rest } = opening;
    const tree = typeof data === "string" ? undefined : this.tree.toTnds(data.tnds);
    const octets = tree === undefined ? undefined : encode(tree, { format: "xml" });
    const text = octets === undefined ? (data as string) : decodeUtf8Lossy(octets, 0, octets.length);
    return [{ ...rest, items: [{ data: text }] }, ...this.#pending.map(({ alert }) => alert), ...jobs];
  }

  /** An alert as this kind of device sends it. */
  #asSent(alert: DeviceAlert): DeviceAlert {
    const { alertTypePrefix, fumoFormat, fumoSource, correlator } = this.#quirks;
    const isFumo = alert.type.startsWith("org.openmobilealliance.dm.firmwareupdate.") && alert.format === "int";
    const { correlator: given, ...rest } = alert;
    const operation = isFumo && fumoSource === "operation" ? fumoOperations[alert.type] : undefined;
    return {
      ...rest,
      ...(given !== undefined && correlator ? { correlator: given } : {}),
      type: alertTypePrefix + alert.type,
      format: isFumo ? fumoFormat : alert.format,
      items:
        operation === undefined
          ? alert.items
          : alert.items.map((item) => ({ ...item, source: `${item.source}/${operation}` })),
    };
  }

  // ── What operations see ───────────────────────────────────────────────────────────────────────────────────────────

  #context(): OperationContext {
    return {
      tree: this.tree,
      now: this.#now,
      durations: this.#options.durations,
      downloaded: this.#downloaded,
      package: (address) => this.#options.packages[address] ?? {},
      measure: (object) => this.#measure(object),
      set: (uri, value) => this.#set(uri, value),
      text: (uri) => this.#text(uri),
      resetTree: () => this.#resetTree(),
      finishEarly: (object) => this.#finishEarly(object),
      emit: (event) => this.#emit(event),
    };
  }

  #text(uri: string): string {
    const value = this.tree.get(uri);
    return typeof value === "string" ? value : "";
  }

  #set(uri: string, value: string): void {
    if (this.tree.get(uri) === undefined || this.#text(uri) === value) return;
    this.tree.set(uri, value, this.#now);
    this.#emit({ kind: "changed", at: this.#now, uri, value });
  }

  #measure(object: string): Readonly<Record<string, string>> {
    const { measurements, seed } = this.#options;
    const measured = Object.hasOwn(measurements, object) ? measurements[object] : undefined;
    if (measured !== undefined) return measured;
    const purpose = `measure ${object}`;
    return { Result: String(Math.floor(chance(seed, purpose, this.#count(purpose)) * 101)) };
  }

  /** The accounts stay, or nobody could be told; so does the firmware. */
  #resetTree(): void {
    const nodes = Object.entries(this.tree.toJSON().nodes);
    const isKept = (uri: string) => uri === "./DMAcc" || uri.startsWith("./DMAcc/") || uri === "./DevDetail/FwV";
    const kept = new Map(nodes.filter(([uri]) => isKept(uri)));
    const merged = new Map(Object.entries(this.#factory.nodes).filter(([uri]) => !uri.startsWith("./DMAcc/")));
    // In the factory's order, so that parents come first; accounts that are new follow.
    for (const [uri, node] of kept) merged.set(uri, node);
    this.tree.restore({ v: 1, nodes: Object.fromEntries(merged) });
    this.#downloaded = {};
  }

  #finishEarly(object: string): void {
    const job = this.#jobs.find(({ state, object: busy }) => state === "running" && busy === object);
    if (job !== undefined) this.#advance({ ...job, stage: operationOf(job).stages.length - 1 });
  }

  #furnish(wipeList: readonly string[]): void {
    for (const uri of this.tree.uris()) {
      const type = this.tree.node(uri)?.type ?? "";
      if (type.startsWith("urn:oma:mo:oma-lawmo:") && this.tree.node(`${uri}/AvailableWipeList`) !== undefined) {
        for (const [index, name] of wipeList.entries())
          this.tree.add(`${uri}/AvailableWipeList/${index + 1}/ListItemName`, { value: name });
      }
      if (type.startsWith(TRAP_TYPE)) this.tree.set(`${uri}/TrapID`, uri.slice(uri.lastIndexOf("/") + 1));
    }
    const nodes = Object.entries(this.tree.toJSON().nodes).map(([uri, { verNo: _, ...node }]) => [uri, node]);
    this.tree.restore({ v: 1, nodes: Object.fromEntries(nodes) });
  }

  // ── Small things ──────────────────────────────────────────────────────────────────────────────────────────────────

  #setClock(now: number | undefined): void {
    if (now !== undefined && now > this.#now) this.#now = now;
  }

  #draws(purpose: string, rate: DeviceFaults[FaultKind]): boolean {
    const occasion = this.#count(purpose);
    return happens(rate, occasion, chance(this.#options.seed, purpose, occasion));
  }

  #count(purpose: string): number {
    const count = (Object.hasOwn(this.#counts, purpose) ? (this.#counts[purpose] ?? 0) : 0) + 1;
    this.#counts[purpose] = count;
    return count;
  }

  #emit(event: DeviceEvent): void {
    this.#events.push(event);
    this.#options.log(event);
  }

  #takeEvents(): DeviceEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }
}

function operationOf({ of, does }: DeviceJob): Operation {
  return behaviours[of].operations[does] as Operation;
}

/** The stage at which an operation fails that ends with this code. */
function failingStage({ stages }: Operation, result: number): number {
  const index = stages.findIndex((stage) => stage.isCause(result));
  return index < 0 ? stages.length - 1 : index;
}

const fumoOperations: Readonly<Record<string, string>> = {
  [alertTypes.fumoDownload]: "Download",
  [alertTypes.fumoUpdate]: "Update",
  [alertTypes.fumoDownloadAndUpdate]: "DownloadAndUpdate",
};

/**
 * Creates a simulated device, to test servers with: the same for the same options and calls. It has no clock, no sockets and no
 * storage: `dmClient` of `syncml/dm` drives it, or you do.
 *
 * @throws {TypeError} if an option is of the wrong type, or describes a tree although there is one.
 * @throws {RangeError} if an option has a value that is not allowed.
 */
export function simulatedDevice(options: SimulatedDeviceOptions = {}): SimulatedDevice {
  return new SimulatedDevice(options);
}
