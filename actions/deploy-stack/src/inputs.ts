import { type InputReader, inputReader, type RawInputs } from "@cashsouk/deploy";
import { parseBuiltImages, readCommit } from "@cashsouk/deploy/release";
import { imagePattern, parseArtifacts, type StackRequest } from "@cashsouk/deploy/stack";

const capabilities = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"];

/** The request but for the Region, which the environment may give. */
export type StackInputs = Omit<StackRequest, "region"> & {
  readonly region: string | undefined;
  /** GitHub's token, where the plan is written to the pull request. */
  readonly token: string | undefined;
  /** The revision whose templates these are compared with, instead of anything that is asked of AWS. */
  readonly compareWith: string | undefined;
};

export function parseInputs(raw: RawInputs): StackInputs {
  const read = inputReader(raw);
  const name = read.required("name");
  const asked = read.oneOf("mode", ["apply", "plan", "execute", "compare"], "apply");
  const mode = asked === "compare" ? "plan" : asked;
  const template = read.optional("template") ?? "";
  const changeSet = read.optional("change-set");
  const skip = read.names("continue-rollback");
  const artifacts = read.optional("artifacts");
  const protection = read.optional("termination-protection");
  const images = read.json("images");
  const commit = readCommit(read);
  const allowOlder = read.flag("allow-older", false);
  const inputs: StackInputs = {
    name,
    template,
    parameters: read.optional("parameters"),
    overrides: read.map("parameter-overrides"),
    mode,
    changeSet,
    review: mode === "plan",
    artifacts: artifacts === undefined ? undefined : parseArtifacts(artifacts),
    region: read.optional("region"),
    capabilities: read.names("capabilities"),
    roleArn: read.optional("role-arn"),
    tags: read.optional("tags") === undefined ? undefined : read.map("tags"),
    allowReplacement: read.names("allow-replacement"),
    allowRemoval: read.names("allow-removal"),
    replaceFailed: read.flag("replace-failed", false),
    continueRollback: skip.length === 0 ? undefined : skip.filter((id) => id !== "none"),
    stackPolicy: read.optional("stack-policy"),
    terminationProtection: protection === undefined ? undefined : read.flag("termination-protection", false),
    waitMs: read.wholeNumber("wait-for-minutes", 60, { min: 1, max: 720 }) * 60_000,
    images: (images === undefined ? undefined : parseBuiltImages(images)) ?? new Map<string, never>(),
    ledger: read.optional("ledger"),
    commit: allowOlder ? undefined : commit,
    imageParameters: read.optional("image-parameters") ?? "{Service}Image",
    token: readToken(read, mode),
    compareWith: readBase(read, asked),
  };
  if (name && !/^[A-Za-z][A-Za-z0-9-]{0,127}$/.test(name))
    read.problem("name", `want letters, digits and hyphens, at most 128, a letter first, got "${name}"`);
  checkMode(read, inputs);
  for (const tag of Object.keys(inputs.tags ?? {}))
    if (tag !== tag.trim()) read.problem("tags", `want name=value without blanks around =, got "${tag}"`);
  if (skip.length > 1 && skip.includes("none"))
    read.problem("continue-rollback", `want logical ids, or none by itself, got "${skip.join(", ")}"`);
  if (artifacts !== undefined && !inputs.artifacts)
    read.problem("artifacts", `want a bucket or https://endpoint/bucket, with /folder or without, got "${artifacts}"`);
  if (images !== undefined && !parseBuiltImages(images))
    read.problem("images", "want build-push's output `images` (service → image, digest, key…)");
  if (inputs.ledger !== undefined && !/^(\/[\w.-]+)+$/.test(inputs.ledger))
    read.problem("ledger", `want a path such as /cashsouk/staging/released, got "${inputs.ledger}"`);
  if (inputs.commit !== undefined && inputs.ledger === undefined)
    read.problem("commit", "give the ledger, whose releases it is compared with");
  if (!imagePattern.test(inputs.imageParameters))
    read.problem("image-parameters", `want a name with {Service} in it, got "${inputs.imageParameters}"`);
  for (const capability of inputs.capabilities)
    if (!capabilities.includes(capability))
      read.problem("capabilities", `want some of ${capabilities.join(", ")}, got "${capability}"`);
  read.done();
  return inputs;
}

/** What `execute` runs is in the change set, and its name may be another's by now; elsewhere there is a template. */
function checkMode(read: InputReader, { mode, template, changeSet = "" }: StackInputs): void {
  if (mode !== "execute" && !template) read.problem("template", "is required, but for `mode: execute`");
  if (mode === "execute" && !/^arn:[^:]+:cloudformation:[^:]+:\d*:changeSet\/\S+$/.test(changeSet))
    read.problem("change-set", `want the ARN that \`mode: plan\` put out as \`change-set\`, got "${changeSet}"`);
  if (mode === "plan" && changeSet && !/^[A-Za-z][A-Za-z0-9-]{0,127}$/.test(changeSet))
    read.problem("change-set", `want letters, digits and hyphens, at most 128, a letter first, got "${changeSet}"`);
  if (mode === "apply" && changeSet)
    read.problem("change-set", "is for `mode: plan` (its name) and `mode: execute` (its ARN)");
}

function readToken(read: InputReader, mode: string): string | undefined {
  const [wanted, token] = [read.flag("comment", false), read.optional("token")];
  if (wanted && !token) read.problem("token", "is required for `comment`: give `${{ github.token }}`");
  if (wanted && mode !== "plan") read.problem("comment", "is for `mode: plan`");
  return wanted ? token : undefined;
}

function readBase(read: InputReader, mode: string): string | undefined {
  const base = read.optional("base");
  if (mode === "compare" && !base)
    read.problem("base", "is required for `mode: compare`: the revision to compare with");
  if (mode !== "compare" && base) read.problem("base", "is for `mode: compare`");
  return mode === "compare" ? base : undefined;
}
