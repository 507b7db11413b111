import { expect, test } from "@jest/globals";
import { uploadQueue } from "./queue";
import type { End, Progress } from "./send-file";

const files = (...names: string[]) => names.map((name) => new File(["x"], name));
const settled = () => new Promise((resolve) => setImmediate(resolve));

/** A queue whose sendings the test ends by hand. */
function opened() {
  const sendings: Record<string, { end(end: End): void; report(progress: Progress): void }> = {};
  let stored = 0;
  const queue = uploadQueue(
    ({ name }) =>
      ({ signal, report }) =>
        new Promise((resolve, reject) => {
          sendings[name] = { end: resolve, report };
          signal.addEventListener("abort", () => reject(new Error("cancelled")));
        }),
    () => (stored += 1),
  );
  const states = () => Object.fromEntries(queue.snapshot().uploads.map(({ name, state }) => [name, state.kind]));
  const idOf = (name: string) => queue.snapshot().uploads.find((upload) => upload.name === name)?.id ?? 0;
  return { queue, sendings, states, idOf, stored: () => stored };
}

test("three files are sent at a time, the others wait for their turn", async () => {
  const { queue, sendings, states } = opened();
  queue.add(files("1", "2", "3", "4"));
  expect(states()).toEqual({ 1: "preparing", 2: "preparing", 3: "preparing", 4: "queued" });
  sendings["2"]?.end({ kind: "stored" });
  await settled();
  expect(states()).toEqual({ 1: "preparing", 3: "preparing", 4: "preparing" });
});

test("a stored file leaves, is told of, and the page hears of it", async () => {
  const { queue, sendings, stored } = opened();
  queue.add(files("invoice.pdf"));
  sendings["invoice.pdf"]?.end({ kind: "stored" });
  await settled();
  expect([queue.snapshot(), stored()]).toEqual([{ uploads: [], news: "invoice.pdf is stored." }, 1]);
});

test("a refused file stays with the reason until it is dismissed, which is no news", async () => {
  const { queue, sendings, states, idOf } = opened();
  queue.add(files("a.gif"));
  sendings["a.gif"]?.end({ kind: "refused", why: "The file is empty." });
  await settled();
  expect([states(), queue.snapshot().news]).toEqual([{ "a.gif": "refused" }, "a.gif: The file is empty."]);
  queue.remove(idOf("a.gif"));
  expect(queue.snapshot()).toEqual({ uploads: [], news: "a.gif: The file is empty." });
});

test("a failed file is sent again when asked to", async () => {
  const { queue, sendings, states, idOf } = opened();
  queue.add(files("1"));
  sendings["1"]?.end({ kind: "failed", why: "The connection broke." });
  await settled();
  expect(states()).toEqual({ 1: "failed" });
  queue.retry(idOf("1"));
  expect(states()).toEqual({ 1: "preparing" });
  sendings["1"]?.end({ kind: "stored" });
  await settled();
  expect(states()).toEqual({});
});

test("a cancelled file is gone at once, and the next one starts", async () => {
  const { queue, states, idOf } = opened();
  queue.add(files("1", "2", "3", "4"));
  queue.remove(idOf("1"));
  await settled();
  expect(states()).toEqual({ 2: "preparing", 3: "preparing", 4: "preparing" });
  expect(queue.snapshot().news).toBe("1 is cancelled.");
});

test("what a sending tells after it was cancelled changes nothing", async () => {
  const { queue, sendings, states, idOf } = opened();
  queue.add(files("1"));
  queue.remove(idOf("1"));
  sendings["1"]?.report({ kind: "sending", sent: 1 });
  await settled();
  expect(states()).toEqual({});
});

test("who listens hears of each change until he stops", () => {
  const { queue } = opened();
  let heard = 0;
  const stop = queue.subscribe(() => (heard += 1));
  queue.add(files("1"));
  const before = heard;
  stop();
  queue.add(files("2"));
  expect([before > 0, heard]).toEqual([true, before]);
});
