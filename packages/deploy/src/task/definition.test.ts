import type { ContainerDefinition, TaskDefinition } from "@aws-sdk/client-ecs";
import { describe, expect, test } from "@jest/globals";
import { differences, pickContainer, registrable, withImage } from "./definition";

const environment = [
  { name: "A", value: "1" },
  { name: "B", value: "2" },
];
const api: ContainerDefinition = {
  name: "api",
  image: "repo@sha256:old",
  essential: true,
  environment,
  secrets: [{ name: "PASSWORD", valueFrom: "arn:secret:password::" }],
  mountPoints: [],
  linuxParameters: { initProcessEnabled: true },
  stopTimeout: 30,
  dockerLabels: { team: "x" },
  healthCheck: { command: ["CMD", "true"], interval: 5 },
  versionConsistency: "enabled",
};
const envoy: ContainerDefinition = { name: "envoy", image: "envoy:1", essential: false };
/** Every optional field set, with what ECS adds. */
const content: TaskDefinition = {
  family: "api",
  taskRoleArn: "arn:task",
  executionRoleArn: "arn:execution",
  networkMode: "awsvpc",
  cpu: "256",
  memory: "512",
  volumes: [{ name: "tmp" }],
  placementConstraints: [{ type: "memberOf", expression: "attribute:ecs.os-type == linux" }],
  requiresCompatibilities: ["FARGATE"],
  pidMode: "task",
  ipcMode: "none",
  proxyConfiguration: { type: "APPMESH", containerName: "envoy", properties: [{ name: "a", value: "b" }] },
  inferenceAccelerators: [{ deviceName: "d", deviceType: "t" }],
  ephemeralStorage: { sizeInGiB: 30 },
  runtimePlatform: { cpuArchitecture: "ARM64", operatingSystemFamily: "LINUX" },
  enableFaultInjection: false,
  containerDefinitions: [api, envoy],
};
const described: TaskDefinition = {
  ...content,
  taskDefinitionArn: "arn:api:7",
  revision: 7,
  status: "ACTIVE",
  requiresAttributes: [{ name: "x" }],
  compatibilities: ["EC2", "FARGATE"],
  registeredAt: new Date(0),
  registeredBy: "arn:someone",
  deregisteredAt: new Date(0),
};

test("a definition with every optional field survives the round trip unchanged", () => {
  expect(registrable(described)).toEqual(content);
});

test("a definition's own tags go along, CloudFormation's do not", () => {
  const tags = [
    { key: "team", value: "x" },
    { key: "aws:cloudformation:stack-name", value: "s" },
  ];
  expect(registrable(described, tags)).toEqual({ ...content, tags: [tags[0]] });
});

test("a new image changes one container and nothing else", () => {
  const changed = withImage(described, "api", "repo@sha256:new");
  expect(differences(described, changed)).toEqual(["containers.api.image"]);
});

describe("two definitions are the same", () => {
  test.each<[string, TaskDefinition]>([
    ["whatever ECS adds", { ...described, revision: 8, taskDefinitionArn: "arn:api:8", registeredBy: "arn:other" }],
    [
      "with an empty list for an absent one",
      {
        ...described,
        volumes: [{ name: "tmp" }],
        containerDefinitions: [{ ...api, portMappings: [] }, envoy],
      },
    ],
    [
      "with their environment in another order",
      {
        ...described,
        containerDefinitions: [
          {
            ...api,
            environment: [...environment].reverse(),
          },
          envoy,
        ],
      },
    ],
  ])("%s", (_title, other) => {
    expect(differences(described, other)).toEqual([]);
  });
});

describe("two definitions differ", () => {
  test.each<[string, TaskDefinition, string[]]>([
    ["in memory", { ...described, memory: "1024" }, ["memory"]],
    [
      "in a sidecar's image",
      { ...described, containerDefinitions: [api, { ...envoy, image: "envoy:2" }] },
      ["containers.envoy.image"],
    ],
    [
      "in a missing container",
      { ...described, containerDefinitions: [api] },
      ["containers.envoy.essential", "containers.envoy.image", "containers.envoy.name"],
    ],
    [
      "in an environment's value",
      { ...described, containerDefinitions: [{ ...api, environment: [{ name: "A", value: "1" }] }, envoy] },
      ["containers.api.environment"],
    ],
    [
      "in the order of a command",
      {
        ...described,
        containerDefinitions: [{ ...api, healthCheck: { command: ["true", "CMD"], interval: 5 } }, envoy],
      },
      ["containers.api.healthCheck"],
    ],
  ])("%s", (_title, other, fields) => {
    expect(differences(described, other)).toEqual(fields);
  });
});

test("the container is the only essential one where none is named", () => {
  expect(pickContainer(described).name).toBe("api");
  expect(() => pickContainer({ family: "two", containerDefinitions: [{ name: "a" }, { name: "b" }] })).toThrow(
    'container: two has the containers a, b, got ""',
  );
});
