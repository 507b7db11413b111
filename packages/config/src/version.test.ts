import { afterEach, expect, test } from "@jest/globals";
import { version } from "@cashsouk/types";
import { versionRoute } from "./version";

afterEach(() => {
  delete process.env.RELEASE;
});

test.each([
  ["in an image it is the image's key", "ab".repeat(32), "ab".repeat(32)],
  ["outside an image it is development", undefined, "development"],
])("%s", async (_title, release, key) => {
  if (release) process.env.RELEASE = release;
  const answer = version.parse(await versionRoute("issuer")().json());
  expect(answer).toMatchObject({ service: "issuer", key });
  expect(Date.parse(answer.startedAt)).toBeLessThanOrEqual(Date.now());
});
