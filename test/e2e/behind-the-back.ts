import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { SSM } from "@aws-sdk/client-ssm";
import { rootSettings } from "./account";
import { privateState, type ServiceName, stateFolder } from "./world";

/** What nobody should do to a running system, done to see whether it is told. */

/** Stops the service's container in the engine, as `docker stop` by hand would. */
export function stopContainerOf(service: ServiceName): void {
  const { instance } = JSON.parse(readFileSync(join(stateFolder, "ministack.json"), "utf8")) as {
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
  const ssm = new SSM(rootSettings());
  const Name = `/cashsouk/local/released/${service}`;
  const { Parameter } = await ssm.getParameter({ Name });
  const put = async (Value: string) => void (await ssm.putParameter({ Name, Value, Overwrite: true }));
  const before = Parameter?.Value ?? "";
  await put(JSON.stringify(edit(JSON.parse(before) as Record<string, unknown>)));
  return () => put(before);
}

/** One statement on the deployed database, as its superuser; the rows' first columns. */
export function inDatabase(statement: string): string[] {
  const { ports, secrets } = privateState();
  const where = ["--host=127.0.0.1", `--port=${ports.postgres}`, "--username=local_cloud", "--dbname=cashsouk"];
  const how = ["--no-psqlrc", "--tuples-only", "--no-align", "--quiet", "--set=ON_ERROR_STOP=1"];
  return execFileSync("/usr/lib/postgresql/15/bin/psql", [...where, ...how, "--command", statement], {
    encoding: "utf8",
    env: { ...process.env, PGPASSWORD: secrets.postgresPassword },
  })
    .split("\n")
    .filter(Boolean);
}

/** A session that nobody used for too long, without waiting for that. */
export function endSessionsOf(portal: string): void {
  inDatabase(`UPDATE sessions SET expires_at = now() - interval '1 second' WHERE portal = '${portal}'`);
}
