import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { notePage, problem } from "@cashsouk/types";
import { query } from "@cashsouk/testing/postgres";
import { demoDatabase } from "../../../__tests__/database";
import { serve as serveApi } from "../../../__tests__/serve";

let database: Awaited<ReturnType<typeof demoDatabase>>;

beforeAll(async () => {
  database = await demoDatabase();
});
afterAll(() => database.drop());
const serve = () => serveApi(database.url);
const cursorOf = (date: string) =>
  Buffer.from(JSON.stringify([date, "6f1d7a52-6a0f-4f0e-9d0c-2a1f5b7c9e01"])).toString("base64url");

describe("the open notes", () => {
  test("come in the agreed shape, those that close first at the top", async () => {
    const { get } = await serve();
    const { status, body } = await get("/api/v1/notes");
    const { items, nextCursor } = notePage.parse(body);
    expect(status).toBe(200);
    expect(items.map(({ reference }) => reference)).toEqual([
      "DEMO-0001",
      "DEMO-0003",
      "DEMO-0002",
      "DEMO-0004",
      "DEMO-0005",
    ]);
    expect(items[0]).toMatchObject({ targetSen: "800000", fundedSen: "700000", fundedPercent: 87 });
    expect(nextCursor).toBeNull();
  });

  test("come in pages: each note once, also when two close at the same time", async () => {
    await query(
      database.url,
      "UPDATE notes SET listing_closes_at = (SELECT min(listing_closes_at) FROM notes) WHERE reference < 'DEMO-0003'",
    );
    const { get } = await serve();
    const seen: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const page = notePage.parse((await get(`/api/v1/notes?limit=1${cursor && `&cursor=${cursor}`}`)).body);
      seen.push(...page.items.map(({ reference }) => reference));
      cursor = page.nextCursor;
    }
    expect(seen.toSorted()).toEqual(["DEMO-0001", "DEMO-0002", "DEMO-0003", "DEMO-0004", "DEMO-0005"]);
  });

  test("are those whose listing runs: not drafts, not closed, not yet opened", async () => {
    await query(
      database.url,
      `UPDATE notes SET status = 'draft' WHERE reference = 'DEMO-0003';
       UPDATE notes SET listing_closes_at = now() - interval '1 second' WHERE reference = 'DEMO-0004';
       UPDATE notes SET listing_opens_at = now() + interval '1 hour' WHERE reference = 'DEMO-0005'`,
    );
    const { get } = await serve();
    const { items } = notePage.parse((await get("/api/v1/notes")).body);
    expect(items.map(({ reference }) => reference)).toEqual(["DEMO-0001", "DEMO-0002"]);
  });

  test.each([
    ["limit=0", "limit", "want a whole number from 1 to 100"],
    ["limit=ten", "limit", "want a whole number from 1 to 100"],
    ["cursor=nonsense", "cursor", "want a cursor that this list gave"],
    ["cursor=WyJ4Il0", "cursor", "want a cursor that this list gave"],
    [`cursor=${cursorOf("0000-01-01T00:00:00.000Z")}`, "cursor", "want a cursor that this list gave"],
    [`cursor=${cursorOf("2101-01-01T00:00:00.000Z")}`, "cursor", "want a cursor that this list gave"],
  ])("?%s is refused, naming the field and what is wanted", async (search, field, message) => {
    const { get } = await serve();
    const { status, body } = await get(`/api/v1/notes?${search}`);
    expect(status).toBe(400);
    expect(problem.parse(body)).toMatchObject({ code: "invalid-request", errors: [{ field, message }] });
  });
});
