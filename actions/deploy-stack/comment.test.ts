import { type AwsWire, fault, startAwsWire } from "@cashsouk/testing/aws-wire";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { builtBundles } from "../built-bundles";
import { nodeBinaries } from "../node-versions";
import { startBundle } from "../start-bundle";

const issue = "/repos/cashsouk/cashsouk/issues";
const marker = "<!-- deploy-stack: shop -->";
const template = "Resources:\n  Topic: { Type: AWS::SNS::Topic }\n";

let folder: string;
let wire: AwsWire;
/** GitHub's API: what it was asked, and the pull request's comments. */
let github: Server;
let asked: string[];
let comments: { id: number; body: string }[];
let refusal: number | undefined;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "cashsouk-comment-"));
  writeFileSync(join(folder, "root.yaml"), template);
  writeFileSync(join(folder, "pull-request.json"), JSON.stringify({ pull_request: { number: 12 } }));
  writeFileSync(join(folder, "push.json"), JSON.stringify({ ref: "refs/heads/main" }));
});
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(async () => {
  [asked, comments, refusal] = [[], [], undefined];
  github = createServer((request, response) => {
    void text(request).then((sent) => {
      const { pathname, searchParams } = new URL(request.url ?? "/", "http://github");
      const { body = "" } = (sent ? JSON.parse(sent) : {}) as { body?: string };
      asked.push(`${request.method} ${pathname} ${request.headers.authorization}`);
      response.setHeader("content-type", "application/json");
      if (refusal) return response.writeHead(refusal).end('{"message":"Resource not accessible by integration"}');
      if (request.method === "GET") {
        const page = Number(searchParams.get("page") ?? 1);
        const most = Number(searchParams.get("per_page"));
        if (page * most < comments.length)
          response.setHeader(
            "link",
            `<http://${request.headers.host}${pathname}?per_page=${most}&page=${page + 1}>; rel="next"`,
          );
        return response.end(JSON.stringify(comments.slice((page - 1) * most, page * most)));
      }
      const id = Number(/\d+$/.exec(pathname)?.[0]);
      const comment = comments.find((one) => request.method === "PATCH" && one.id === id);
      if (comment) comment.body = body;
      else comments.push({ id: comments.length + 1, body });
      return response.writeHead(comment ? 200 : 201).end("{}");
    });
  });
  await new Promise<void>((resolve) => github.listen(0, "127.0.0.1", resolve));
});
afterEach(async () => {
  await wire.close();
  github.closeAllConnections();
  github.close();
});

async function plan(node: string, template: string, event = "pull-request", more: Record<string, string> = {}) {
  const shop = { StackName: "shop", StackStatus: "CREATE_COMPLETE", CreationTime: "2026-11-22T00:00:00Z" };
  wire = await startAwsWire({
    DescribeStacks: [{ Stacks: [shop] }],
    ValidateTemplate: template ? [{}] : [fault("ValidationError", "no resources")],
    GetTemplate: [{ TemplateBody: template }],
    DetectStackDrift: [fault("AccessDenied", "no", 403)],
  });
  return startBundle({
    node,
    bundle: join(builtBundles(), "deploy-stack.mjs"),
    inputs: {
      name: "shop",
      template: join(folder, "root.yaml"),
      mode: "plan",
      comment: "true",
      token: "ghs_secret",
      ...more,
    },
    env: {
      AWS_ENDPOINT_URL: wire.url,
      AWS_REGION: "ap-southeast-5",
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      GITHUB_API_URL: `http://127.0.0.1:${(github.address() as AddressInfo).port}`,
      GITHUB_REPOSITORY: "cashsouk/cashsouk",
      GITHUB_EVENT_PATH: join(folder, `${event}.json`),
    },
  });
}

describe.each(nodeBinaries())("on %s a plan as the pull request's comment", (node) => {
  test("is written with the job's token, found again behind a hundred others, and changed in place", async () => {
    comments = Array.from({ length: 120 }, (_none, index) => ({ id: index + 1, body: "Looks good" }));
    const first = await plan(node, template);
    expect([first.status, comments.length]).toEqual([0, 121]);
    expect(comments[120]?.body).toMatch(new RegExp(`^${marker}\n### ✅ Stack shop: unchanged, since `));
    expect(asked.at(-1)).toBe(`POST ${issue}/12/comments token ghs_secret`);
    // The same plan from the same stack took another time: what is told of it is changed, and no second comment made.
    comments[120]!.body = `${marker}\nof an earlier commit`;
    await wire.close();
    expect((await plan(node, template)).status).toBe(0);
    expect(asked.at(-1)).toBe(`PATCH ${issue}/comments/121 token ghs_secret`);
    expect([comments.length, comments[120]?.body]).toEqual([
      121,
      expect.stringContaining("### ✅ Stack shop: unchanged"),
    ]);
  });

  test("gives way to why there is none, so that no earlier commit's plan stands there as this one's", async () => {
    comments = [{ id: 1, body: `${marker}\nof an earlier commit` }];
    const { status, stdout } = await plan(node, "");
    expect(status).toBe(1);
    expect(stdout).toContain("::error::shop: nothing was changed:");
    expect(comments).toEqual([{ id: 1, body: expect.stringContaining("### ❌ Stack shop: failed") }]);
  });

  test.each([
    ["GitHub refuses", 403, "pull-request", "comment: GitHub did not take it: Resource not accessible by integration"],
    ["there is no pull request", undefined, "push", "comment: the event that started this run is no pull request's"],
  ])("where %s the step is red, and the plan is in the summary", async (_title, status, event, sentence) => {
    refusal = status;
    const run = await plan(node, template, event);
    expect([run.status, run.stdout]).toEqual([1, expect.stringContaining(`::error::${sentence}`)]);
    expect(run.summary).toContain("### ✅ Stack shop: unchanged");
  });

  test("is not asked for without a token, and no other mode has one", async () => {
    const run = await plan(node, template, "pull-request", { token: "", mode: "apply" });
    expect(run.stdout).toContain("token: is required for `comment`");
    expect(run.stdout).toContain("comment: is for `mode: plan`");
    expect(asked).toEqual([]);
  });
});
