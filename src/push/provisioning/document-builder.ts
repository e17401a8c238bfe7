import { SyncmlError } from "../../core/errors.ts";
import type { AttributeName, DocumentInfo, ElementName, EventSink, Locator } from "../../core/sink.ts";
import { characteristicPath, ROOT } from "./characteristic-path.ts";
import type { Characteristic, ProvisioningDocument, ProvisioningParm } from "./document.ts";
import type { ProvisioningIssue, ProvisioningIssueCode } from "./issues.ts";
import { isSecretParm, knownCharacteristics } from "./known-characteristics.ts";
import type { ProvisioningLimits } from "./limits.ts";

type Mutable<Type> = { -readonly [Name in keyof Type]: Type[Name] };

/** A characteristic while it is open. */
interface OpenCharacteristic {
  type: string;
  parms: ProvisioningParm[];
  characteristics: Characteristic[];
}

/** A characteristic and its place in the document. */
export interface PlacedCharacteristic {
  readonly offset: number;
  readonly path: string;
}

/**
 * Builds a provisioning document from events.
 *
 * `open` has the open characteristics, the innermost last. An element is known by its attributes only, so it is pending from
 * its start until its first content or its end. `skipped` counts the open elements from the outermost one that is skipped.
 */
export class DocumentBuilder implements EventSink {
  readonly issues: ProvisioningIssue[] = [];
  /** Where each characteristic is. */
  readonly places: Map<Characteristic, PlacedCharacteristic> = new Map();
  info: DocumentInfo | undefined;

  private readonly limits: ProvisioningLimits;
  private readonly top: Characteristic[] = [];
  private version: string | undefined;
  private locator: Locator | undefined;
  private readonly open: OpenCharacteristic[] = [];
  private pending: "" | "root" | "characteristic" | "parm" = "";
  private pendingOffset = 0;
  private readonly attributes = new Map<string, string>();
  private rootIsOpen = false;
  private inParm = false;
  private skipped = 0;
  private parmCount = 0;

  constructor(limits: ProvisioningLimits) {
    this.limits = limits;
  }

  /** What has been read so far. */
  get document(): ProvisioningDocument {
    const { version, top: characteristics } = this;
    return version === undefined ? { characteristics } : { version, characteristics };
  }

  startDocument(info: DocumentInfo, at: Locator): void {
    this.info = info;
    this.locator = at;
  }

  startElement({ local }: ElementName): void {
    this.settle();
    const at = this.locator as Locator;
    this.pendingOffset = at.offset;
    if (this.skipped > 0) {
      this.skipped++;
    } else if (!this.rootIsOpen) {
      if (local !== ROOT) throw new SyncmlError("unexpected-root", `the root is ${local}, not ${ROOT}`, at);
      this.rootIsOpen = true;
      this.pending = "root";
    } else if (this.inParm) {
      this.skip("misplaced-element", `${local} is inside a parm`);
    } else if (local === "parm") {
      if (this.open.length === 0) this.skip("misplaced-element", "a parm is in no characteristic");
      else this.pending = "parm";
    } else if (local === "characteristic") {
      this.pending = "characteristic";
    } else {
      this.skip("unknown-element", `${local} is neither a characteristic nor a parm`);
    }
  }

  attribute({ local, namespace }: AttributeName, value: string): void {
    if (this.pending !== "" && namespace === "" && !this.attributes.has(local)) this.attributes.set(local, value);
  }

  text(): void {
    // Only white space between elements in practice, and the standard has no text anywhere.
    this.settle();
  }

  string(): void {
    this.settle();
  }

  opaque(): void {
    this.settle();
  }

  endElement(): void {
    this.settle();
    if (this.skipped > 0) this.skipped--;
    else if (this.inParm) this.inParm = false;
    else this.open.pop();
  }

  endDocument(): void {}

  private settle(): void {
    const { pending, attributes } = this;
    if (pending === "") return;
    this.pending = "";
    if (pending === "root") this.version = attributes.get("version");
    else if (pending === "characteristic") this.addCharacteristic(attributes.get("type"));
    else this.addParm(attributes.get("name"), attributes.get("value"));
    attributes.clear();
  }

  private addCharacteristic(type: string | undefined): void {
    if (type === undefined) {
      this.skip("missing-name", "a characteristic has no type");
      return;
    }
    const made: OpenCharacteristic = { type, parms: [], characteristics: [] };
    const around = this.open.at(-1)?.characteristics ?? this.top;
    around.push(made);
    this.open.push(made);
    this.places.set(made, { offset: this.pendingOffset, path: this.path() });
    const upper = type.toUpperCase();
    if (upper !== type && knownCharacteristics.has(upper)) this.note("name-case", `${type} is read as ${upper}`);
  }

  private addParm(name: string | undefined, value: string | undefined): void {
    if (name === undefined) {
      this.skip("missing-name", "a parm has no name");
      return;
    }
    if (++this.parmCount > this.limits.maxParms) {
      throw new SyncmlError("limit-exceeded", `more than ${this.limits.maxParms} parms (maxParms)`, this.locator);
    }
    this.inParm = true;
    const parm: Mutable<ProvisioningParm> = { name };
    if (value !== undefined) parm.value = value;
    if (isSecretParm(name)) parm.secret = true;
    const around = this.open.at(-1) as OpenCharacteristic;
    around.parms.push(parm);
    const upper = name.toUpperCase();
    if (upper !== name && knownCharacteristics.get(around.type.toUpperCase())?.parms.includes(upper)) {
      this.note("name-case", `${name} is read as ${upper}`);
    }
  }

  private skip(code: ProvisioningIssueCode, message: string): void {
    this.skipped = 1;
    this.note(code, message);
  }

  private note(code: ProvisioningIssueCode, message: string): void {
    this.issues.push({ code, message, path: this.path(), offset: this.pendingOffset });
  }

  private path(): string {
    return characteristicPath(this.open.map(({ type }) => type));
  }
}
