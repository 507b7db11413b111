import { join } from "node:path";
import { DeployError } from "../error";
import { type Environment, shortName } from "../environment";
import { deployStack, describeStack, type StackPorts, type StackRequest, type StackResult } from "../stack";

export interface FoundationRequest {
  readonly environment: Environment;
  /** The folder `cloudformation`. */
  readonly templates: string;
  readonly region: string;
  /** Over the bootstrap's parameter file. */
  readonly overrides: Readonly<Record<string, string>>;
  readonly mode: "apply" | "plan";
  /** Delete a stack whose creation was rolled back, and create it anew. */
  readonly replaceFailed: boolean;
}

export interface FoundationStacks {
  readonly bootstrap: StackResult;
  readonly registry: StackResult;
}

const limitMs = 15 * 60_000;

/** What a person with administrator's rights lays down once, before a workflow can take a role: bootstrap and registry. */
export async function layFoundation(ports: StackPorts, request: FoundationRequest): Promise<FoundationStacks> {
  const { name, overrides } = await bootstrapOf(ports, request.environment);
  const bootstrap = { ...stackRequest(request, "bootstrap"), name, overrides: { ...overrides, ...request.overrides } };
  const laid = await deployStack(ports, bootstrap).catch((error: unknown) => {
    throw withRemedy(request, error);
  });
  const registry = await deployStack(ports, stackRequest(request, "registry")).catch((error: unknown) => {
    throw afterBootstrap(laid, error);
  });
  return { bootstrap: laid, registry };
}

/** What only the account knows stands in no file of ours: a person gives it. */
function withRemedy({ environment }: FoundationRequest, error: unknown): unknown {
  if (!(error instanceof DeployError) || error.code !== "invalid-stack") return error;
  const file = `cloudformation/parameters/${environment}/bootstrap.json`;
  const hint = `A parameter is given in ${file} or by --parameter Name=value; cloudformation/README.md says what each is.`;
  return new DeployError(error.code, error.message, hint, { cause: error });
}

/** Who declines the second stack has the first: that is no run that changed nothing. */
function afterBootstrap({ name, outcome: { kind } }: StackResult, error: unknown): unknown {
  if ((kind !== "created" && kind !== "updated") || !(error instanceof DeployError)) return error;
  const { message, hint } = error;
  return new DeployError("partly-laid", `${name} was ${kind} and stays; ${message}`, hint, { cause: error });
}

/** The second environment of an account has a bootstrap of its own name, and takes the provider that is there already. */
async function bootstrapOf({ cloudFormation }: StackPorts, environment: Environment) {
  const name = "cashsouk-bootstrap";
  const first = await describeStack(cloudFormation, name);
  const holder = first?.Parameters?.find(({ ParameterKey }) => ParameterKey === "Environment")?.ParameterValue;
  if (!holder || holder === environment) return { name, overrides: {} };
  const [, partition = "", , , account = ""] = (first?.StackId ?? "").split(":");
  return {
    name: `cashsouk-${shortName(environment)}-bootstrap`,
    overrides: {
      GitHubProviderArn: `arn:${partition}:iam::${account}:oidc-provider/token.actions.githubusercontent.com`,
    },
  };
}

function stackRequest(request: FoundationRequest, stack: "bootstrap" | "registry"): StackRequest {
  const { templates, environment, region, mode, replaceFailed } = request;
  return {
    name: `cashsouk-${stack}`,
    template: join(templates, `${stack}.yaml`),
    parameters: join(templates, "parameters", environment, `${stack}.json`),
    overrides: {},
    mode,
    artifacts: undefined,
    region,
    capabilities: ["CAPABILITY_NAMED_IAM"],
    roleArn: undefined,
    tags: undefined,
    allowReplacement: [],
    allowRemoval: [],
    replaceFailed,
    terminationProtection: undefined,
    waitMs: limitMs,
    images: new Map(),
    ledger: undefined,
    imageParameters: "{Service}Image",
  };
}
