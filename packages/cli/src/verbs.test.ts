import { type AwsWire, fault, type Script, startAwsWire } from "@cashsouk/testing/aws-wire";
import { afterEach, describe, expect, test } from "@jest/globals";
import { spawn } from "node:child_process";
import { join } from "node:path";

const command = join(__dirname, "..", "bin", "cashsouk.cjs");
const digest = `sha256:${"d".repeat(64)}`;
const registry = "123456789012.dkr.ecr.ap-southeast-5.amazonaws.com";
const image = `${registry}/cashsouk-api@${digest}`;
const family = "cashsouk-migrations-staging";
const release = {
  service: "api",
  commit: "1".repeat(40),
  dirty: false,
  key: "ab".repeat(32),
  image,
  digest,
  revision: "arn:aws:ecs:ap-southeast-5:123456789012:task-definition/cashsouk-api-staging:3",
  releasedAt: "2026-11-22T00:00:00.000Z",
  run: "1",
  seconds: 9,
};
const outputs = { ClusterName: "cashsouk-staging", SubnetIds: "subnet-1", SecurityGroupIds: "sg-1" };
const account: Script = {
  GetCallerIdentity: () => ({
    Account: "123456789012",
    Arn: "arn:aws:iam::123456789012:root",
  }),
  GetParametersByPath: () => ({
    Parameters: [{ Name: "/cashsouk/staging/released/api", Value: JSON.stringify(release) }],
  }),
  DescribeTaskDefinition: () => ({
    taskDefinition: {
      taskDefinitionArn: `arn:aws:ecs:ap-southeast-5:123456789012:task-definition/${family}:4`,
      family,
      revision: 4,
      containerDefinitions: [{ name: "migrations", image, essential: true, command: ["node", "migrate.mjs"] }],
    },
  }),
  DescribeStacks: () => ({
    Stacks: [
      {
        StackName: "cashsouk-staging-migrations",
        StackStatus: "CREATE_COMPLETE",
        CreationTime: "2026-11-22T00:00:00Z",
        Outputs: Object.entries(outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })),
      },
    ],
  }),
};

/** The environment's services have been deployed, below that domain. */
const deployedAt = (domain: string): Script => ({
  DescribeStacks: () => ({
    Stacks: [
      {
        StackName: "cashsouk-staging-services",
        StackStatus: "CREATE_COMPLETE",
        CreationTime: "2026-11-22T00:00:00Z",
        Parameters: [{ ParameterKey: "DomainName", ParameterValue: domain }],
      },
    ],
  }),
});

let wire: AwsWire | undefined;
afterEach(() => wire?.close());

/** The real command against AWS at the wire. */
async function cashsouk(script: Script, ...args: string[]) {
  wire = await startAwsWire(script);
  const env = {
    PATH: process.env["PATH"],
    AWS_ENDPOINT_URL: wire.url,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "a-secret-key",
  };
  const child = spawn(process.execPath, [command, ...args], { env, stdio: ["ignore", "pipe", "pipe"] });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => (stdout += chunk));
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => (stderr += chunk));
  const code = await new Promise((done) => child.on("close", done));
  return { code, stdout, stderr };
}

describe("migrate", () => {
  test("by --dry-run tells task, image, command and place after reading them, and starts nothing", async () => {
    const { code, stdout, stderr } = await cashsouk(account, "migrate", "staging", "--status", "--dry-run");
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: [
        `Task      ${family}:4`,
        `Image     ${image}`,
        "Command   node migrate.mjs status",
        "Place     cashsouk-staging, subnet-1, sg-1\n",
      ].join("\n"),
    });
    expect(stderr).toContain("Account 123456789012, ap-southeast-5, as arn:aws:iam::123456789012:root");
    // eslint-disable-next-line no-control-regex -- a pipe gets no colours
    expect(stderr).not.toMatch(/\u001b/);
    expect(wire?.actions()).not.toContain("RunTask");
    expect(wire?.actions()).not.toContain("RegisterTaskDefinition");
  });

  test("without a release says what makes one", async () => {
    const { code, stderr } = await cashsouk({ ...account, GetParametersByPath: () => ({}) }, "migrate", "staging");
    expect(code).toBe(1);
    expect(stderr).toContain("staging: the ledger has no release of api\nThe first deployment makes it");
  });
});

describe("ecs-update", () => {
  test("of an image whose content is that of several commits leaves the choice to a person, and changes nothing", async () => {
    const imageTags = [`key-${release.key}`, "1".repeat(40), "2".repeat(40)];
    const script: Script = {
      ...account,
      ...deployedAt("staging.example.test"),
      DescribeImages: () => ({ imageDetails: [{ imageDigest: digest, imageTags }] }),
    };
    const { code, stderr } = await cashsouk(script, "ecs-update", "staging", "api", "--image", image);
    expect(code).toBe(3);
    expect(stderr).toContain(`The registry knows: ${"1".repeat(40)}, ${"2".repeat(40)}.`);
    expect(wire?.actions()).not.toContain("UpdateService");
  });

  test.each([
    [
      "of a SHA-256 repository is looked up in the registry",
      "3".repeat(64),
      "--commit: the images are not all of 3333",
    ],
    ["by its first digits is refused", "3".repeat(41), "--commit: want 40 or 64 hexadecimal digits, got"],
  ])("of an image with a commit %s", async (_, commit, told) => {
    const script: Script = {
      ...account,
      ...deployedAt("staging.example.test"),
      DescribeImages: () => ({
        imageDetails: [{ imageDigest: digest, imageTags: [`key-${release.key}`, "1".repeat(64)] }],
      }),
    };
    const args = ["ecs-update", "staging", "api", "--image", image, "--commit", commit];
    expect((await cashsouk(script, ...args)).stderr).toContain(told);
  });
});

describe("what lies in another Region than the service is asked for there:", () => {
  /** The Region to which the calls of an action were sent. */
  const regionsOf = (action: string) => [
    ...new Set(
      wire?.calls.flatMap((call) =>
        call.action === action
          ? (/\/([a-z0-9-]+)\/[a-z]+\/aws4_request/.exec(call.headers.authorization ?? "")?.[1] ?? "")
          : [],
      ),
    ),
  ];
  const there = image.replace("ap-southeast-5", "eu-west-1");

  test("a released image, by ecs-update", async () => {
    const arn = (revision: number) =>
      `arn:aws:ecs:ap-southeast-5:123456789012:task-definition/cashsouk-api:${revision}`;
    const entry = { ...release, image: there };
    const { stdout, stderr } = await cashsouk(
      {
        ...account,
        ...deployedAt("staging.example.test"),
        GetParametersByPath: () => ({
          Parameters: [{ Name: "/cashsouk/staging/released/api", Value: JSON.stringify(entry) }],
        }),
        DescribeServices: () => ({
          services: [
            {
              status: "ACTIVE",
              desiredCount: 1,
              deployments: [{ id: "ecs-svc/1", status: "PRIMARY", taskDefinition: arn(1), rolloutState: "COMPLETED" }],
            },
          ],
        }),
        DescribeTaskDefinition: () => ({
          taskDefinition: {
            taskDefinitionArn: arn(1),
            family: "cashsouk-api",
            containerDefinitions: [{ name: "api", image: `${registry}/cashsouk-api@sha256:${"e".repeat(64)}` }],
          },
        }),
        BatchGetImage: () => ({ images: [{ imageId: { imageDigest: digest }, imageManifest: "{}" }] }),
      },
      ...["ecs-update", "staging", "api", "--dry-run"],
    );
    expect({ stdout, stderr }).toMatchObject({ stdout: expect.stringContaining(there) });
    expect(regionsOf("BatchGetImage")).toEqual(["eu-west-1"]);
  });

  test("an image that is named, by ecs-update", async () => {
    const imageTags = [`key-${release.key}`, "1".repeat(40), "2".repeat(40)];
    const script: Script = {
      ...account,
      ...deployedAt("staging.example.test"),
      DescribeImages: () => ({ imageDetails: [{ imageDigest: digest, imageTags }] }),
    };
    await cashsouk(script, "ecs-update", "staging", "api", "--image", there);
    expect(regionsOf("DescribeImages")).toEqual(["eu-west-1"]);
  });

  test("a task's log, by migrate", async () => {
    const taskArn = "arn:aws:ecs:ap-southeast-5:123456789012:task/cashsouk-staging/1";
    const options = { "awslogs-group": "/ecs/migrations", "awslogs-region": "eu-west-1", "awslogs-stream-prefix": "m" };
    const container = {
      name: "migrations",
      image,
      essential: true,
      logConfiguration: { logDriver: "awslogs", options },
    };
    const { code, stderr } = await cashsouk(
      {
        ...account,
        DescribeTaskDefinition: () => ({
          taskDefinition: { taskDefinitionArn: `${family}:4`, family, containerDefinitions: [container] },
        }),
        RunTask: () => ({ tasks: [{ taskArn }] }),
        DescribeTasks: () => ({
          tasks: [
            {
              taskArn,
              lastStatus: "STOPPED",
              stopCode: "EssentialContainerExited",
              containers: [{ name: "migrations", exitCode: 0 }],
            },
          ],
        }),
        GetLogEvents: () => ({ events: [{ message: "No pending migrations" }], nextForwardToken: "f/1" }),
      },
      ...["migrate", "staging"],
    );
    expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringContaining("No pending migrations") });
    expect(regionsOf("GetLogEvents")).toEqual(["eu-west-1"]);
  });
});

describe("setup-aws", () => {
  const empty: Script = {
    ...account,
    DescribeStacks: () => fault("ValidationError", "Stack with id cashsouk-bootstrap does not exist"),
    ValidateTemplate: () => ({}),
    CreateChangeSet: ({ input: { StackName } }: { input: { StackName: string } }) => ({
      Id: `arn:aws:cloudformation:ap-southeast-5:123456789012:changeSet/${StackName}/1`,
      StackId: `arn:aws:cloudformation:ap-southeast-5:123456789012:stack/${StackName}/1`,
    }),
    DescribeChangeSet: () => ({ Status: "CREATE_COMPLETE", Changes: [] }),
    DeleteChangeSet: () => ({}),
    DescribeSecret: () => fault("ResourceNotFoundException", "Secrets Manager can't find the specified secret."),
    GetParameters: () => ({ Parameters: [] }),
  };

  test("by --dry-run tells of the key pair that is missing, and makes none", async () => {
    const subjects = "DeployerSubjects=repo:a/b:ref:refs/heads/main";
    const { code, stdout } = await cashsouk(empty, "setup-aws", "staging", "--parameter", subjects, "--dry-run");
    expect(code).toBe(0);
    expect(stdout).toContain(
      "key pair a for files' addresses: would be made (/cashsouk/staging/api/cloudfront-private-key-a)",
    );
    expect(wire?.actions().filter((action) => /CreateSecret|PutParameter|Execute/.test(action))).toEqual([]);
  });
});

test("an account that can't be reached is one clear error, with the hint for credentials", async () => {
  const { code, stderr } = await cashsouk({}, "released", "staging");
  expect(code).toBe(1);
  expect(stderr).toMatch(/^AWS: who is signed in can't be told: UnscriptedAction: .*\nGive credentials/);
  expect(stderr).not.toContain("a-secret-key");
});
