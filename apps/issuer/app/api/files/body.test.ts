import { describe, expect, test } from "@jest/globals";
import { completeRequest, problem } from "@cashsouk/types";
import { readBody } from "./body";

const sent = (body: string, headers: Record<string, string> = { "content-length": String(body.length) }) =>
  new Request("https://issuer.cashsouk.example/api/files/complete", { method: "POST", body, headers });

test("a body in the agreed shape is handed on, and nothing that is not agreed", async () =>
  expect(await readBody(sent('{"key":"uploads/a/b","other":1}'), completeRequest)).toEqual({ key: "uploads/a/b" }));

describe("a body is refused, naming the field and what is wanted,", () => {
  test.each([
    ["where a field is wrong", sent('{"key":""}'), { field: "key", message: "want a key" }],
    ["where it is not JSON", sent("key"), { field: "body", message: expect.any(String) }],
    ["where it is too long", sent(" ".repeat(9000)), { field: "body", message: "want at most 8192 bytes" }],
    ["where it does not say how long it is", sent("{}", {}), { field: "body", message: "want at most 8192 bytes" }],
  ])("%s", async (_title, request, error) => {
    const answer = await readBody(request, completeRequest);
    if (!(answer instanceof Response)) throw new Error("want a response");
    expect(answer.status).toBe(400);
    expect(problem.parse(await answer.json())).toMatchObject({ code: "invalid-request", errors: [error] });
  });
});
