import { type Profiler, Session } from "node:inspector";
import { promisify } from "node:util";

/** Which blocks of code ran, as V8 counts them; of code that is loaded after {@link Coverage.start}. */
export class Coverage {
  private readonly session = new Session();
  private readonly post: (method: string, params?: object) => Promise<unknown>;
  private readonly isOfInterest: (url: string) => boolean;

  constructor(isOfInterest: (url: string) => boolean) {
    this.isOfInterest = isOfInterest;
    this.session.connect();
    this.post = promisify(
      (method: string, params: object | undefined, done: (error: Error | null, value?: object) => void) =>
        this.session.post(method, params, done),
    ) as typeof this.post;
  }

  async start(): Promise<void> {
    await this.post("Profiler.enable");
    await this.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
  }

  /** Blocks that ran since the last call. */
  async take(): Promise<string[]> {
    const { result } = (await this.post("Profiler.takePreciseCoverage")) as Profiler.TakePreciseCoverageReturnType;
    return result
      .filter(({ url }) => this.isOfInterest(url))
      .flatMap(({ scriptId, functions }) =>
        functions.flatMap(({ ranges }) =>
          ranges
            .filter(({ count }) => count > 0)
            .map(({ startOffset, endOffset }) => `${scriptId} ${startOffset} ${endOffset}`),
        ),
      );
  }
}
