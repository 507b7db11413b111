import { describe, expect, test } from "@jest/globals";
import type { ResourceStatus } from "@aws-sdk/client-cloudformation";
import { objectUrl, parseArtifacts } from "./artifacts";
import { failuresIn } from "./events";
import { imageParameter, imageValues } from "./image-parameters";
import { resolveParameters } from "./parameters";
import { refusals } from "./stateful";

describe("a change that would lose data is refused", () => {
  const unsaid = { properties: [], policy: undefined };
  const change = {
    path: "Data/Database",
    type: "AWS::RDS::DBInstance",
    action: "Modify",
    replacement: "True",
    ...unsaid,
  };
  const none = { replacement: [], removal: [] };
  test.each([
    ["a database that is replaced", change, none, ["Data/Database (AWS::RDS::DBInstance) would be replaced"]],
    [
      "one that may be replaced",
      { ...change, replacement: "Conditional" },
      none,
      ["Data/Database (AWS::RDS::DBInstance) might be replaced"],
    ],
    ["one that is modified in place", { ...change, replacement: "False" }, none, []],
    ["one that is named by its id", change, { ...none, replacement: ["Database"] }, []],
    ["one that is named by its path", change, { ...none, replacement: ["Data/Database"] }, []],
    [
      "another of that id elsewhere",
      change,
      { ...none, replacement: ["Other/Database"] },
      ["Data/Database (AWS::RDS::DBInstance) would be replaced"],
    ],
    [
      "a removal where only replacement is allowed",
      { ...change, action: "Remove", replacement: undefined },
      { ...none, replacement: ["Database"] },
      ["Data/Database (AWS::RDS::DBInstance) would be removed"],
    ],
    [
      "a nested stack that is removed with all it holds",
      { path: "Storage", type: "AWS::CloudFormation::Stack", action: "Remove", replacement: undefined, ...unsaid },
      none,
      ["Storage (AWS::CloudFormation::Stack) would be removed"],
    ],
    [
      "a nested stack that is modified",
      { path: "Storage", type: "AWS::CloudFormation::Stack", action: "Modify", replacement: "Conditional", ...unsaid },
      none,
      [],
    ],
    [
      "one of which CloudFormation can't tell what it will do",
      { ...change, action: "Dynamic", replacement: undefined },
      { ...none, replacement: ["Database"] },
      ["Data/Database (AWS::RDS::DBInstance) might be removed or replaced (Dynamic: CloudFormation can't tell)"],
    ],
    [
      "one of which it can't tell, and whose removal is allowed",
      { ...change, action: "Dynamic", replacement: undefined },
      { ...none, removal: ["Database"] },
      [],
    ],
    [
      "a nested stack of which it can't tell",
      { path: "Storage", type: "AWS::CloudFormation::Stack", action: "Dynamic", replacement: undefined, ...unsaid },
      none,
      ["Storage (AWS::CloudFormation::Stack) might be removed or replaced (Dynamic: CloudFormation can't tell)"],
    ],
    [
      "a task definition of which it can't tell",
      { ...change, type: "AWS::ECS::TaskDefinition", action: "Dynamic", replacement: undefined },
      none,
      [],
    ],
    ["one of which only metadata is synchronised", { ...change, action: "SyncWithActual" }, none, []],
    ["one that is imported", { ...change, action: "Import", replacement: undefined }, none, []],
    ["a new database", { ...change, action: "Add", replacement: undefined }, none, []],
    ["a task definition that is replaced", { ...change, type: "AWS::ECS::TaskDefinition" }, none, []],
  ])("%s", (_, given, allowed, wanted) => {
    expect(refusals([given], allowed)).toEqual(wanted);
  });
});

test.each(
  [
    "ACMPCA::CertificateAuthority",
    "APS::Workspace",
    "AmazonMQ::Broker",
    "Backup::LogicallyAirGappedBackupVault",
    "Cassandra::Keyspace",
    "Cassandra::Table",
    "CloudTrail::EventDataStore",
    "CodeArtifact::Domain",
    "CodeArtifact::Repository",
    "CodeCommit::Repository",
    "Cognito::IdentityPool",
    "Connect::Instance",
    "CustomerProfiles::Domain",
    "DSQL::Cluster",
    "DirectoryService::MicrosoftAD",
    "DirectoryService::SimpleAD",
    "DocDB::DBInstance",
    "DocDBElastic::Cluster",
    "ECR::PublicRepository",
    "EMR::Cluster",
    "FSx::StorageVirtualMachine",
    "HealthLake::FHIRDatastore",
    "IoTAnalytics::Datastore",
    "Kendra::Index",
    "KinesisVideo::Stream",
    "Lightsail::Bucket",
    "Lightsail::Database",
    "Lightsail::Disk",
    "MSK::ServerlessCluster",
    "Neptune::DBInstance",
    "NeptuneGraph::Graph",
    "Omics::ReferenceStore",
    "Omics::SequenceStore",
    "Personalize::Dataset",
    "QLDB::Ledger",
    "RedshiftServerless::Namespace",
    "Rekognition::Collection",
    "S3Express::DirectoryBucket",
    "S3Outposts::Bucket",
    "S3Tables::Table",
    "S3Tables::TableBucket",
    "S3Vectors::Index",
    "S3Vectors::VectorBucket",
    "SDB::Domain",
    "SageMaker::Domain",
    "SageMaker::FeatureGroup",
    "Timestream::Database",
    "Timestream::InfluxDBInstance",
    "WorkSpaces::Workspace",
  ].map((name) => `AWS::${name}`),
)("%s holds data, so its removal is refused", (type) => {
  const change = { path: "Store", type, action: "Remove", replacement: undefined, properties: [], policy: undefined };
  expect(refusals([change], { replacement: [], removal: [] })).toEqual([`Store (${type}) would be removed`]);
});

describe("parameters", () => {
  const parameter = (text?: string) => ({
    type: "String",
    default: text === undefined ? undefined : { text, certain: true },
    noEcho: false,
  });
  const declared = new Map([
    ["Environment", parameter()],
    ["Port", parameter("80")],
    ["Secret", parameter()],
    ["ApiImage", parameter()],
  ]);

  test("an override wins over the file, the file over an image, and the stack's value fills what has no default", () => {
    const problems: string[] = [];
    const resolved = resolveParameters(
      {
        declared,
        fromFile: { Environment: { value: "local" } },
        overrides: { Environment: "staging" },
        images: new Map([["ApiImage", "repo@sha256:1"]]),
        previous: new Set(["Secret", "Port"]),
      },
      problems,
    );
    expect(problems).toEqual([]);
    expect(Object.fromEntries(resolved)).toEqual({
      Environment: { value: "staging" },
      Secret: { previous: true },
      ApiImage: { value: "repo@sha256:1" },
    });
  });

  test("an empty value is a value, and every unknown or missing one is named", () => {
    const problems: string[] = [];
    const sources = {
      declared,
      fromFile: { Environment: { value: "" }, Typo: { value: "x" } },
      overrides: { Prot: "1" },
      images: new Map(),
      previous: new Set<string>(),
    };
    expect(resolveParameters(sources, problems).get("Environment")).toEqual({ value: "" });
    expect(problems).toEqual([
      "parameters: the template has no parameter Typo",
      "parameter-overrides: the template has no parameter Prot",
      "parameters: Secret has no value: not in the file, an override, the stack, or the template",
      "parameters: ApiImage has no value: not in the file, an override, the stack, or the template",
    ]);
  });
});

describe("image parameters", () => {
  test("a service's name becomes PascalCase in the pattern", () => {
    expect(imageParameter("{Service}Image", "loan-api")).toBe("LoanApiImage");
  });
  test("what is released wins over what was built, and what the template does not declare is left out", () => {
    const released = new Map([["api", { image: "api@old" }]]);
    const built = new Map([
      ["api", { image: "api@new" }],
      ["admin", { image: "admin@new" }],
      ["issuer", { image: "issuer@new" }],
    ]);
    const values = imageValues("{Service}Image", ["ApiImage", "AdminImage", "Other"], released, built);
    expect(Object.fromEntries(values)).toEqual({ ApiImage: "api@old", AdminImage: "admin@new" });
  });
});

describe("the artifacts bucket", () => {
  test.each([
    ["cashsouk-artifacts", "https://cashsouk-artifacts.s3.ap-southeast-5.amazonaws.com/k"],
    ["http://127.0.0.1:4566/artifacts", "http://127.0.0.1:4566/artifacts/k"],
    ["cashsouk-artifacts/plan", "https://cashsouk-artifacts.s3.ap-southeast-5.amazonaws.com/plan/k"],
    ["http://127.0.0.1:4566/artifacts/plan/a/", "http://127.0.0.1:4566/artifacts/plan/a/k"],
  ])("%s", (text, url) => {
    expect(objectUrl(parseArtifacts(text)!, "ap-southeast-5", "k")).toBe(url);
  });
  test.each(["Not A Bucket", "http://host/", "s3://bucket", "http://host/a/b", "bucket/../other", "bucket//a"])(
    "%s is none",
    (text) => {
      expect(parseArtifacts(text)).toBeUndefined();
    },
  );
});

describe("the first failure", () => {
  const event = (
    path: string,
    ResourceStatus: ResourceStatus,
    ResourceStatusReason?: string,
    ResourceType = "AWS::SNS::Topic",
  ) => ({
    path,
    event: {
      StackId: "s",
      EventId: path + ResourceStatus,
      StackName: "s",
      Timestamp: new Date(0),
      ResourceType,
      ResourceStatus,
      ...(ResourceStatusReason ? { ResourceStatusReason } : {}),
    },
  });
  const stack = "AWS::CloudFormation::Stack";
  test.each([
    [
      "is a resource's, however deep, before the stacks' that fail because of it",
      [
        event("Data", "CREATE_FAILED", "Embedded stack was not created", stack),
        event("Data/Db", "CREATE_FAILED", "no such subnet"),
      ],
      "Data/Db (AWS::SNS::Topic): no such subnet",
    ],
    [
      "is never a resource that was cancelled because of another",
      [event("A", "CREATE_FAILED", "Resource creation cancelled"), event("B", "CREATE_FAILED", "denied")],
      "B (AWS::SNS::Topic): denied",
    ],
    [
      "is the stack's own reason where no resource failed",
      [event("", "UPDATE_ROLLBACK_IN_PROGRESS", "Export X cannot be deleted as it is in use", stack)],
      " (AWS::CloudFormation::Stack): Export X cannot be deleted as it is in use",
    ],
    ["is not made up", [event("A", "CREATE_COMPLETE")], undefined],
  ])("%s", (_, events, wanted) => {
    const [first] = failuresIn(events);
    expect(first && `${first.path} (${first.type}): ${first.reason}`).toBe(wanted);
  });
});
