import { join } from "node:path";
import { DeployError, type Log, systemClock } from "@cashsouk/deploy";
import { keepSigningKeys } from "@cashsouk/deploy/foundation";
import { deployStack } from "@cashsouk/deploy/stack";
import { rootClients } from "../deploy/clients";
import { emailOf, makeDemoUsers } from "../deploy/demo-users";
import { assetsHost } from "../instance/hosts";
import { type Instance, region } from "../instance/instance";
import { checkout } from "../machine/folders";
import type { DevAddresses } from "./addresses";

/** What the services are told of the emulated account. */
export interface DevAccount {
  readonly userPoolId: string;
  readonly clients: Readonly<Record<Portal, { id: string; secret: string }>>;
  readonly uploadsBucket: string;
  /** With which files' addresses are signed. */
  readonly signingKey: { readonly id: string; readonly privateKey: string };
}

export const portals = ["investor", "issuer", "admin"] as const;
export type Portal = (typeof portals)[number];

const templates = join(checkout, "cloudformation");
const platform = join(templates, "platform");
const environment = "local";

/** Sign-in, the uploads bucket and its distribution by the platform's own templates, and the demo users; what is there is left as it is. */
export async function layDown(instance: Instance, addresses: DevAddresses, log: Log): Promise<DevAccount> {
  const clients = rootClients(instance);
  const stack = async (name: string, template: string, overrides: Record<string, string>) =>
    outputsOf(name, await deploy(clients, { name: `cashsouk-${name}`, template, overrides }, log));

  const key = await stack("data-key", join(__dirname, "data-key.yaml"), {});
  const shared = { ShortName: environment, DataKeyArn: key("DataKeyArn") };
  const { ssm, secrets } = clients;
  const [pair] = await keepSigningKeys({ secrets, parameters: ssm }, { environment, templates, mode: "apply" });
  const { place = "a", secret = "" } = pair ?? {};
  const files = await stack("files", join(platform, "files.yaml"), {
    ShortName: environment,
    TrustedFileKeys: place,
    Host: assetsHost,
    CertificateArn: "",
    WebAclArn: "",
  });
  const storage = await stack("storage", join(platform, "storage.yaml"), {
    ...shared,
    FilesDistributionArn: files("DistributionArn"),
    PortalOrigins: portals.map((portal) => addresses.url(portal)).join(),
  });
  const identity = await stack("identity", join(platform, "identity.yaml"), {
    ...shared,
    HostedDomainPrefix: "cashsouk-dev",
    DeletionProtection: "INACTIVE",
    InvestorUrl: addresses.url("investor"),
    IssuerUrl: addresses.url("issuer"),
    AdminUrl: addresses.url("admin"),
  });

  const userPoolId = identity("UserPoolId");
  // Where the platform's own stack would write it, and the demo users' maker looks.
  const parameter = { Name: `/cashsouk/${environment}/cognito/user-pool-id`, Value: userPoolId };
  await clients.ssm.putParameter({ ...parameter, Type: "String", Overwrite: true });
  await makeDemoUsers(clients, instance.secrets.demoPassword);

  const { Parameter } = await ssm.getParameter({ Name: `/cashsouk/${environment}/cloudfront/key-pair-id-${place}` });
  const { SecretString: privateKey = "" } = await secrets.getSecretValue({ SecretId: secret });

  const client = async (portal: Portal) => {
    const name = portal[0]!.toUpperCase() + portal.slice(1);
    const { SecretString = "" } = await clients.secrets.getSecretValue({
      SecretId: identity(`${name}ClientSecretArn`),
    });
    return [portal, { id: identity(`${name}ClientId`), secret: SecretString }] as const;
  };
  return {
    userPoolId,
    clients: Object.fromEntries(await Promise.all(portals.map(client))) as DevAccount["clients"],
    uploadsBucket: storage("UploadsBucketName"),
    signingKey: { id: Parameter?.Value ?? "", privateKey },
  };
}

export function demoUsers({ secrets }: Instance, addresses: DevAddresses) {
  const password = secrets.demoPassword;
  return portals.map((portal) => ({ address: addresses.url(portal), email: emailOf(portal), password }));
}

type Outputs = Readonly<Record<string, string>>;

async function deploy(
  { cloudFormation, s3, ssm }: ReturnType<typeof rootClients>,
  wanted: { name: string; template: string; overrides: Record<string, string> },
  log: Log,
): Promise<Outputs> {
  const never = new AbortController().signal;
  const ports = { cloudFormation, artifacts: s3, ledger: ssm, clock: systemClock, log, cancelled: never };
  const { outputs } = await deployStack(ports, {
    ...wanted,
    parameters: undefined,
    mode: "apply",
    artifacts: undefined,
    region,
    capabilities: [],
    roleArn: undefined,
    tags: {},
    allowReplacement: [],
    allowRemoval: [],
    replaceFailed: true,
    terminationProtection: undefined,
    waitMs: 120_000,
    images: new Map(),
    ledger: undefined,
    imageParameters: "{Service}Image",
  });
  return outputs;
}

function outputsOf(stack: string, outputs: Outputs) {
  return (name: string): string => {
    const value = outputs[name];
    if (value) return value;
    throw new DeployError("missing-output", `The stack cashsouk-${stack} has no output ${name}.`);
  };
}
