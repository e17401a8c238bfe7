import { alertTypes } from "./alerts.ts";
import type { ObjectBehaviour, Operation, OperationContext, OperationStage, RunningOperation } from "./operation.ts";
import { isFailure } from "./operation.ts";

// Firmware update: the states of the standard, and the result codes by the stage that they belong to.
//
//   10 idle          ──Exec Download, DownloadAndUpdate──► 30        50 ready       ──Exec Update, or at once──► 60 updating
//   30 downloading   ──► 40 complete ──► 50, or 20 failed            60 updating    ──► 90 ──► 100 done, or 70 / 80 failed
//   20, 80, 100      ──the report was answered──► 10                 70 failed, package kept ──Exec Update──► 60

const State = {
  IDLE: "10",
  DOWNLOAD_FAILED: "20",
  DOWNLOADING: "30",
  DOWNLOADED: "40",
  READY: "50",
  UPDATING: "60",
  FAILED_WITH_PACKAGE: "70",
  FAILED: "80",
  SUCCEEDED_WITH_PACKAGE: "90",
  SUCCEEDED: "100",
} as const;

const mayDownload: readonly string[] = ["10", "20", "40", "50", "70", "80", "90", "100"];
const mayUpdate: readonly string[] = ["40", "50", "70"];
/** The states whose outcome is in the report. */
const settled: readonly string[] = ["20", "80", "90", "100"];

const MALFORMED_URL = 411;
/** Failures of the update; all others are of the download. */
const updateFailures: readonly number[] = [402, 403, 404, 405, 410, 500, 502];
/** Failures after which the package can be tried again. */
const keepsPackage: readonly number[] = [410, 500, 502];

const stateOf = (context: OperationContext, root: string) => context.text(`${root}/State`);
const setState = (context: OperationContext, root: string, state: string) => context.set(`${root}/State`, state);

const downloading: OperationStage = {
  duration: ({ durations }) => durations.download,
  begin: (context, { root }) => setState(context, root, State.DOWNLOADING),
  succeed: (context, { root, operation }) => {
    context.downloaded[root] = context.text(`${operation}/PkgURL`);
    setState(context, root, State.DOWNLOADED);
    setState(context, root, State.READY);
  },
  fail: (context, { root }) => setState(context, root, State.DOWNLOAD_FAILED),
  isCause: (code) => !updateFailures.includes(code),
};

const updating: OperationStage = {
  duration: ({ durations }) => durations.update,
  begin: (context, { root }) => setState(context, root, State.UPDATING),
  succeed: (context, { root }) => {
    const address = context.downloaded[root] ?? `${root}/Update/PkgData`;
    context.emit({ kind: "rebooted", at: context.now });
    const { name, version = versionIn(address) } = context.package(address);
    if (version !== undefined) {
      context.set("./DevDetail/FwV", version);
      context.set(`${root}/PkgVersion`, version);
    }
    if (name !== undefined) context.set(`${root}/PkgName`, name);
    setState(context, root, State.SUCCEEDED_WITH_PACKAGE);
    delete context.downloaded[root];
    setState(context, root, State.SUCCEEDED);
  },
  fail: (context, { root, result }) => {
    context.emit({ kind: "rebooted", at: context.now });
    if (keepsPackage.includes(result)) {
      setState(context, root, State.FAILED_WITH_PACKAGE);
      return;
    }
    delete context.downloaded[root];
    setState(context, root, State.FAILED);
  },
  isCause: () => true,
};

/** The first number with dots in the last part of a URL, such as `2.1` in `https://dm.example/fw-2.1.bin`. */
function versionIn(url: string): string | undefined {
  const file = url.slice(url.lastIndexOf("/") + 1);
  return /\d+(?:\.\d+)+/.exec(file)?.[0];
}

function operation(type: string, stages: readonly OperationStage[], allowed: readonly string[]): Operation {
  const downloads = stages.includes(downloading);
  return {
    busyDepth: 0,
    refuse: (context, { root, operation: uri }) => {
      if (!allowed.includes(stateOf(context, root))) return 405;
      return downloads && context.text(`${uri}/PkgURL`) === "" ? 405 : undefined;
    },
    outcome: (context, { operation: uri }) =>
      downloads && !/^https?:\/\/[^\s/]+/i.test(context.text(`${uri}/PkgURL`)) ? MALFORMED_URL : 200,
    stages,
    report: (_, { root, result }: RunningOperation) => ({
      code: 1226,
      type,
      format: "int",
      mark: isFailure(result) ? "critical" : undefined,
      items: [{ source: root, data: String(result) }],
    }),
  };
}

/** Firmware update. */
export const fumoBehaviour: ObjectBehaviour = {
  operations: {
    Download: operation(alertTypes.fumoDownload, [downloading], mayDownload),
    Update: operation(alertTypes.fumoUpdate, [updating], mayUpdate),
    DownloadAndUpdate: operation(alertTypes.fumoDownloadAndUpdate, [downloading, updating], mayDownload),
  },
  write: (context, root, path) => {
    const isPushed = path === "Update/PkgData";
    if (!isPushed && !path.endsWith("/PkgURL")) return undefined;
    const state = stateOf(context, root);
    if (state === State.DOWNLOADING || state === State.UPDATING) return 403;
    setState(context, root, isPushed ? State.READY : State.IDLE);
    return undefined;
  },
  settle: (context, root) => {
    if (settled.includes(stateOf(context, root))) setState(context, root, State.IDLE);
  },
};
