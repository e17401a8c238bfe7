import { alertTypes } from "./alerts.ts";
import type { ObjectBehaviour, Operation, OperationContext, OperationStage } from "./operation.ts";
import { isFailure } from "./operation.ts";

// Lock and wipe.

const FULLY_LOCKED = "10";
const PARTIALLY_LOCKED = "20";
const UNLOCKED = "30";
const WIPE_NOT_PERFORMED = 1406;

function operation(stage: OperationStage, outcome: Operation["outcome"], isExclusive = false): Operation {
  return {
    busyDepth: 0,
    outcome,
    stages: [stage],
    isExclusive,
    report: (_, { root, result }) => ({
      code: 1226,
      type: alertTypes.lawmoOperationComplete,
      format: "int",
      mark: isFailure(result) ? "critical" : undefined,
      items: [{ source: root, data: String(result) }],
    }),
  };
}

const nothing = () => {};

function locking(state: string): Operation {
  const stage: OperationStage = {
    duration: ({ durations }) => durations.lock,
    begin: nothing,
    succeed: (context, { root }) => context.set(`${root}/State`, state),
    fail: nothing,
    isCause: () => true,
  };
  return operation(stage, () => 1200);
}

/** The entries of the list that a server has chosen to be wiped. */
function chosen({ tree, text }: OperationContext, root: string): string[] {
  const list = `${root}/AvailableWipeList`;
  return tree.uris(list).filter((uri) => uri.endsWith("/ToBeWiped") && text(uri) === "true");
}

const wiping: OperationStage = {
  duration: ({ durations }) => durations.wipe,
  begin: nothing,
  succeed: (context, { root }) => {
    const entries = chosen(context, root);
    const items = entries.map((uri) => context.text(uri.replace(/ToBeWiped$/, "ListItemName")));
    context.emit({ kind: "wiped", at: context.now, items });
    for (const uri of entries) context.set(uri, "false");
  },
  fail: nothing,
  isCause: () => true,
};

const resetting: OperationStage = {
  duration: ({ durations }) => durations.wipe,
  begin: nothing,
  succeed: (context) => {
    context.emit({ kind: "wiped", at: context.now, items: ["."] });
    context.resetTree();
    context.emit({ kind: "rebooted", at: context.now });
  },
  fail: nothing,
  isCause: () => true,
};

/** Lock and wipe. A device that is locked is still managed. */
export const lawmoBehaviour: ObjectBehaviour = {
  operations: {
    "Operations/FullyLock": locking(FULLY_LOCKED),
    "Operations/PartiallyLock": locking(PARTIALLY_LOCKED),
    "Operations/UnLock": locking(UNLOCKED),
    "Operations/Wipe": operation(wiping, (context, { root }) =>
      chosen(context, root).length === 0 ? WIPE_NOT_PERFORMED : 1201,
    ),
    "Operations/FactoryReset": operation(resetting, () => 1200, true),
  },
};
