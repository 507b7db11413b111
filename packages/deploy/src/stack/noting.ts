import type { DescribeStacksOutput } from "@aws-sdk/client-cloudformation";
import type { StackApi } from "./ports";

/** What is known of a stack by what was asked of CloudFormation: for whom has to tell it where something failed. */
export interface Noted {
  /** As it was last read; `undefined`: there is none, or it was not read. */
  status: string | undefined;
  /** Whether anything was asked for that changes it. */
  touched: boolean;
}

/** A change set alone changes nothing. */
const changing: ReadonlySet<string | symbol> = new Set<keyof StackApi>([
  ...(["cancelUpdateStack", "continueUpdateRollback", "deleteStack", "executeChangeSet"] as const),
  ...(["setStackPolicy", "updateTerminationProtection"] as const),
]);

type Call = (input: object) => Promise<unknown>;

/** The same API, which notes what it is asked and what it answers of the stack of that name. */
export function noting(api: StackApi, name: string): { readonly api: StackApi; readonly noted: Noted } {
  const noted: Noted = { status: undefined, touched: false };
  const watch = (method: string | symbol, call: Call) => async (input: object) => {
    // Of a stack that only a change set has brought into being nothing is lost.
    if (changing.has(method) && noted.status !== "REVIEW_IN_PROGRESS") noted.touched = true;
    if (method === "executeChangeSet") noted.touched = true;
    const answer = await call(input);
    const [stack] = (method === "describeStacks" && (answer as DescribeStacksOutput).Stacks) || [];
    if (stack?.StackName === name)
      noted.status = stack.StackStatus === "DELETE_COMPLETE" ? undefined : stack.StackStatus;
    return answer;
  };
  const get = (target: StackApi, method: string | symbol) =>
    watch(method, (target[method as keyof StackApi] as Call).bind(target));
  return { api: new Proxy(api, { get }), noted };
}
