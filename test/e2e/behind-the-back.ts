import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { SSM } from "@aws-sdk/client-ssm";
import { root, type ServiceName } from "./world";

/** What nobody should do to a running system, done to see whether it is told. */

/** Stops the service's container in the engine, as `docker stop` by hand would. */
export function stopContainerOf(service: ServiceName): void {
  const { instance } = JSON.parse(readFileSync(join(root, ".local", "test", "ministack.json"), "utf8")) as {
    instance: string;
  };
  const filters = ["--filter", `label=cashsouk.instance=${instance}`, "--filter", `name=-${service}$`];
  const [id] = execFileSync("docker", ["ps", "--quiet", ...filters], { encoding: "utf8" })
    .trim()
    .split("\n");
  if (!id) throw new Error(`no container of ${service} runs in ${instance}`);
  execFileSync("docker", ["kill", id]);
}

/** Changes the service's entry; returns what puts it back. */
export async function editLedger(
  service: ServiceName,
  edit: (release: Record<string, unknown>) => Record<string, unknown>,
): Promise<() => Promise<void>> {
  const { ports } = JSON.parse(readFileSync(join(root, ".local", "test", "state.json"), "utf8")) as {
    ports: { gateway: number };
  };
  const ssm = new SSM({
    region: "ap-southeast-5",
    endpoint: `http://127.0.0.1:${ports.gateway}`,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  const Name = `/cashsouk/local/released/${service}`;
  const { Parameter } = await ssm.getParameter({ Name });
  const put = async (Value: string) => void (await ssm.putParameter({ Name, Value, Overwrite: true }));
  const before = Parameter?.Value ?? "";
  await put(JSON.stringify(edit(JSON.parse(before) as Record<string, unknown>)));
  return () => put(before);
}
