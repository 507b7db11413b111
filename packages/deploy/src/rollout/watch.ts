import { pause } from "../clock";
import { describeService, ownDeployment } from "./own-deployment";
import type { RolloutTools } from "./ports";
import { progress } from "./progress";
import { type Cause, stoppedTasks } from "./stopped-tasks";
import type { OwnDeployment } from "./types";
import { judge, type State } from "./verdict";

/** Two calls a look: often enough to notice a steady deployment within 6 s, for as long as it takes. */
export const lookEveryMs = 3000;
/** How long ECS's own rollback is waited for, beyond the deployment's limit. */
export const rollbackLimitMs = 10 * 60_000;

/** How the watch ended: a final state, or the limit, or the run's cancellation. */
export type WatchEnd =
  | Exclude<State, { kind: "in-progress" | "rolling-back" }>
  | { readonly kind: "timed-out"; readonly reason: string; readonly rollingBack: boolean }
  | { readonly kind: "cancelled"; readonly reason: string };

export interface Watched {
  readonly end: WatchEnd;
  /** Why tasks of this deployment stopped, if any did. */
  readonly cause: Cause | undefined;
}

/** Watches our deployment until it has ended. `listed` false: ECS had called it complete before the watch began. */
export async function watchDeployment(
  tools: RolloutTools,
  name: string,
  own: OwnDeployment,
  { limitMs, listed }: { limitMs: number; listed: boolean },
): Promise<Watched> {
  const { clock, cancelled } = tools;
  const begun = clock.now();
  const deployment = ownDeployment(tools, own);
  const stopped = stoppedTasks(tools, own);
  const told = progress(tools, name);
  let failedTasks = 0;
  let seen = false;
  for (;;) {
    const service = await describeService(tools, own);
    const entry = service.deployments?.find(({ id }) => id === own.deploymentId);
    seen ||= entry !== undefined;
    const found = listed ? await deployment.look() : undefined;
    const state = judge({ ...own, service, own: found, seen, listed });
    const failed = (entry?.failedTasks ?? 0) > failedTasks;
    failedTasks = Math.max(failedTasks, entry?.failedTasks ?? 0);
    if (failed || (state.kind !== "in-progress" && state.kind !== "deployed")) await stopped.tell();

    if (state.kind !== "in-progress" && state.kind !== "rolling-back") return { end: state, cause: stopped.cause() };
    const rollingBack = state.kind === "rolling-back";
    const waited = clock.now() - begun;
    const why = rollingBack ? `ECS rolls it back: ${state.reason}` : state.why;
    await told.tell(service, why);
    if (cancelled.aborted)
      return { end: { kind: "cancelled", reason: "the run was cancelled" }, cause: stopped.cause() };
    if (waited >= limitMs + (rollingBack ? rollbackLimitMs : 0)) {
      await stopped.tell();
      const reason = `not steady after ${Math.round(waited / 60_000)} min: ${why}`;
      return { end: { kind: "timed-out", reason, rollingBack }, cause: stopped.cause() };
    }
    await pause(clock, lookEveryMs, cancelled);
  }
}
