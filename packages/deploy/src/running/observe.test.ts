import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { ECS } from "@aws-sdk/client-ecs";
import { service } from "../manifest/testing/service";
import { startAwsWire } from "@cashsouk/testing/aws-wire";
import { expect, test } from "@jest/globals";
import { observe } from "./observe";

const api = service("api");

async function answerFor(body: string) {
  const host = createServer((_request, response) => response.end(body));
  await new Promise<void>((resolve) => host.listen(0, "127.0.0.1", resolve));
  const wire = await startAwsWire({ DescribeServices: () => ({ services: [] }) });
  const pattern = `http://{subdomain}.localhost:${(host.address() as AddressInfo).port}`;
  try {
    return (await observe(new ECS(wire.config), "cashsouk-local", pattern, api, undefined)).answer;
  } finally {
    await wire.close();
    host.close();
  }
}

test("a host that tells service and key is taken at its word", async () => {
  expect(await answerFor('{"service":"api","key":"ab"}')).toEqual({ kind: "version", service: "api", key: "ab" });
});

test.each([
  ["without a key", '{"service":"api"}'],
  ["without a service", '{"key":"ab"}'],
  ["whose key is a number", '{"service":"api","key":1}'],
  ["that is null", "null"],
])("an answer %s is told in words", async (_title, body) => {
  const why = expect.stringMatching(/^http:.*\/version answers no service and key$/);
  expect(await answerFor(body)).toEqual({ kind: "none", why });
});
