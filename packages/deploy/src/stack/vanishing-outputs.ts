import type { Output, Stack } from "@aws-sdk/client-cloudformation";
import type { ChangeSet } from "./read-changes";
import type { StackApi, StackPorts } from "./ports";
import type { StackRequest } from "./request";
import { describeStack } from "./stacks";
import { isNamed } from "./stateful";
import { outputNames } from "./template";

/**
 * The outputs that a change set would take away, each as a sentence. CloudFormation tells of none: it fails half-way where
 * another stack imports one, and says nothing to those who read the others.
 */
export async function vanishingOutputs(
  { cloudFormation }: Pick<StackPorts, "cloudFormation">,
  { allowRemoval }: Pick<StackRequest, "allowRemoval">,
  stack: Stack | undefined,
  { reference, nested }: ChangeSet,
): Promise<string[]> {
  const told: string[] = [];
  const compare = async (found: Stack | undefined, changeSet: string | undefined, parent: string) => {
    // What is not exported by a nested stack is read by its parent alone, and that is part of this change.
    const outputs = (found?.Outputs ?? []).filter(({ ExportName }) => parent === "" || ExportName);
    if (outputs.length === 0) return;
    const kept = changeSet === undefined ? new Set<string>() : await plannedOutputs(cloudFormation, found!, changeSet);
    const going = outputs.filter(({ OutputKey = "" }) => !kept.has(OutputKey));
    told.push(...(await whatVanishes(cloudFormation, { allowRemoval }, going, parent)));
  };
  await compare(stack, reference.ChangeSetName, "");
  for (const { path, stackId, changeSetId } of nested)
    await compare(await describeStack(cloudFormation, stackId), changeSetId, `${path}/`);
  return told;
}

/** What stands against it that these outputs go, each as a sentence. `parent`: the path of their stack, with a slash. */
export async function whatVanishes(
  api: StackApi,
  { allowRemoval }: Pick<StackRequest, "allowRemoval">,
  going: readonly Output[],
  parent: string,
): Promise<string[]> {
  const told: string[] = [];
  for (const { OutputKey = "", ExportName } of going) {
    const path = `${parent}Outputs.${OutputKey}`;
    const importers = ExportName === undefined ? [] : await importersOf(api, ExportName);
    if (importers.length > 0)
      told.push(`${path} would disappear, and ${importers.join(", ")} import it as ${ExportName}`);
    else if (!isNamed({ path }, allowRemoval)) told.push(`${path} would disappear, whoever reads it`);
  }
  return told;
}

/** The outputs of a planned template, after its transforms. */
async function plannedOutputs(api: StackApi, { StackId }: Stack, ChangeSetName: string): Promise<ReadonlySet<string>> {
  const { TemplateBody = "" } = await api.getTemplate({
    StackName: StackId,
    ChangeSetName,
    TemplateStage: "Processed",
  });
  return outputNames(TemplateBody);
}

async function importersOf(api: StackApi, ExportName: string): Promise<string[]> {
  const found: string[] = [];
  let token: string | undefined;
  try {
    do {
      const page = await api.listImports({ ExportName, ...(token ? { NextToken: token } : {}) });
      found.push(...(page.Imports ?? []));
      token = page.NextToken;
    } while (token);
  } catch (error) {
    // An export that nobody imports is an error to CloudFormation.
    if (!/is not imported by any stack/.test((error as Error).message)) throw error;
  }
  return found;
}
