import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ECS } from "@aws-sdk/client-ecs";
import { localCloud, root } from "./world";

/** An account of its own, and not that of `make example`: its ledger names another repository's commits. */
const name = "example-test";
const instance = ["--instance", name];
export const service = { cluster: "hello", service: "hello" };

/** The example as somebody would copy it: a git repository with nothing of our workspace around it. */
export class ExampleRepository {
  readonly folder = mkdtempSync(join(tmpdir(), "hello-"));

  constructor() {
    cpSync(join(root, "examples", "one-service"), this.folder, { recursive: true });
    this.#git("init", "--quiet", "--initial-branch=main");
    this.#commit("Say hello");
  }

  edit(file: string, edit: (text: string) => string): void {
    const path = join(this.folder, file);
    const before = readFileSync(path, "utf8");
    const after = edit(before);
    if (after === before) throw new Error(`the edit of ${file} changes nothing: the test has to follow the file`);
    writeFileSync(path, after);
    this.#commit(`Change ${file}`);
  }

  head(): string {
    return this.#git("rev-parse", "HEAD").trim();
  }

  /** A push to its main. */
  async push(): Promise<{ green: boolean; output: string }> {
    const { code, output } = await localCloud("example", ...instance, "--checkout", this.folder);
    return { green: code === 0, output };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #commit(message: string): void {
    this.#git("add", "--all");
    this.#git("commit", "--quiet", "--message", message);
  }

  #git(...args: string[]): string {
    const author = ["-c", "user.name=Path test", "-c", "user.email=path-test@localhost"];
    return execFileSync("git", [...author, "-C", this.folder, ...args], { encoding: "utf8" });
  }
}

export async function exampleAccount(verb: "reset" | "down"): Promise<void> {
  await localCloud(verb, ...instance);
}

/** Where its account answers. */
function exampleState() {
  return JSON.parse(readFileSync(join(root, ".local", name, "state.json"), "utf8")) as {
    ports: { gateway: number; loadBalancer: number };
  };
}

export function exampleSettings() {
  return {
    region: "ap-southeast-5",
    endpoint: `http://127.0.0.1:${exampleState().ports.gateway}`,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  };
}

/** What the service answers at its load balancer. */
export async function ask(path: string): Promise<Record<string, unknown>> {
  const answer = await fetch(`http://127.0.0.1:${exampleState().ports.loadBalancer}${path}`);
  return (await answer.json()) as Record<string, unknown>;
}

/** The tasks that run. */
export async function tasks(): Promise<string[]> {
  const { taskArns = [] } = await new ECS(exampleSettings()).listTasks({
    cluster: service.cluster,
    serviceName: service.service,
  });
  return taskArns.sort();
}
