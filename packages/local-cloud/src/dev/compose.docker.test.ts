import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { freePort } from "@cashsouk/testing/postgres";
import { run } from "../command";
import { compose, composeCommand } from "../machine/compose";
import { composeV2, composeV2File } from "../machine/compose-v2";
import { docker } from "../machine/engine";
import { checkout } from "../machine/folders";
import { postgresImage } from "../machine/postgres-image";
import { setUpMachine } from "../machine/setup";
import { progress } from "../progress";
import { until } from "../wait";
import { devAddresses } from "./addresses";
import { buildAll } from "./images";
import { containersOf, openProject, type Project, removeProject, removeVolumes } from "./project";
import { portSettings, writeSettings } from "./settings";

const name = `cashsouk-test-${process.pid}`;
const folder = mkdtempSync(join(tmpdir(), "compose-"));
const settings = join(folder, "settings.env");
const files = ["docker-compose.yml", "docker-compose.prod.yml"];
const telling = progress(() => undefined);
const { services } = devAddresses();
let ports: Map<string, number>;
let project: Project;

const secret = (of: string) => `${of}-`.padEnd(40, "0");
const { privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
  publicKeyEncoding: { type: "spki", format: "pem" },
});
const portals = ["INVESTOR", "ISSUER", "ADMIN"];
/** What .env.prod holds, in values that need no AWS until somebody signs in. */
const values = () => ({
  ...portSettings({ ports }),
  POSTGRES_PASSWORD: "of-the-test",
  SEED_DEMO: "true",
  AWS_REGION: "ap-southeast-5",
  AWS_ENDPOINT_URL: "http://aws.invalid",
  S3_BUCKET: "bucket",
  CLOUDFRONT_URL: "http://assets.invalid",
  CLOUDFRONT_KEY_PAIR_ID: "K2JCJMDEHXQW5F",
  CLOUDFRONT_PRIVATE_KEY: privateKey.replaceAll("\n", "\\n"),
  UPLOADS_URL: "http://uploads.invalid/bucket/",
  COGNITO_USER_POOL_ID: "ap-southeast-5_Test00000",
  NEXT_PUBLIC_COGNITO_DOMAIN: "http://auth.invalid",
  NEXT_PUBLIC_API_URL: `http://localhost:${ports.get("api")}`,
  ...Object.fromEntries(
    ["LANDING", ...portals].map((of) => [`${of}_URL`, `http://localhost:${ports.get(of.toLowerCase())}`]),
  ),
  ...Object.fromEntries(
    portals.flatMap((of) => [
      [`${of}_CLIENT_ID`, `${of}-client`],
      [`${of}_CLIENT_SECRET`, secret(`${of}-client`)],
      [`${of}_PORTAL_KEY`, secret(`${of}-key`)],
      [`${of}_SESSION_SECRET`, secret(`${of}-session`)],
    ]),
  ),
});

beforeAll(async () => {
  await setUpMachine(telling, [compose, composeV2, postgresImage]);
  ports = new Map();
  for (const service of ["postgres", ...services.map((of) => of.name)]) ports.set(service, await freePort());
  writeSettings(settings, values());
}, 1_800_000);

afterAll(async () => {
  await removeProject(name);
  await removeVolumes(name);
  rmSync(folder, { recursive: true });
}, 120_000);

describe.each([
  ["v1, or the machine's own", composeCommand],
  ["v2", () => Promise.resolve<[string]>([composeV2File])],
])("Compose %s", (_, command) => {
  test.each(files)("takes %s as it is", async (file) => {
    const argv = [...(await command()), "--env-file", settings, "--file", join(checkout, file), "config", "--quiet"];
    await expect(run(argv as [string])).resolves.toBe("");
  });
});

test("the production images serve, read-only and without rights, after the migrations", async () => {
  await buildAll(telling, () => undefined);
  project = await openProject(name, "docker-compose.prod.yml", settings);
  await project.compose(["up", "--detach"], { timeoutMs: 300_000 });
  const healthy = async () => {
    const containers = await containersOf(name);
    return containers.filter(({ status }) => status.includes("(healthy)")).length === services.length + 1;
  };
  await until(healthy, { for: "all of them to be healthy", timeoutMs: 180_000, everyMs: 1_000 });

  for (const service of services) {
    const answer = await fetch(`http://localhost:${ports.get(service.name)}/version`);
    expect(await answer.json()).toMatchObject({
      service: service.name,
      key: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown,
    });
  }
  const notes = await fetch(`http://localhost:${ports.get("api")}/api/v1/notes`);
  expect(((await notes.json()) as { items: unknown[] }).items.length).toBeGreaterThan(0);

  const containers = await containersOf(name);
  expect(containers.find(({ service }) => service === "migrations")?.status).toMatch(/^Exited \(0\)/);
  for (const { id } of containers) {
    const format = "{{.HostConfig.ReadonlyRootfs}} {{.Config.User}}";
    expect(await docker(["inspect", "--format", format, id])).toMatch(/^true (1000|postgres)\n$/);
  }
}, 1_800_000);
