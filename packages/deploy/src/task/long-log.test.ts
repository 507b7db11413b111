import { expect, test } from "@jest/globals";
import { exited, line, run } from "./testing/migration-task";

test("of a log that is written faster than it can be read, the end is its end", async () => {
  let page = 0;
  const { tail, lines } = await run({
    DescribeTasks: [exited(1)],
    GetLogEvents: ({ input }) => {
      const { startFromHead } = input as { startFromHead: boolean };
      if (!startFromHead) return { events: [line("Error: P3018 at the very end")], nextBackwardToken: "b/1" };
      page++;
      return { events: [line(`line ${page}`)], nextForwardToken: `f/${page}` };
    },
  });
  expect(tail).toEqual(["Error: P3018 at the very end"]);
  expect(lines).toContain("  | … (the log is longer than could be read; its end:)");
});
