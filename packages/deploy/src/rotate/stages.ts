import { DeployError } from "../error";
import { type Credentials, nextCredentials, otherUser, parseCredentials } from "./users";
import type { RotationTools } from "./ports";

/**
 * How far a rotation has come. The secret's own staging labels say it, so that whoever goes on knows as much as who
 * began: none is under way without AWSPENDING; with it on a version of its own the next user is being made; with it on
 * the current version that user is the current one, and the former is to be locked.
 */
export type Stage =
  | { readonly kind: "idle"; readonly current: Version }
  | { readonly kind: "staged"; readonly current: Version; readonly pending: Version }
  | { readonly kind: "moved"; readonly current: Version };

export interface Version {
  readonly id: string;
  readonly user: string;
}

type Tools = Pick<RotationTools, "secrets" | "log">;

export async function readStage({ secrets }: Tools, secret: string): Promise<Stage> {
  const { VersionIdsToStages = {} } = await secrets.describeSecret({ SecretId: secret });
  const idOf = (label: string) => Object.entries(VersionIdsToStages).find(([, labels]) => labels.includes(label))?.[0];
  const [currentId, pendingId] = [idOf("AWSCURRENT"), idOf("AWSPENDING")];
  if (!currentId) throw new DeployError("no-current-version", `${secret}: no version is labelled AWSCURRENT`);
  const current = { id: currentId, user: (await readVersion({ secrets }, secret, currentId)).username };
  if (!pendingId) return { kind: "idle", current };
  if (pendingId === currentId) return { kind: "moved", current };
  const pending = { id: pendingId, user: (await readVersion({ secrets }, secret, pendingId)).username };
  if (pending.user !== otherUser(current.user))
    throw new DeployError(
      "foreign-version",
      `${secret}: its pending version names ${pending.user}, but beside ${current.user} it has to be ${otherUser(current.user)}`,
      `It is not of this command's making. Take its label away: aws secretsmanager update-secret-version-stage --secret-id ${secret} --version-stage AWSPENDING --remove-from-version-id ${pendingId}`,
    );
  return { kind: "staged", current, pending };
}

/** Stages a version for the other user, which nobody reads yet. */
export async function stageNext({ secrets, log }: Tools, secret: string, current: Version): Promise<Version> {
  const next = nextCredentials(await readVersion({ secrets }, secret, current.id));
  const { VersionId } = await secrets.putSecretValue({
    SecretId: secret,
    SecretString: JSON.stringify(next),
    VersionStages: ["AWSPENDING"],
  });
  if (!VersionId) throw new DeployError("not-staged", `${secret}: Secrets Manager answered without a version`);
  log.info(`${secret}: version ${VersionId} for ${next.username} is staged as AWSPENDING`);
  return { id: VersionId, user: next.username };
}

/**
 * Makes the pending version the current one. Naming the version that loses the label lets one of two rotations win;
 * AWSPENDING stays on it until the former user is locked.
 */
export async function moveCurrent(
  { secrets, log }: Tools,
  secret: string,
  { current, pending }: { current: Version; pending: Version },
): Promise<void> {
  await secrets.updateSecretVersionStage({
    SecretId: secret,
    VersionStage: "AWSCURRENT",
    MoveToVersionId: pending.id,
    RemoveFromVersionId: current.id,
  });
  log.info(`${secret}: AWSCURRENT names ${pending.user} now`);
}

/** Says that nothing is left to do. */
export async function endRotation({ secrets }: Tools, secret: string, { id }: Version): Promise<void> {
  await secrets.updateSecretVersionStage({
    SecretId: secret,
    VersionStage: "AWSPENDING",
    RemoveFromVersionId: id,
  });
}

async function readVersion(
  { secrets }: Pick<Tools, "secrets">,
  secret: string,
  VersionId: string,
): Promise<Credentials> {
  const { SecretString } = await secrets.getSecretValue({ SecretId: secret, VersionId });
  return parseCredentials(SecretString, `${secret}, version ${VersionId}`);
}
