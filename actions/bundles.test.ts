import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { fault, startAwsWire } from "@cashsouk/testing/aws-wire";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { actionNames } from "./action-folders";
import { builtBundles } from "./built-bundles";
import { nodeBinaries } from "./node-versions";
import { startBundle } from "./start-bundle";

/** Where no input is required, one that is wrong. */
const wrong: Record<string, Record<string, string>> = {
  "detect-affected": { deepen: "soon" },
  "build-push": { parallel: "many" },
};

const built = builtBundles();
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "cashsouk-bundles-"));
  // Without the SDK: a bundle that loads it before its inputs are right does not even start here.
  cpSync(built, join(folder, "without-sdk"), {
    recursive: true,
    filter: (path) => !/^(client-|aws-)/.test(basename(path)),
  });
});
afterAll(() => rmSync(folder, { recursive: true }));

describe.each(nodeBinaries())("on %s", (node) => {
  test.each(actionNames)("%s names every wrong input in one message, before it loads the AWS SDK", async (name) => {
    const bundle = join(folder, "without-sdk", `${name}.mjs`);
    const run = await startBundle({ node, bundle, inputs: { ...wrong[name], sumary: "true" } });
    expect(run.stderr).toBe("");
    expect(run.stdout).toMatch(/^::error::Invalid inputs:(%0A- [a-z-]+: .+)+\n$/);
    expect(run.stdout).toContain("%0A- sumary: is no input of this action; did you mean summary?");
    expect(run.status).toBe(1);
    expect(run.summary).toMatch(/^### ❌ Failed\n\n\*\*Invalid inputs:\*\*\n\n````text\n- /);
    expect(run.output).toMatch(/^reason<<(\S+)\nInvalid inputs: [a-z-]+: .+; sumary: is no input of .+\n\1\n$/m);
  });

  test.each(actionNames)("%s says at once where it does not run", async (name) => {
    const other = join(folder, "other-runner.cjs");
    writeFileSync(other, 'Object.defineProperty(process, "platform", { value: "win32" });');
    const bundle = join(folder, "without-sdk", `${name}.mjs`);
    const run = await startBundle({ node, bundle, env: { NODE_OPTIONS: `--require ${other}` } });
    expect(run.stdout).toMatch(
      /^::error::This action runs on Linux runners with x64 or arm64; this one is win32 on \w+%0A/,
    );
    expect(run.status).toBe(1);
  });

  test.each(actionNames)("%s begins nothing where the runner's file for outputs is not there", async (name) => {
    const bundle = join(folder, "without-sdk", `${name}.mjs`);
    const run = await startBundle({ node, bundle, files: { GITHUB_OUTPUT: "/nowhere/output" } });
    expect(run.stderr).toBe("");
    expect(run.stdout).toMatch(/^::error::GITHUB_OUTPUT names a file that is not there: \/nowhere\/output\n$/);
    expect(run.status).toBe(1);
    expect(run.summary).toMatch(/^### ❌ Failed\n\n\*\*GITHUB_OUTPUT names a file that is not there: /);
  });

  test("a summary that can't be written is a warning, since what was done is done", async () => {
    const wire = await startAwsWire({ Publish: [{ MessageId: "1" }] });
    const run = await startBundle({
      node,
      bundle: join(built, "notify-slack.mjs"),
      inputs: {
        "topic-arn": "arn:aws:sns:eu-west-1:123456789012:deployments",
        environment: "staging",
        outcome: "success",
      },
      env: { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test", AWS_ENDPOINT_URL: wire.url },
      files: { GITHUB_STEP_SUMMARY: "/nowhere/summary" },
    });
    await wire.close();
    expect(run.stdout).toMatch(/^::warning::The summary could not be written: /m);
    expect([run.status, run.outputs["delivered"]]).toEqual([0, "true"]);
  });

  test("with role-to-assume, the role's session makes the calls, and no secret is in the log", async () => {
    const wire = await startAwsWire({
      AssumeRoleWithWebIdentity: [
        {
          Credentials: {
            AccessKeyId: "ROLEKEY",
            SecretAccessKey: "role-secret",
            SessionToken: "role-session",
            Expiration: new Date(Date.now() + 900_000),
          },
        },
      ],
      GetSecretValue: [fault("AccessDeniedException", "no", 403)],
    });
    const tokens = createServer((_, response) => response.end(JSON.stringify({ value: "identity-secret" })));
    await new Promise<void>((resolve) => tokens.listen(0, "127.0.0.1", resolve));
    const run = await startBundle({
      node,
      bundle: join(built, "notify-slack.mjs"),
      inputs: {
        "token-secret": "slack",
        channel: "C1",
        environment: "staging",
        outcome: "deployed",
        "on-error": "error",
        "role-to-assume": "arn:aws:iam::123456789012:role/deployer",
      },
      env: {
        AWS_ENDPOINT_URL: wire.url,
        AWS_REGION: "ap-southeast-5",
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
        GITHUB_RUN_ID: "77",
        ACTIONS_ID_TOKEN_REQUEST_URL: `http://127.0.0.1:${(tokens.address() as AddressInfo).port}/?a=b`,
        ACTIONS_ID_TOKEN_REQUEST_TOKEN: "request-secret",
      },
    });
    tokens.close();
    await wire.close();
    expect(wire.calls.map(({ action, headers }) => [action, /ROLEKEY/.test(headers.authorization ?? "")])).toEqual([
      ["AssumeRoleWithWebIdentity", false],
      ["GetSecretValue", true],
    ]);
    expect(wire.inputs("AssumeRoleWithWebIdentity")).toEqual([
      expect.objectContaining({ RoleSessionName: "GitHubActions-77", WebIdentityToken: "identity-secret" }),
    ]);
    const secrets = ["identity-secret", "role-secret", "role-session"];
    // The runner takes these lines as its order to mask, and prints none of them.
    expect(run.stdout).toBe(
      [
        ...secrets.map((secret) => `::add-mask::${secret}`),
        "::error::Slack's C1 was not told: AccessDeniedException: no\n",
      ].join("\n"),
    );
    for (const secret of [...secrets, "request-secret"])
      expect(run.stderr + run.output + run.summary).not.toContain(secret);
  });

  test("build-push learns that it may not log in before it reads or starts anything", async () => {
    const wire = await startAwsWire({ GetAuthorizationToken: [fault("AccessDeniedException", "no", 403)] });
    const env = {
      PATH: "",
      AWS_ENDPOINT_URL: wire.url,
      AWS_REGION: "ap-southeast-5",
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
    };
    // Neither a repository nor git or docker is there.
    const inputs = { "working-directory": join(folder, "nowhere") };
    const run = await startBundle({ node, bundle: join(built, "build-push.mjs"), inputs, env });
    await wire.close();
    expect(wire.actions()).toEqual(["GetAuthorizationToken"]);
    expect(run.stdout).toContain("::error::AccessDeniedException: no");
    expect(run.status).toBe(1);
  });
});
