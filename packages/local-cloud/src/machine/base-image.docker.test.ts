import { beforeAll, expect, test } from "@jest/globals";
import { progress } from "../progress";
import { base, baseImage, baseImageKey, isOurs } from "./base-image";
import { docker } from "./engine";
import { nodeVersion, npmVersion } from "./node";
import { setUpMachine } from "./setup";

const inside = (...command: string[]) =>
  docker(["run", "--rm", "--label", "cashsouk.test=base-image", baseImage, ...command]);

beforeAll(() => setUpMachine(progress(() => undefined)), 600_000);

test("the image that was made recognises itself, and is not made again", async () => {
  expect(await base().find()).toBe(`recipe ${baseImageKey}`);
});

test("an image made by another recipe is not taken for it", async () => {
  const other = "try-machine-base-image";
  const input = `FROM ${baseImage}\nLABEL org.cashsouk.recipe=other`;
  await docker(["build", "--quiet", "--tag", other, "-"], { input, env: { DOCKER_BUILDKIT: "1" } });
  try {
    expect(await isOurs(baseImage)).toBe(true);
    expect(await isOurs(other)).toBe(false);
    expect(await isOurs("try-machine-no-such-image")).toBe(false);
  } finally {
    await docker(["rmi", other]);
  }
});

test("it has Node.js, npm, certificates and a user without rights", async () => {
  expect((await inside("node", "--version")).trim()).toBe(`v${nodeVersion}`);
  expect((await inside("npm", "--version")).trim()).toBe(npmVersion);
  expect(await inside("sh", "-c", "id node; ls /etc/ssl/certs/ca-certificates.crt")).toContain("uid=1000(node)");
});
