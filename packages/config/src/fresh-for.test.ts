import { expect, test } from "@jest/globals";
import { freshFor } from "./fresh-for";

function counted(answer: (count: number) => Promise<number> = (count) => Promise.resolve(count)) {
  let [count, at] = [0, 0];
  const ask = freshFor(
    5_000,
    () => answer(++count),
    () => at,
  );
  return { ask, later: (ms: number) => void (at += ms) };
}

test("all who ask within the time have one answer, also while it is on its way", async () => {
  const { ask, later } = counted();
  const both = [ask(), ask()];
  later(4_999);
  expect(await Promise.all([...both, ask()])).toEqual([1, 1, 1]);
});

test("who asks after it has a new one", async () => {
  const { ask, later } = counted();
  await ask();
  later(5_000);
  expect(await ask()).toBe(2);
});

test("a failure is not kept", async () => {
  const { ask } = counted((count) => (count === 1 ? Promise.reject(new Error("no")) : Promise.resolve(count)));
  await expect(ask()).rejects.toThrow("no");
  expect(await ask()).toBe(2);
});
