import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ownCredentials } from "./credentials";

let folder: string;
const before = process.env["DOCKER_CONFIG"];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "docker-own-"));
  process.env["DOCKER_CONFIG"] = folder;
});
afterEach(() => {
  if (before === undefined) delete process.env["DOCKER_CONFIG"];
  else process.env["DOCKER_CONFIG"] = before;
  rmSync(folder, { recursive: true });
});

const base64 = (text: string) => Buffer.from(text).toString("base64");
const nobody = "00000000-0000-0000-0000-000000000000";

test.each<[string, string, object, object | undefined]>([
  ["by name and password", "r.example.com", { "r.example.com": { auth: base64("me:pa:ss") } }, ["me", "pa:ss"]],
  [
    "of Docker Hub by its old name",
    "docker.io",
    { "https://index.docker.io/v1/": { auth: base64("me:p") } },
    ["me", "p"],
  ],
  [
    "by a token beside an empty password",
    "x.azurecr.io",
    { "x.azurecr.io": { auth: base64(`${nobody}:`), identitytoken: "t" } },
    [nobody, "t"],
  ],
  ["of another registry alone is none", "r.example.com", { "x.azurecr.io": { auth: base64("me:p") } }, undefined],
])("Docker's own login %s", async (_title, host, auths, wanted) => {
  writeFileSync(join(folder, "config.json"), JSON.stringify({ auths }));
  const found = await ownCredentials(host);
  expect(found && [found.user, found.password]).toEqual(wanted);
});
