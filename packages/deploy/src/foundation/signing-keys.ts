import { createPublicKey, generateKeyPair } from "node:crypto";
import { promisify } from "node:util";
import type { SecretsManager } from "@aws-sdk/client-secrets-manager";
import type { SSM } from "@aws-sdk/client-ssm";
import { type Environment, shortName } from "../environment";
import { DeployError } from "../error";
import { parameterReader } from "./parameter-files";

export interface SigningKeyPorts {
  readonly secrets: Pick<SecretsManager, "createSecret" | "describeSecret" | "getSecretValue">;
  readonly parameters: Pick<SSM, "getParameters" | "putParameter">;
}

export interface SigningKeyRequest {
  readonly environment: Environment;
  /** The folder `cloudformation`, whose parameters say which of the two pairs are wanted. */
  readonly templates: string;
  readonly mode: "apply" | "plan";
}

/** `made` and `completed` tell in a plan what would be done. */
export interface SigningKey {
  readonly place: Place;
  /** The private key's. */
  readonly secret: string;
  readonly outcome: "made" | "completed" | "kept";
}

type Place = "a" | "b";
type Names = Record<"secret" | "publicKey" | "secretArn", string>;

/**
 * The key pairs by which CloudFront knows the API's addresses of files: the private key a secret, the public one and the
 * secret's ARN parameters, from which the templates take them. A pair is made once and never replaced: what was signed
 * with it has to open its file. A run that was broken off is completed by the next.
 */
export async function keepSigningKeys(ports: SigningKeyPorts, request: SigningKeyRequest): Promise<SigningKey[]> {
  const kept: SigningKey[] = [];
  for (const place of placesOf(request)) kept.push(await keepSigningKey(ports, request, place));
  return kept;
}

function placesOf({ templates, environment }: SigningKeyRequest): readonly Place[] {
  const wanted = parameterReader(templates, environment)("platform", "TrustedFileKeys");
  if (wanted === "both") return ["a", "b"];
  if (wanted === "a" || wanted === "b") return [wanted];
  throw new DeployError("invalid-parameter", `platform.json: TrustedFileKeys: want a, b or both, got "${wanted}"`);
}

async function keepSigningKey(
  ports: SigningKeyPorts,
  { environment, mode }: SigningKeyRequest,
  place: Place,
): Promise<SigningKey> {
  const root = `/cashsouk/${shortName(environment)}`;
  const names: Names = {
    secret: `${root}/api/cloudfront-private-key-${place}`,
    publicKey: `${root}/cloudfront/public-key-${place}`,
    secretArn: `${root}/cloudfront/private-key-arn-${place}`,
  };
  const arn = await arnOf(ports, names.secret);
  const written = await writtenOf(ports, names);
  if (arn === undefined && written.size > 0)
    throw new DeployError(
      "half-a-pair",
      `${[...written].join(" and ")} are there, and the secret ${names.secret} is not`,
      "A new pair takes the other place: docs/runbooks/rotate-file-signing-key.md. Only when CloudFront trusts this one no longer, remove them.",
    );
  const outcome = arn === undefined ? "made" : written.size < 2 ? "completed" : "kept";
  if (mode === "apply" && outcome !== "kept") {
    const pair = arn === undefined ? await makePair(ports, names, environment) : await readPair(ports, names, arn);
    const values = { [names.publicKey]: pair.publicKey, [names.secretArn]: pair.arn };
    for (const [Name, Value] of Object.entries(values))
      if (!written.has(Name)) await ports.parameters.putParameter({ Name, Value, Type: "String" });
  }
  return { place, secret: names.secret, outcome };
}

async function makePair({ secrets }: SigningKeyPorts, { secret: Name }: Names, environment: Environment) {
  const { privateKey, publicKey } = await promisify(generateKeyPair)("rsa", {
    modulusLength: 2048, // the one size that CloudFront takes
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  const Description = `CashSouk ${shortName(environment)}: signs the addresses of files; only the API reads it`;
  const { ARN: arn } = await secrets.createSecret({ Name, Description, SecretString: privateKey });
  return { publicKey, arn };
}

async function readPair({ secrets }: SigningKeyPorts, { secret }: Names, arn: string) {
  const { SecretString = "" } = await secrets.getSecretValue({ SecretId: secret });
  return { publicKey: createPublicKey(SecretString).export({ type: "spki", format: "pem" }).toString(), arn };
}

async function arnOf({ secrets }: SigningKeyPorts, name: string): Promise<string | undefined> {
  try {
    const { ARN, DeletedDate } = await secrets.describeSecret({ SecretId: name });
    if (!DeletedDate) return ARN;
  } catch (error) {
    if ((error as Error).name === "ResourceNotFoundException") return undefined;
    throw error;
  }
  throw new DeployError(
    "secret-deleted",
    `The secret ${name} is scheduled for deletion`,
    `Bring it back: aws secretsmanager restore-secret --secret-id ${name}. Or delete it for good (--force-delete-without-recovery) for a new pair.`,
  );
}

async function writtenOf({ parameters }: SigningKeyPorts, { publicKey, secretArn }: Names): Promise<Set<string>> {
  const { Parameters = [] } = await parameters.getParameters({ Names: [publicKey, secretArn] });
  return new Set(Parameters.flatMap(({ Name }) => Name ?? []));
}
