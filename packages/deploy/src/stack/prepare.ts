import type { Stack } from "@aws-sdk/client-cloudformation";
import { readReleases } from "../release";
import { objectUrl, upload } from "./artifacts";
import type { Desired } from "./difference";
import { invalid } from "./missing-files";
import { nextStep } from "./next-step";
import { readStackPolicy } from "./settings";
import { imageParameter, imageValues } from "./image-parameters";
import { hiddenParameters } from "./parameter-changes";
import { readParameterFile } from "./parameter-file";
import { resolveParameters } from "./parameters";
import type { StackPorts } from "./ports";
import type { StackRequest } from "./request";
import { packageTree, type PackagedTemplate, readTree, secretParameters } from "./tree";

/** CloudFormation's limit for a template that is sent along; a longer one has to lie in a bucket. */
const maxBodyBytes = 51_200;
/** And for one in a bucket. */
const maxObjectBytes = 1_048_576;

export interface Prepared extends Desired {
  /** How CloudFormation gets the root template. */
  readonly source: { readonly TemplateURL: string } | { readonly TemplateBody: string };
  /** `undefined`: left as it is. */
  readonly stackPolicy: string | undefined;
}

/**
 * Everything that can be known to be wrong before anything is changed: files, parameters, then CloudFormation's own
 * check of each template. Local problems come together in one error.
 */
export async function prepare(ports: StackPorts, request: StackRequest, stack: Stack | undefined): Promise<Prepared> {
  const problems: string[] = [];
  const tree = readTree(request.template, problems);
  const fromFile = request.parameters === undefined ? {} : await readParameterFile(request.parameters, problems);
  const stackPolicy = request.stackPolicy === undefined ? undefined : readStackPolicy(request.stackPolicy, problems);
  if (!tree) throw invalid(request, problems);

  const { artifacts, region } = request;
  if (!artifacts && tree.templates.size > 1)
    problems.push("artifacts: is required, since the template nests templates that are files");
  const packaged = packageTree(tree, (key) => (artifacts ? objectUrl(artifacts, region, key) : key));
  const root = packaged[packaged.length - 1]!;
  if (!artifacts && Buffer.byteLength(root.text) > maxBodyBytes)
    problems.push(`artifacts: is required, since the template is longer than ${maxBodyBytes} bytes`);

  for (const { path, text } of packaged)
    if (Buffer.byteLength(text) > maxObjectBytes)
      problems.push(`${path}: is longer than ${maxObjectBytes} bytes, CloudFormation's limit`);

  const declared = tree.templates.get(tree.root)!.parameters;
  const explicit = new Set([...Object.keys(fromFile), ...Object.keys(request.overrides)]);
  const images = await fillImages(
    ports,
    request,
    [...declared.keys()].filter((name) => !explicit.has(name)),
  );
  // What will be created or deleted first has no value to go on with.
  const lasts = stack && !["create", "take-over", "replace"].includes(nextStep(stack.StackStatus).kind);
  const previous = new Set((lasts ? (stack.Parameters ?? []) : []).map(({ ParameterKey = "" }) => ParameterKey));
  const sources = { declared, fromFile, overrides: request.overrides, images, previous };
  const parameters = resolveParameters(sources, problems);
  if (problems.length > 0) throw invalid(request, problems);
  learnSecrets(ports, request, stack, { tree, parameters });

  if (artifacts) await upload(ports, { artifacts, region }, packaged);
  const sourceOf = ({ key, text }: PackagedTemplate) =>
    artifacts ? { TemplateURL: objectUrl(artifacts, region, key) } : { TemplateBody: text };
  await validate(ports, request, packaged, sourceOf);
  const { tags } = request;
  return {
    tree,
    text: root.text,
    parameters,
    images: new Set(images.keys()),
    tags,
    source: sourceOf(root),
    stackPolicy,
  };
}

/** Has everything that is told hide the values of parameters that nobody may read: those that are given, and those that the stack shows. */
function learnSecrets(
  { secrets, log }: StackPorts,
  { name: about }: StackRequest,
  stack: Stack | undefined,
  { tree, parameters }: Pick<Prepared, "tree" | "parameters">,
): void {
  const declared = tree.templates.get(tree.root)!.parameters;
  const hidden = hiddenParameters(stack, { tree });
  const secret = secretParameters(tree);
  for (const name of new Set([...hidden, ...secret])) {
    const given = parameters.get(name);
    if (given && "value" in given) secrets?.add(given.value);
    if (hidden.has(name) && declared.get(name)?.noEcho === false)
      log.warning(`${about}: parameter ${name} is NoEcho in the stack and not in the template: it comes to light`);
  }
  for (const { ParameterKey = "", ParameterValue = "" } of stack?.Parameters ?? [])
    if (secret.has(ParameterKey) && !hidden.has(ParameterKey)) secrets?.add(ParameterValue);
}

async function fillImages(
  { ledger }: StackPorts,
  request: StackRequest,
  names: string[],
): Promise<Map<string, string>> {
  const [before = "", after = ""] = request.imageParameters.split("{Service}");
  const mayBeImages = names.filter(
    (name) =>
      name.startsWith(before) &&
      name.endsWith(after) &&
      name.length > imageParameter(request.imageParameters, "").length,
  );
  if (mayBeImages.length === 0) return new Map();
  const released = request.ledger === undefined ? new Map<string, never>() : await readReleases(ledger, request.ledger);
  return imageValues(request.imageParameters, mayBeImages, released, request.images);
}

async function validate(
  { cloudFormation }: StackPorts,
  request: StackRequest,
  packaged: readonly PackagedTemplate[],
  sourceOf: (template: PackagedTemplate) => Prepared["source"],
): Promise<void> {
  const problems: string[] = [];
  const needed = new Set<string>();
  for (const template of packaged)
    try {
      const { Capabilities = [] } = await cloudFormation.validateTemplate(sourceOf(template));
      for (const capability of Capabilities) needed.add(capability);
    } catch (error) {
      if ((error as Error).name !== "ValidationError") throw error;
      problems.push(`${template.path}: ${(error as Error).message}`);
    }
  const given = new Set(request.capabilities);
  if (given.has("CAPABILITY_NAMED_IAM")) given.add("CAPABILITY_IAM");
  const missing = [...needed].filter((capability) => !given.has(capability));
  if (missing.length > 0) problems.push(`capabilities: the templates need ${missing.join(", ")}`);
  if (problems.length > 0) throw invalid(request, problems);
}
