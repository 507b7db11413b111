import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gatewayUrl, type Instance, writePrivate } from "../instance/instance";
import { domain } from "../instance/hosts";
import { ownerEnvironment } from "../instance/owner";
import { baseImage } from "../machine/base-image";
import { binFolder, cacheFolder, stateFolder } from "../machine/folders";
import type { TokenIssuer } from "../workflow/token-issuer";

/** `{subdomain}` stands for a service's; an empty one takes its dot along. */
export function publicUrlPattern({ ports }: Instance): string {
  return `http://{subdomain}.${domain}:${ports.proxy}`;
}

/** The repository's variables on GitHub, here for act: those of the account, and what differs here from a real one. */
export function workflowVariables(instance: Instance, ofAccount: Record<string, string>): Record<string, string> {
  return {
    ...ofAccount,
    ...localVariables(instance),
    BUILD_SECRETS: `ca=${caBundle}`,
    PUBLIC_PORT: String(instance.ports.proxy),
    PUBLIC_URL_PATTERN: publicUrlPattern(instance),
  };
}

/** GitHub keeps a repository's variables for whatever happens there next; here it is the instance that keeps them. */
export function keepVariables(instance: Instance, variables: Readonly<Record<string, string>>): void {
  writePrivate(variablesFile(instance), JSON.stringify(variables, null, 2));
}

/** Those of the last deployment; undefined where there was none. */
export function keptVariables(instance: Instance): Record<string, string> | undefined {
  try {
    return JSON.parse(readFileSync(variablesFile(instance), "utf8")) as Record<string, string>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

const variablesFile = ({ folder }: Instance) => join(folder, "variables.json");

/** What any repository is told here: the base image, where there is no hub, and the place of Slack. */
export function localVariables({ ports }: Instance): Record<string, string> {
  return {
    NODE_IMAGE: baseImage,
    SLACK_API_URL: `http://127.0.0.1:${ports.slack}/api/`,
    SLACK_CHANNEL: "deployments",
  };
}

// Debian's bundle: on a machine whose certificates are its own, an image build that installs packages needs them too.
export const caBundle = "/etc/ssl/certs/ca-certificates.crt";

/** What GitHub's runner has in its environment and act does not, and where the emulated AWS answers. */
export function workflowEnvironment(instance: Instance, issuer: TokenIssuer): Record<string, string> {
  return {
    ...ownerEnvironment(instance, "command"),
    PATH: `${binFolder}:${process.env["PATH"] ?? ""}`,
    AWS_ENDPOINT_URL: gatewayUrl(instance),
    ACTIONS_ID_TOKEN_REQUEST_URL: issuer.url,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: issuer.requestToken,
    // act counts every run as the first; a task's start is idempotent within a run.
    GITHUB_RUN_ID: String(Date.now()),
    // act itself is given a folder of its own by this name.
    XDG_CACHE_HOME: dirname(cacheFolder),
    // Outlives act's copies of the tree, so that what was checked once is replayed.
    TURBO_CACHE_DIR: join(stateFolder, "turbo"),
    NODE_MAJOR: "24",
    TURBO_TELEMETRY_DISABLED: "1",
    NEXT_TELEMETRY_DISABLED: "1",
    CI: "true",
  };
}
