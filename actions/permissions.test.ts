import { beforeAll, expect, test } from "@jest/globals";
import { recordEnding, recordFolder } from "@cashsouk/testing/wire-record";
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { actionNames } from "./action-folders";

const library = join(__dirname, "..", "packages", "deploy");

/** Whose tests are an action's: its own, and those of the library's folders that it leads to. */
const folders: Readonly<Record<string, readonly string[]>> = {
  "detect-affected": ["affected", "release"],
  "build-push": ["image"],
  "run-migration-task": ["task"],
  "ecs-rollout": ["rollback", "rollout"],
  "notify-slack": ["notify"],
  "deploy-stack": ["stack"],
};

/** AWS checks these calls as another permission. */
const checkedAs: Readonly<Record<string, string>> = {
  // HeadObject has no permission of its own: https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html
  "s3:HeadObject": "s3:GetObject",
};

const reference = "https://docs.aws.amazon.com/service-authorization/latest/reference";
interface Named {
  readonly why: string;
  readonly source: string;
}
const passRole: Named = {
  why: "RegisterTaskDefinition and RunTask hand the family's roles to ECS",
  source: `${reference}/list_amazonelasticcontainerservice.html`,
};
const push: Named = {
  why: "docker push and its builders send and fetch the layers, not the SDK",
  source: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html",
};
const tags: Named = { ...passRole, why: "RegisterTaskDefinition with tags: a family that has some" };

/** Permissions that no call of the SDK is named like, each with AWS's page that says so. */
const withoutCall: Readonly<Record<string, Readonly<Record<string, Named>>>> = {
  "build-push": {
    "ecr:BatchCheckLayerAvailability": push,
    "ecr:GetDownloadUrlForLayer": push,
    "ecr:InitiateLayerUpload": push,
    "ecr:UploadLayerPart": push,
    "ecr:CompleteLayerUpload": push,
  },
  "run-migration-task": {
    "iam:PassRole": passRole,
    "ecs:TagResource": tags,
  },
  "ecs-rollout": {
    "iam:PassRole": passRole,
    "ecs:TagResource": tags,
  },
  "notify-slack": {
    "kms:Decrypt": {
      why: "a secret or a topic under a key of its own",
      source: "https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html",
    },
    "kms:GenerateDataKey": {
      why: "a topic under a key of its own",
      source: "https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html",
    },
  },
  "deploy-stack": {
    "iam:PassRole": { why: "CreateChangeSet with a role", source: `${reference}/list_awscloudformation.html` },
    "cloudformation:TagResource": {
      why: "CreateChangeSet with tags",
      source: `${reference}/list_awscloudformation.html`,
    },
    "cloudformation:BatchDescribeTypeConfigurations": {
      why: "DetectStackDrift reads how types are set up",
      source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-drift.html",
    },
  },
};

/** The library's tests leave the records; where they have not run yet (turbo runs them before), they run now. */
beforeAll(() => {
  if (existsSync(join(library, recordFolder))) return;
  const parts = Object.values(folders).flat();
  execFileSync("pnpm", ["exec", "jest", ...parts.map((part) => `src/${part}/`)], { cwd: library, stdio: "pipe" });
}, 1_800_000);

test.each(actionNames)("%s's README lists the permissions that its tests' calls ask for, and no other", (name) => {
  const asked = new Set(recordedCalls(name).map((call) => checkedAs[call] ?? call));
  const named = Object.keys(withoutCall[name] ?? {});
  expect(listed(name)).toEqual([...new Set([...asked, ...named])].sort());
});

test.each(actionNames)("%s's README links AWS's page for each permission without a call of its own", (name) => {
  const text = permissions(name);
  const sources = Object.values(withoutCall[name] ?? {}).map(({ source }) => source);
  expect(sources.filter((source) => !text.includes(source))).toEqual([]);
});

function recordedCalls(name: string): string[] {
  const ofLibrary = records(
    library,
    (folders[name] ?? []).map((folder) => `src~${folder}~`),
  );
  const own = records(__dirname, [`${name}~`]);
  return [...ofLibrary, ...own];
}

/** Whose calls no action makes: the command line reads an image that somebody names. */
const notAnActions = ["src~image~read-image.test.ts"];
const testOf = (record: string) => record.slice(0, -recordEnding.length);

/** The records of test files that still exist. */
function records(workspacePackage: string, prefixes: readonly string[]): string[] {
  const folder = join(workspacePackage, recordFolder);
  return (existsSync(folder) ? readdirSync(folder) : [])
    .filter((file) => prefixes.some((prefix) => file.startsWith(prefix)))
    .filter(
      (file) =>
        file.endsWith(recordEnding) &&
        !notAnActions.includes(testOf(file)) &&
        existsSync(join(workspacePackage, testOf(file).replaceAll("~", "/"))),
    )
    .flatMap((file) => readFileSync(join(folder, file), "utf8").trim().split("\n"));
}

function permissions(name: string): string {
  const readme = readFileSync(join(__dirname, name, "README.md"), "utf8");
  return /^## Permissions\n(.*?)^## /ms.exec(readme)?.[1] ?? "";
}

/** Every `service:Action` in the README's section, in its policies and in its sentences. */
function listed(name: string): string[] {
  const found = permissions(name).matchAll(/(?<=["`])[a-z0-9-]+:[A-Z][A-Za-z]+(?=["`](?!:))/g);
  return [...new Set([...found].map(([permission]) => permission))].sort();
}
