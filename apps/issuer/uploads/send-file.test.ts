import { describe, expect, test } from "@jest/globals";
import type { Answer, CompletedFile, Upload } from "@cashsouk/types";
import { type Browser, fileSender, type Progress } from "./send-file";

const fileId = "6f1d7a52-6a0f-4f0e-9d0c-2a1f5b7c9e01";
const away: Answer<never> = { kind: "unavailable", why: "answered 503", reference: "a-reference" };
const refused = (code: string): Answer<never> => ({
  kind: "refused",
  status: 422,
  code,
  detail: "",
  errors: [],
  reference: "a-reference",
});
const broken = "broken" as const;

interface World {
  /** Answers in order; the last one repeats. */
  asked?: Answer<Upload>[];
  put?: (number | typeof broken)[];
  completed?: Answer<CompletedFile>[];
  file?: File;
  /** Milliseconds that each request for the bucket takes. */
  putMs?: number;
  unreadable?: boolean;
  cancelAt?: string;
  /** Asked to try again by hand, when it has ended. */
  again?: boolean;
}

const pdf = () => new File(["%PDF-1.7"], "invoice.pdf", { type: "application/pdf" });
const next = <Value>(answers: Value[]) => (answers.length > 1 ? answers.shift() : answers[0]) as Value;

/** Sends a file in a browser of which the test says what it meets; every call is noted, and time passes only in pauses. */
async function send({ file = pdf(), putMs = 0, unreadable = false, cancelAt, again = false, ...world }: World = {}) {
  const calls: string[] = [];
  const progress: Progress["kind"][] = [];
  const abort = new AbortController();
  let now = 0;
  let given = 0;
  const note = (call: string) => {
    calls.push(call);
    if (call.startsWith(cancelAt ?? "never")) abort.abort();
    abort.signal.throwIfAborted();
  };
  const put = [...(world.put ?? [200])];
  const asked = [...(world.asked ?? [])];
  const completed = [...(world.completed ?? [{ kind: "answered" as const, value: { fileId, url: "https://s3/x" } }])];
  const browser: Browser = {
    digest: () => (unreadable ? Promise.reject(new Error("NotReadableError")) : Promise.resolve("checksum")),
    askForUpload: async ({ fileName, contentLength, sha256 }) => {
      note(`ask ${fileName} ${contentLength} ${sha256}`);
      const key = `key-${++given}`;
      const upload = { uploadUrl: "https://s3/x", key, expiresIn: 900, headers: {} };
      return Promise.resolve(asked.length > 0 ? next(asked) : { kind: "answered", value: upload });
    },
    put: async ({ key }, _content, { onSent }) => {
      note(`put ${key}`);
      onSent(4);
      now += putMs;
      return Promise.resolve(next(put));
    },
    completeUpload: async (key) => {
      note(`complete ${key}`);
      return Promise.resolve(next(completed));
    },
    sleep: async (ms) => {
      note(`pause ${ms}`);
      now += ms;
      return Promise.resolve();
    },
    now: () => now,
  };
  const send = fileSender(file, browser);
  const way = { signal: abort.signal, report: ({ kind }: Progress) => progress.push(kind) };
  let end = await send(way).catch((error: Error) => ({ kind: error.name }));
  if (again) end = await send(way);
  return { end, calls, progress };
}

const ask = "ask invoice.pdf 8 checksum";

test("a file is described, sent, completed, and stored", async () => {
  const { end, calls, progress } = await send();
  expect(end).toEqual({ kind: "stored" });
  expect(calls).toEqual([ask, "put key-1", "complete key-1"]);
  expect(progress).toEqual(["preparing", "sending", "sending", "checking"]);
});

describe("before anything is sent, a file is refused", () => {
  test.each([
    ["of another type", new File(["GIF"], "a.gif", { type: "image/gif" }), /Only PDF, PNG and JPEG/],
    ["without a type", new File(["?"], "a"), /Only PDF, PNG and JPEG/],
    ["of nothing", new File([], "a.pdf", { type: "application/pdf" }), /is empty/],
    [
      "of more than 10 MB",
      new File([new Uint8Array(10 * 1024 * 1024 + 1)], "a.pdf", { type: "application/pdf" }),
      /larger than 10 MB/,
    ],
  ])("%s", async (_title, file, why) => {
    const { end, calls } = await send({ file });
    expect(end).toMatchObject({ kind: "refused", why: expect.stringMatching(why) as unknown });
    expect(calls).toEqual([]);
  });

  test("that can't be read", async () =>
    expect(await send({ unreadable: true })).toMatchObject({ end: { kind: "refused" }, calls: [] }));
});

describe("what may pass is tried again, after growing pauses", () => {
  test("a broken connection, to the same address", async () => {
    const { end, calls } = await send({ put: [broken, broken, 200] });
    expect(end.kind).toBe("stored");
    expect(calls).toEqual([ask, "put key-1", "pause 1000", "put key-1", "pause 2000", "put key-1", "complete key-1"]);
  });

  test("an address that S3 refuses, with a new one", async () => {
    const { end, calls } = await send({ put: [403, 200] });
    expect(end.kind).toBe("stored");
    expect(calls).toEqual([ask, "put key-1", "pause 1000", ask, "put key-2", "complete key-2"]);
  });

  test("an address that is about to end, with a new one", async () => {
    const { calls } = await send({ put: [broken, 200], putMs: 800_000 });
    expect(calls).toEqual([ask, "put key-1", "pause 1000", ask, "put key-2", "complete key-2"]);
  });

  test("an answer that was lost: the file is there, and is not sent twice", async () => {
    const { end, calls } = await send({ put: [broken, 412] });
    expect(end.kind).toBe("stored");
    expect(calls.at(-1)).toBe("complete key-1");
  });

  test("a portal that does not answer, four times and no more", async () => {
    const { end, calls } = await send({ asked: [away] });
    expect(end).toEqual({ kind: "failed", why: "Something failed on our side.", reference: "a-reference" });
    expect(calls).toEqual([ask, "pause 1000", ask, "pause 2000", ask, "pause 4000", ask]);
  });

  test("by hand as well, and then it goes on with the address that it has", async () => {
    const { end, calls } = await send({ put: [broken, broken, broken, broken, 200], again: true });
    expect(end.kind).toBe("stored");
    expect(calls.filter((call) => call === ask)).toHaveLength(1);
  });

  test("a file that the API does not find", async () => {
    const stored: Answer<CompletedFile> = { kind: "answered", value: { fileId, url: "https://s3/x" } };
    const { end } = await send({ completed: [refused("file-not-uploaded"), stored] });
    expect(end.kind).toBe("stored");
  });
});

test("what the API refuses is refused at once, in our words", async () => {
  const { end, calls } = await send({ completed: [refused("file-type-refused")] });
  expect(end).toMatchObject({ kind: "refused", why: expect.stringContaining("Only PDF") as unknown });
  expect(calls).toEqual([ask, "put key-1", "complete key-1"]);
});

test.each(["ask", "put", "complete"])("cancelled while it would %s, nothing more happens", async (cancelAt) => {
  const { end, calls } = await send({ cancelAt });
  expect([end.kind, calls.at(-1)?.split(" ")[0]]).toEqual(["AbortError", cancelAt]);
});
