import { alertTypes } from "./alerts.ts";
import type { ObjectBehaviour, Operation, OperationContext, OperationStage, RunningOperation } from "./operation.ts";
import { isFailure, lastName } from "./operation.ts";

// Software components. An offer below Download becomes a package below Inventory/Delivered, and that a component below
// Inventory/Deployed; each has a Status of its own.

/** Failures of the download; all others are of what follows. */
const downloadFailures: readonly number[] = [1402, 1403, 1404, 1500, 1501];
const MALFORMED_URL = 1402;

/** Values of Status, by the list that a component is in. */
const Status = { IDLE: "10" } as const;
const OfferStatus = {
  FAILED: "20",
  DOWNLOADING: "30",
  DOWNLOADED: "40",
  INSTALLING: "50",
  INSTALL_FAILED: "60",
} as const;
const DeliveredStatus = { REMOVE_FAILED: "20", REMOVING: "30", INSTALLING: "40", INSTALL_FAILED: "50" } as const;
const DeployedStatus = {
  REMOVE_FAILED: "20",
  REMOVING: "30",
  ACTIVATE_FAILED: "40",
  ACTIVATING: "50",
  DEACTIVATE_FAILED: "60",
  DEACTIVATING: "70",
} as const;
/** Values of State: of a package, and of a component. */
const INSTALLED = "20";
const INACTIVE = "10";
const ACTIVE = "20";

const setStatus = (context: OperationContext, object: string, status: string) =>
  context.set(`${object}/Status`, status);

function put(context: OperationContext, uri: string, fields: Readonly<Record<string, string>>): void {
  const { tree, now } = context;
  if (tree.node(uri) === undefined) tree.add(uri, {}, now);
  for (const [name, value] of Object.entries(fields)) {
    if (value === "") continue;
    if (tree.node(`${uri}/${name}`) === undefined) tree.add(`${uri}/${name}`, { value }, now);
    else context.set(`${uri}/${name}`, value);
  }
}

/** The fields of a package that go with it. */
function described(context: OperationContext, from: string, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, context.text(`${from}/${name}`)]));
}

function deliver(context: OperationContext, { root, object }: RunningOperation): string {
  const uri = `${root}/Inventory/Delivered/${lastName(object)}`;
  const fields = described(context, object, ["PkgID", "Name", "InstallParams", "Description", "PkgType", "EnvType"]);
  context.downloaded[uri] = context.text(`${object}/PkgURL`);
  put(context, uri, fields);
  return uri;
}

function deploy(context: OperationContext, root: string, from: string, state: string): void {
  const uri = deployedUri(root, from);
  const fields = described(context, from, ["Name", "Description", "EnvType"]);
  const pkgID = context.text(`${from}/PkgID`);
  const url = context.downloaded[from] ?? context.text(`${from}/PkgURL`);
  const { name, version = "" } = context.package(url === "" ? `${from}/Data` : url);
  const named = name === undefined ? {} : { Name: name };
  put(context, uri, { ...fields, ...named, ID: pkgID, PkgIDRef: pkgID, Version: version, State: state });
}

function deployedUri(root: string, from: string): string {
  return `${root}/Inventory/Deployed/${lastName(from)}`;
}

const downloading: OperationStage = {
  duration: ({ durations }) => durations.download,
  begin: (context, { object }) => setStatus(context, object, OfferStatus.DOWNLOADING),
  succeed: (context, running) => {
    deliver(context, running);
    setStatus(context, running.object, OfferStatus.DOWNLOADED);
  },
  fail: (context, { object }) => setStatus(context, object, OfferStatus.FAILED),
  isCause: (code) => downloadFailures.includes(code),
};

/** The second half of a download that installs too. */
const installingOffer = (state: string): OperationStage => ({
  duration: ({ durations }) => durations.install,
  begin: (context, { object }) => setStatus(context, object, OfferStatus.INSTALLING),
  succeed: (context, { root, object }) => {
    const delivered = `${root}/Inventory/Delivered/${lastName(object)}`;
    if (context.tree.node(delivered) !== undefined) {
      deploy(context, root, delivered, state);
      context.set(`${delivered}/State`, INSTALLED);
    }
    setStatus(context, object, Status.IDLE);
  },
  fail: (context, { object }) => setStatus(context, object, OfferStatus.INSTALL_FAILED),
  isCause: () => true,
});

function stage(
  duration: "install" | "activate" | "remove",
  begin: string,
  failed: string,
  succeed: (context: OperationContext, running: RunningOperation) => void,
): OperationStage {
  return {
    duration: ({ durations }) => durations[duration],
    begin: (context, { object }) => setStatus(context, object, begin),
    succeed: (context, running) => {
      succeed(context, running);
      setStatus(context, running.object, Status.IDLE);
    },
    fail: (context, { object }) => setStatus(context, object, failed),
    isCause: () => true,
  };
}

const installing = (state: string): OperationStage =>
  stage("install", DeliveredStatus.INSTALLING, DeliveredStatus.INSTALL_FAILED, (context, { root, object }) => {
    deploy(context, root, object, state);
    context.set(`${object}/State`, INSTALLED);
  });
const removing = (status: typeof DeliveredStatus | typeof DeployedStatus): OperationStage =>
  stage("remove", status.REMOVING, status.REMOVE_FAILED, ({ tree, now }, { object }) => void tree.remove(object, now));
const activating: OperationStage = stage(
  "activate",
  DeployedStatus.ACTIVATING,
  DeployedStatus.ACTIVATE_FAILED,
  (context, { object }) => context.set(`${object}/State`, ACTIVE),
);
const deactivating: OperationStage = stage(
  "activate",
  DeployedStatus.DEACTIVATING,
  DeployedStatus.DEACTIVATE_FAILED,
  (context, { object }) => context.set(`${object}/State`, INACTIVE),
);

function operation(stages: readonly OperationStage[], busyDepth: 2 | 3): Operation {
  const isOffer = busyDepth === 2;
  const deploys = stages.length > 1 || stages[0] === activeInstall || stages[0] === inactiveInstall;
  return {
    busyDepth,
    refuse: (context, { object }) => (isOffer && context.text(`${object}/PkgURL`) === "" ? 405 : undefined),
    outcome: (context, { object }) =>
      isOffer && !/^https?:\/\/[^\s/]+/i.test(context.text(`${object}/PkgURL`)) ? MALFORMED_URL : 1200,
    stages,
    // A component that was removed has no identity left in the tree.
    note: ({ text }, { object }) => text(`${object}/PkgID`) || text(`${object}/ID`) || lastName(object),
    report: (_, { root, object, result, note }) => {
      const target = deploys && !isFailure(result) ? deployedUri(root, object) : undefined;
      return {
        code: 1226,
        type: alertTypes.scomoOperationComplete,
        format: "xml",
        mark: isFailure(result) ? "critical" : undefined,
        items: [
          {
            source: object,
            target,
            data: `<ResultCode>${result}</ResultCode><Identifier>${escaped(note)}</Identifier>`,
          },
        ],
      };
    },
  };
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

const activeInstall = installing(ACTIVE);
const inactiveInstall = installing(INACTIVE);

/** Software components. */
export const scomoBehaviour: ObjectBehaviour = {
  operations: {
    "Download/%/Operations/Download": operation([downloading], 2),
    "Download/%/Operations/DownloadInstall": operation([downloading, installingOffer(ACTIVE)], 2),
    "Download/%/Operations/DownloadInstallInactive": operation([downloading, installingOffer(INACTIVE)], 2),
    "Inventory/Delivered/%/Operations/Install": operation([activeInstall], 3),
    "Inventory/Delivered/%/Operations/InstallInactive": operation([inactiveInstall], 3),
    "Inventory/Delivered/%/Operations/Remove": operation([removing(DeliveredStatus)], 3),
    "Inventory/Deployed/%/Operations/Activate": operation([activating], 3),
    "Inventory/Deployed/%/Operations/Deactivate": operation([deactivating], 3),
    "Inventory/Deployed/%/Operations/Remove": operation([removing(DeployedStatus)], 3),
  },
};
