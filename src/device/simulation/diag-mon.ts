import { alertTypes } from "./alerts.ts";
import type { ObjectBehaviour, OperationContext, OperationStage } from "./operation.ts";
import { isFailure } from "./operation.ts";

// Diagnostics functions. The values of Status are a choice of this toolkit: 0 idle, 10 running, 20 stopped, 30 done, 40 failed.

const RUNNING = "10";
const STOPPED = "20";
const DONE = "30";
const FAILED = "40";

function storeData({ tree, now, measure, set }: OperationContext, root: string): void {
  for (const [name, value] of Object.entries(measure(root))) {
    const uri = `${root}/DiagMonData/${name}`;
    if (tree.node(uri) === undefined) tree.add(uri, { value }, now);
    else set(uri, value);
  }
}

const running: OperationStage = {
  duration: ({ durations, text }, { root }) => {
    const limit = Number(text(`${root}/DiagMonConfig/DefDuration`)) * 1000;
    return limit > 0 ? Math.min(limit, durations.diagnose) : durations.diagnose;
  },
  begin: ({ set }, { root }) => set(`${root}/Status`, RUNNING),
  succeed: (context, { root }) => {
    storeData(context, root);
    // Stopped before its time, it keeps that Status.
    if (context.text(`${root}/Status`) === RUNNING) context.set(`${root}/Status`, DONE);
  },
  fail: ({ set }, { root }) => set(`${root}/Status`, FAILED),
  isCause: () => true,
};

/** A diagnostics function. */
export const diagMonBehaviour: ObjectBehaviour = {
  operations: {
    "Operations/Start": {
      busyDepth: 0,
      outcome: () => 1200,
      stages: [running],
      report: ({ tree, text }, { root, result }) => {
        const leaves = tree.uris(`${root}/DiagMonData`).filter((uri) => tree.get(uri) !== undefined);
        const hasData = !isFailure(result) && leaves.length > 0;
        return {
          code: 1226,
          type: hasData ? alertTypes.diagMonData : alertTypes.diagMonOperationComplete,
          format: hasData ? "chr" : "int",
          mark: isFailure(result) ? "critical" : undefined,
          items: hasData
            ? leaves.map((source) => ({ source, data: text(source) }))
            : [{ source: root, data: String(result) }],
        };
      },
    },
    "Operations/Stop": {
      // Of its own, so that what runs does not make it busy.
      busyDepth: 2,
      refuse: ({ text }, { root }) => (text(`${root}/Status`) === RUNNING ? undefined : 405),
      outcome: () => 1200,
      stages: [],
      act: ({ set, finishEarly }, { root }) => {
        set(`${root}/Status`, STOPPED);
        finishEarly(root);
      },
      report: (_, { root, result }) => ({
        code: 1226,
        type: alertTypes.diagMonOperationComplete,
        format: "int",
        items: [{ source: root, data: String(result) }],
      }),
    },
  },
};
