import type { DescribeChangeSetCommandOutput, OperationEvent } from "@aws-sdk/client-cloudformation";
import { oneLine } from "../aws-fault";
import { objection } from "./hooks";
import type { StackApi } from "./ports";

/**
 * Why a change set has failed. Of hooks and of CloudFormation's own early validation its reason gives the names only: what they
 * found is in events that are asked for apart.
 */
export async function whyRefused(
  api: StackApi,
  { ChangeSetId, StackId, StatusReason = "no reason given" }: DescribeChangeSetCommandOutput,
): Promise<string> {
  if (!/hook\(s\)|EarlyValidation|DescribeEvents/.test(StatusReason)) return StatusReason;
  const said = StatusReason.replace(/\s*To troubleshoot.*$/s, "").replace(/\.$/, "");
  try {
    const found = (await failedEvents(api, { ChangeSetName: ChangeSetId, StackName: StackId })).flatMap(refusalIn);
    return found.length > 0 ? `${said}: ${[...new Set(found)].join("; ")}` : StatusReason;
  } catch (error) {
    // A help, not a condition: what CloudFormation has said already stands without it.
    return `${said}; what they found can't be read: ${oneLine(error)}`;
  }
}

async function failedEvents(
  api: StackApi,
  of: { readonly ChangeSetName: string | undefined; readonly StackName: string | undefined },
): Promise<OperationEvent[]> {
  const found: OperationEvent[] = [];
  let token: string | undefined;
  do {
    const page = await api.describeEvents({
      ...of,
      Filters: { FailedEvents: true },
      ...(token ? { NextToken: token } : {}),
    });
    found.push(...(page.OperationEvents ?? []));
    token = page.NextToken;
  } while (token);
  return found;
}

/** `Topic (AWS::SNS::Topic): unsupported property Nmae, at /Resources/Topic/Properties/Nmae` */
function refusalIn(event: OperationEvent): string[] {
  const { LogicalResourceId, ResourceType, ValidationName, ValidationPath } = event;
  const place = LogicalResourceId ? `${LogicalResourceId}${ResourceType ? ` (${ResourceType})` : ""}: ` : "";
  if (event.ValidationStatus === "FAILED" && event.ValidationFailureMode !== "WARN") {
    const reason = event.ValidationStatusReason ?? ValidationName ?? "no reason given";
    return [`${place}${reason}${ValidationPath ? `, at ${ValidationPath}` : ""}`];
  }
  const hook = objection(event);
  return hook && !hook.warns ? [`${place}${hook.text}`] : [];
}
