/** One setting of a characteristic (OMA Client Provisioning `parm`). */
export interface ProvisioningParm {
  /** Its name, as received. */
  readonly name: string;
  /** Its value; absent for a flag such as `INTERNET` or `INIT`, which means "present". */
  readonly value?: string | undefined;
  /** Set by the parser if the value is a password, a nonce or the like: not for logs. Ignored when written. */
  readonly secret?: true | undefined;
}

/** A group of settings (OMA Client Provisioning `characteristic`). */
export interface Characteristic {
  /** What it describes, such as `APPLICATION` or `NAPDEF`, as received. */
  readonly type: string;
  /** Its settings, in order; a name may come several times. */
  readonly parms: readonly ProvisioningParm[];
  /** The characteristics inside it, in order. */
  readonly characteristics: readonly Characteristic[];
}

/** A client provisioning document (OMA Client Provisioning `wap-provisioningdoc`). */
export interface ProvisioningDocument {
  /** Its version attribute, `1.0` or `1.1`, if it has one. */
  readonly version?: string | undefined;
  /** The characteristics at the top, in order. */
  readonly characteristics: readonly Characteristic[];
}

/** The values of all parms with this name, in order; a parm without a value counts as `""`. Case is ignored. */
export function allValuesOf({ parms }: Characteristic, name: string): string[] {
  const found: string[] = [];
  for (const parm of parms) if (parm.name.toUpperCase() === name) found.push(parm.value ?? "");
  return found;
}

/** The value of the first parm with this name, which is the preferred one; `undefined` if there is none. Case is ignored. */
export function firstValueOf({ parms }: Characteristic, name: string): string | undefined {
  const found = parms.find((parm) => parm.name.toUpperCase() === name);
  return found === undefined ? undefined : (found.value ?? "");
}

/** The characteristics of this type directly inside another, in order. Case is ignored. */
export function inside({ characteristics }: Pick<Characteristic, "characteristics">, type: string): Characteristic[] {
  return characteristics.filter((one) => one.type.toUpperCase() === type);
}
