import { checkOptions, flag, given, integer, type OptionChecks, optionChecks } from "../core/options.ts";

/** How large a tree may grow. Those of addresses are what `./DevDetail/URI` reports: 0 is none. */
export interface TreeLimits {
  /** Nodes of the whole tree; beyond, 420. Default 100,000. */
  readonly maxNodes: number;
  /** Segments of an address; beyond, 414. Default 32, 0 for none. */
  readonly maxDepth: number;
  /** Characters of an address without its query; beyond, 414. Default 512, 0 for none. */
  readonly maxUriLength: number;
  /** Characters of one name; beyond, 414. Default 64, 0 for none. */
  readonly maxSegmentLength: number;
  /** Octets of a value, as decoded; beyond, 413. Default 1,048,576. */
  readonly maxValueBytes: number;
  /** Octets of all values in the answer to one Get; beyond, 413. Default 4,194,304. */
  readonly maxAnswerBytes: number;
  /** Groups inside each other; a deeper one is refused with 500. Default 8. */
  readonly maxGroupDepth: number;
}

/** What a device can do, and how it decides where the standard leaves it open. */
export interface TreeFeatures {
  /** Whether Add creates missing parents; otherwise 404. Default true. */
  readonly implicitAdd: boolean;
  /** Whether there is a Copy; otherwise 501. Default true. */
  readonly copy: boolean;
  /** Whether Copy replaces a target that exists; otherwise 418. Default false. */
  readonly copyOntoExisting: boolean;
  /** Whether Get takes `?list=`; otherwise 406. Default true. */
  readonly list: boolean;
  /** Whether serialised trees are read and written; otherwise 415 and 406. Default true. */
  readonly tnds: boolean;
  /** Whether groups can be atomic; otherwise 406. Default true. */
  readonly atomic: boolean;
  /** Whether there is a user to ask; otherwise 406. Default true. */
  readonly userAlerts: boolean;
  /** Whether nodes have a Size; otherwise 406. Default true. */
  readonly size: boolean;
  /** Whether nodes have a Title; otherwise 406. Default true. */
  readonly title: boolean;
  /** Whether nodes have a TStamp; otherwise 406. Default true. */
  readonly tStamp: boolean;
  /** Whether nodes have a VerNo; otherwise 406. Default true. */
  readonly verNo: boolean;
  /** Whether the case of names counts. Default true. */
  readonly caseSensitive: boolean;
  /** Whether 425 comes before 404, so that a server does not learn which hidden nodes exist. Default false. */
  readonly hideUnauthorised: boolean;
  /** Whether the access control list of the root may be changed; otherwise 405. Default true. */
  readonly changeRootAcl: boolean;
}

const defaultLimits: TreeLimits = {
  maxNodes: 100_000,
  maxDepth: 32,
  maxUriLength: 512,
  maxSegmentLength: 64,
  maxValueBytes: 1_048_576,
  maxAnswerBytes: 4_194_304,
  maxGroupDepth: 8,
};

const defaultFeatures: TreeFeatures = {
  implicitAdd: true,
  copy: true,
  copyOntoExisting: false,
  list: true,
  tnds: true,
  atomic: true,
  userAlerts: true,
  size: true,
  title: true,
  tStamp: true,
  verNo: true,
  caseSensitive: true,
  hideUnauthorised: false,
  changeRootAcl: true,
};

const limitChecks: OptionChecks = optionChecks({
  maxNodes: integer(1),
  maxDepth: integer(0, 65_535),
  maxUriLength: integer(0, 65_535),
  maxSegmentLength: integer(0, 65_535),
  maxValueBytes: integer(0),
  maxAnswerBytes: integer(0),
  maxGroupDepth: integer(1, 1000),
});
const featureChecks: OptionChecks = optionChecks(
  Object.fromEntries(Object.keys(defaultFeatures).map((name) => [name, flag])),
);

/** The limits with their defaults. */
export function resolveLimits(limits: Partial<TreeLimits> = {}): TreeLimits {
  checkOptions(limits, limitChecks);
  return { ...defaultLimits, ...given(limits) };
}

/** The features with their defaults. */
export function resolveFeatures(features: Partial<TreeFeatures> = {}): TreeFeatures {
  checkOptions(features, featureChecks);
  return { ...defaultFeatures, ...given(features) };
}
