import { expect, test } from "@jest/globals";
import { readActLine } from "./act-events";

const at = { job: "Deploy/images", step: "Images", stage: "Main" };

test.each([
  ["a step starts", { ...at, msg: "⭐ Run Main Images" }, { kind: "step-started" }],
  [
    "a step ends well",
    { ...at, msg: "✅", stepResult: "success", executionTime: 2.5e9 },
    { kind: "step-ended", result: "success", seconds: 2.5 },
  ],
  [
    "a step fails",
    { ...at, msg: "❌", stepResult: "failure", executionTime: 1e9 },
    { kind: "step-ended", result: "failure", seconds: 1 },
  ],
  ["a line of a step", { ...at, msg: "built\n", raw_output: true }, { kind: "line", text: "built" }],
  [
    "an error that names an ARN",
    { ...at, command: "error::User: arn:aws:sts", arg: "1:x", raw: "::error::User: arn:aws:sts::1:x%0Amay not\n" },
    { kind: "line", text: "error: User: arn:aws:sts::1:x\nmay not" },
  ],
  [
    "an action that act can't read",
    { ...at, level: "error", msg: "failed to read 'action.yml'" },
    { kind: "line", text: "error: failed to read 'action.yml'" },
  ],
  [
    "an output",
    { ...at, command: "set-output", name: "images", arg: "{}" },
    { kind: "output", name: "images", value: "{}" },
  ],
  ["a summary", { ...at, command: "summary", content: "# x" }, { kind: "summary", markdown: "# x" }],
  ["a job ends", { job: "Deploy/images", jobResult: "failure", msg: "🏁" }, { kind: "job-ended", result: "failure" }],
  ["act itself fails", { level: "fatal", msg: "no such action" }, { kind: "note", text: "no such action" }],
])("%s", (_, line, event) => {
  expect(readActLine(JSON.stringify(line))).toMatchObject(event);
});

test.each([
  ["preparing an action", { ...at, stage: "Pre", msg: "LocalRepositoryCache matched" }],
  ["a warning of act itself", { level: "warning", msg: "no docker" }],
  ["a program's exit status, which is the step's result", { ...at, level: "error", msg: "exit status 1" }],
])("%s says nothing to a person", (_, line) => {
  expect(readActLine(JSON.stringify(line))).toBeUndefined();
});
