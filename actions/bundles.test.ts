import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { type AwsWire, fault, startAwsWire } from "@cashsouk/testing/aws-wire";
import type { ChildProcess } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
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
    expect(run.output).toMatch(/^reason<<(\S+)\nInvalid inputs: - .+\n\1\n$/m);
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
        "::warning::Slack's C1 was not told: AccessDeniedException: no",
        "::error::AccessDeniedException: no\n",
      ].join("\n"),
    );
    for (const secret of [...secrets, "request-secret"])
      expect(run.stderr + run.output + run.summary).not.toContain(secret);
  });

  describe("a step that was not set up for AWS", () => {
    // Neither a profile nor a machine's role may answer here.
    const bare = () => ({ HOME: folder, AWS_EC2_METADATA_DISABLED: "true", PATH: "" });
    const inputs = (): Record<string, Record<string, string>> => {
      writeFileSync(join(folder, "root.yaml"), "Resources:\n  Topic: { Type: AWS::SNS::Topic }\n");
      return {
        "detect-affected": { base: "released", ledger: "/shop/released", "working-directory": process.cwd() },
        "build-push": {},
        "run-migration-task": {
          "task-definition": "migrations",
          subnets: "subnet-1",
          "security-groups": "sg-1",
          cluster: "c",
        },
        "ecs-rollout": { cluster: "c", service: "api", container: "api", image: "r/api:1" },
        "deploy-stack": { name: "shop", template: join(folder, "root.yaml") },
        "notify-slack": {
          "token-secret": "slack",
          channel: "C1",
          environment: "staging",
          outcome: "success",
          "on-error": "error",
        },
      };
    };
    const start = (name: string, env: Record<string, string>) =>
      startBundle({
        node,
        bundle: join(built, `${name}.mjs`),
        inputs: inputs()[name] ?? {},
        env: { ...bare(), ...env },
      });

    test.each(actionNames)(
      "%s asks for a region in one sentence, with what to do, in the summary too",
      async (name) => {
        const run = await start(name, { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" });
        expect(run.stdout).toMatch(/^::error::.*no AWS region: neither AWS_REGION nor a profile names one/m);
        expect(run.stdout).not.toMatch(/\.mjs:\d+/);
        expect(run.summary).toContain("no AWS region: neither AWS_REGION nor a profile names one");
        expect(run.stdout + run.summary).toContain("run aws-actions/configure-aws-credentials before this step");
        expect(run.status).toBe(1);
      },
    );

    test.each(actionNames)("%s asks for credentials in one sentence, in the summary too", async (name) => {
      const run = await start(name, { AWS_REGION: "ap-southeast-5" });
      expect(run.stdout).toMatch(/^::error::.*no AWS credentials: /m);
      expect(run.stdout).not.toMatch(/\.mjs:\d+/);
      expect(run.summary).toContain("no AWS credentials: ");
      expect(run.status).toBe(1);
    });

    test("a role that may not is told the permission that AWS names", async () => {
      const no =
        "User: arn:aws:sts::123456789012:assumed-role/x is not authorized to perform: ecr:GetAuthorizationToken on resource: *";
      const wire = await startAwsWire({ GetAuthorizationToken: [fault("AccessDeniedException", no, 403)] });
      const keys = { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test", AWS_REGION: "ap-southeast-5" };
      const run = await start("build-push", { ...keys, AWS_ENDPOINT_URL: wire.url });
      await wire.close();
      expect(run.stdout).toContain(
        `::error::AccessDeniedException: ${no}%0AThe step's role lacks ecr:GetAuthorizationToken: `,
      );
      expect(run.summary).toContain("The step's role lacks ecr:GetAuthorizationToken: ");
    });
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

  describe("deploy-stack with the real SDK", () => {
    const bundle = () => join(built, "deploy-stack.mjs");
    const template = "Resources:\n  Topic: { Type: AWS::SNS::Topic }\n";
    const inputs = () => {
      writeFileSync(join(folder, "root.yaml"), template);
      return { name: "shop", template: join(folder, "root.yaml") };
    };
    let wire: AwsWire;
    afterEach(() => wire.close());
    const env = () => ({
      AWS_ENDPOINT_URL: wire.url,
      AWS_REGION: "ap-southeast-5",
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
    });

    test("writes outputs and a summary", async () => {
      const shop = { StackName: "shop", StackStatus: "CREATE_COMPLETE", CreationTime: "2026-11-22T00:00:00Z" };
      wire = await startAwsWire({
        DescribeStacks: [{ Stacks: [{ ...shop, Outputs: [{ OutputKey: "Host", OutputValue: "a|b" }] }] }],
        ValidateTemplate: [{}],
        GetTemplate: [{ TemplateBody: template }],
      });
      const run = await startBundle({ node, bundle: bundle(), inputs: inputs(), env: env() });
      expect(run.status).toBe(0);
      expect(run.output).toMatch(/^status<<(\S+)\nCREATE_COMPLETE\n\1\nchanged<<(\S+)\nfalse\n\2\n/);
      expect(run.output).toContain(`\n{"Host":"a|b"}\n`);
      expect(run.summary).toContain("### Stack shop: unchanged: template, parameters and tags are as deployed");
      expect(run.summary).toContain("| Host | a\\|b |");
    });

    test("that gets SIGINT when its update was begun takes it back, tells the end of that, and is red", async () => {
      const StackId = "arn:aws:cloudformation:ap-southeast-5:123456789012:stack/shop/1";
      const shop = { StackId, StackName: "shop", StackStatus: "UPDATE_COMPLETE", CreationTime: "2026-11-22T00:00:00Z" };
      const events = ["UPDATE_IN_PROGRESS", "UPDATE_ROLLBACK_IN_PROGRESS", "UPDATE_ROLLBACK_COMPLETE"].map(
        (ResourceStatus, second) => ({
          EventId: String(second),
          StackId,
          StackName: "shop",
          LogicalResourceId: "shop",
          PhysicalResourceId: StackId,
          ResourceType: "AWS::CloudFormation::Stack",
          ResourceStatus,
          Timestamp: new Date(Date.UTC(2026, 10, 22, 0, 0, second)),
        }),
      );
      const topic = { LogicalResourceId: "Topic", ResourceType: "AWS::SNS::Topic", Action: "Add" };
      let step: ChildProcess | undefined;
      // What has happened so far: CloudFormation takes back only what it is told to.
      let told = 0;
      wire = await startAwsWire({
        DescribeStacks: [{ Stacks: [shop] }],
        ValidateTemplate: [{}],
        GetTemplate: [{ TemplateBody: "" }],
        ListStackResources: [{ StackResourceSummaries: [] }],
        CreateChangeSet: [{ Id: "change-set", StackId }],
        DescribeChangeSet: [
          {
            ChangeSetId: "change-set",
            Status: "CREATE_COMPLETE",
            Changes: [{ Type: "Resource", ResourceChange: topic }],
          },
        ],
        ExecuteChangeSet: () => ((told = 1), step?.kill("SIGINT"), {}),
        CancelUpdateStack: () => ((told = events.length), {}),
        DescribeStackEvents: () => ({ StackEvents: events.slice(0, told).reverse() }),
      });
      const onStart = (child: ChildProcess) => (step = child);
      const run = await startBundle({ node, bundle: bundle(), inputs: inputs(), env: env(), onStart });
      const sentence =
        "shop: the run was cancelled; the update was cancelled and rolled back: UPDATE_ROLLBACK_COMPLETE";
      expect(run.stdout).toContain(`::error::${sentence}`);
      expect(run.status).toBe(1);
      expect(run.output).toContain(`\n${sentence}\n`);
      expect(wire.inputs("CancelUpdateStack")).toEqual([expect.objectContaining({ StackName: StackId })]);
    });

    test("says in the summary too why it failed, unless the summary is not wanted", async () => {
      wire = await startAwsWire({ DescribeStacks: [fault("AccessDenied", "no", 403)] });
      const told = await startBundle({ node, bundle: bundle(), inputs: inputs(), env: env() });
      const quiet = await startBundle({
        node,
        bundle: bundle(),
        inputs: { ...inputs(), summary: "false" },
        env: env(),
      });
      expect(told.status).toBe(1);
      // What to do about it follows, each on a line of its own.
      expect(told.stdout).toMatch(/^::error::shop: AccessDenied: no(%0A[^\n]+)+\n$/);
      expect(told.summary).toMatch(/^### Stack shop: failed\n\n\*\*shop: AccessDenied: no\*\*\n/);
      expect(told.output).toMatch(/^reason<<(\S+)\nshop: AccessDenied: no\n\1\n$/);
      expect([quiet.status, quiet.summary]).toEqual([1, ""]);
    });
  });
});

interface Chunk {
  /** Its name in the build's configuration: `deploy` of `chunks/deploy2.mjs`. */
  readonly name: string;
  readonly bytes: number;
}

/** What a bundle reaches: by static imports, which are what its start loads, or by any. */
function reach(entry: string, imports: RegExp): Chunk[] {
  const found = new Map<string, Chunk>();
  const walk = (path: string) => {
    if (found.has(path)) return;
    const text = readFileSync(path, "utf8");
    found.set(path, {
      name: basename(path, ".mjs").replace(/^(roof|deploy)\d+$/, "$1"),
      bytes: Buffer.byteLength(text),
    });
    for (const [, next = ""] of text.matchAll(imports)) walk(join(dirname(path), next));
  };
  walk(join(built, entry));
  return [...found.values()];
}
const statically = /(?:^|[;}])(?:import|export)(?:[^"'`;(]*from)?"(\.[^"]+)"/gm;
const anyhow = /(?:(?:^|[;}])(?:import|export)(?:[^"'`;(]*from)?|\bimport\()["`](\.[^"`]+)["`]/gm;

const clients: Record<string, readonly string[]> = {
  "detect-affected": ["ssm"],
  "build-push": ["ecr"],
  "run-migration-task": ["cloudformation", "cloudwatch-logs", "ecs"],
  "ecs-rollout": ["cloudwatch-logs", "ecr", "ecs", "elastic-load-balancing-v2", "ssm"],
  "notify-slack": ["secrets-manager", "sns"],
  "deploy-stack": ["cloudformation", "s3", "ssm"],
};

describe.each(actionNames)("%s's bundle", (name) => {
  const entry = `${name}.mjs`;

  test("loads nothing of the SDK, and no HTTP client, when it starts", () => {
    const loaded = reach(entry, statically).map((chunk) => chunk.name);
    expect(loaded.filter((chunk) => /^(aws-|client-|undici|actions-http)/.test(chunk))).toEqual([]);
  });

  test("reaches the clients of the services that it calls, and no other", () => {
    const reached = reach(entry, anyhow).map((chunk) => chunk.name);
    const wanted = (clients[name] ?? []).map((client) => `client-${client}`);
    expect(reached.filter((chunk) => chunk.startsWith("client-")).sort()).toEqual(wanted.sort());
  });

  test("holds at most 100 KB of our own code", () => {
    const ours = new RegExp(`^(${name}|(roof|deploy)$)`);
    const own = reach(entry, anyhow).filter((chunk) => ours.test(chunk.name));
    expect(own.map((chunk) => chunk.name)).toEqual(expect.arrayContaining(["roof", "deploy"]));
    expect(own.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(100_000);
  });
});
