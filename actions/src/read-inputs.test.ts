import { describe, expect, test } from "@jest/globals";
import { inputReader, type RawInputs } from "@cashsouk/deploy";
import { readInputs } from "./read-inputs";

function parse(raw: RawInputs): { wait: number; cluster: string } {
  const read = inputReader(raw);
  const inputs = {
    wait: read.wholeNumber("wait-for-minutes", 15, { min: 1, max: 60 }),
    cluster: read.required("cluster"),
  };
  read.done();
  return inputs;
}

/** As the runner gives them: a name in capitals, its blanks as underscores. */
function start(given: Record<string, string>, env: NodeJS.ProcessEnv = {}) {
  const names = Object.entries(given).map(([name, value]) => [
    `INPUT_${name.replaceAll(" ", "_").toUpperCase()}`,
    value,
  ]);
  const all: NodeJS.ProcessEnv = { ...env, ...(Object.fromEntries(names) as Record<string, string>) };
  const warnings: string[] = [];
  const raw: RawInputs = (name) => all[`INPUT_${name.toUpperCase()}`] ?? "";
  const read = () => readInputs({ raw, env: all, warn: (text) => warnings.push(text) }, parse);
  return { read, warnings };
}
const invalid = (...problems: string[]) => `Invalid inputs:\n${problems.map((problem) => `- ${problem}`).join("\n")}`;
const identity = { ACTIONS_ID_TOKEN_REQUEST_URL: "https://token.example", ACTIONS_ID_TOKEN_REQUEST_TOKEN: "x" };
const all = "cluster, role-duration-seconds, role-to-assume, summary, wait-for-minutes";

test.each<[string, Record<string, string>, string | string[]]>([
  [
    "a slip of the hand is told with the name that was meant",
    { cluster: "c", "wait-for-minuts": "5" },
    "wait-for-minuts: is no input of this action; did you mean wait-for-minutes?",
  ],
  [
    "a name with blanks comes with underscores, and is as near",
    { cluster: "c", "wait for minutes": "5" },
    "wait_for_minutes: is no input of this action; did you mean wait-for-minutes?",
  ],
  [
    "a slip in an input that every action has",
    { cluster: "c", "role-to-asume": "" },
    "role-to-asume: is no input of this action; did you mean role-to-assume?",
  ],
  [
    "one that is near to none, with all there are",
    { cluster: "c", banana: "" },
    `banana: is no input of this action, which has ${all}`,
  ],
  [
    "one that has an input's name in it, as other actions call it",
    { cluster: "c", "cluster-name": "", "deploy-role-to-assume": "" },
    [
      "cluster-name: is no input of this action; did you mean cluster?",
      "deploy-role-to-assume: is no input of this action; did you mean role-to-assume?",
    ],
  ],
  [
    "several that are near to none, with all there are at their end, once",
    { cluster: "c", banana: "", clustr: "", kiwi: "" },
    [
      "clustr: is no input of this action; did you mean cluster?",
      "banana: is no input of this action",
      `kiwi: is no input of this action, which has ${all}`,
    ],
  ],
  [
    "a role that is no ARN",
    { cluster: "c", "role-to-assume": "deployer" },
    "role-to-assume: want a role's ARN such as",
  ],
  [
    "a session shorter than AWS allows",
    { cluster: "c", "role-duration-seconds": "899" },
    'role-duration-seconds: want a whole number from 900 to 43200, got "899"',
  ],
  [
    "a session longer than AWS allows",
    { cluster: "c", "role-duration-seconds": "43201" },
    'role-duration-seconds: want a whole number from 900 to 43200, got "43201"',
  ],
])("%s", (_, given, problem) => expect(start(given, identity).read).toThrow(invalid(...[problem].flat())));

test("every problem is in one message: the action's own, those of all actions, and unknown names", () => {
  const given = { "wait-for-minutes": "soon", summary: "maybe", clustr: "c" };
  expect(start(given).read).toThrow(
    invalid(
      'wait-for-minutes: want a whole number from 1 to 60, got "soon"',
      "cluster: is required",
      'summary: want true or false, got "maybe"',
      "clustr: is no input of this action; did you mean cluster?",
    ),
  );
});

test("a role without the right to an identity token is refused at once, not in the middle of a deployment", () => {
  const given = { cluster: "c", "role-to-assume": "arn:aws:iam::123456789012:role/path/deployer" };
  expect(start(given).read).toThrow(
    "role-to-assume: needs the job's identity token: give the job `permissions: id-token: write`",
  );
  expect(start(given, identity).read()).toEqual({ cluster: "c", wait: 15 });
});

test("a variable that is no input is none of ours, whatever it resembles", () => {
  expect(start({ cluster: "c" }, { INPUT: "x", MY_INPUT_CLUSTR: "x", GITHUB_ACTION: "x" }).read()).toMatchObject({
    cluster: "c",
  });
});

test.each(["ACT", "GITEA_ACTIONS", "FORGEJO_ACTIONS"])(
  "where %s hands a composite action's inputs on to its steps, an unknown one is only warned of",
  (runner) => {
    const { read, warnings } = start({ cluster: "c", service: "outer", clustr: "x" }, { [runner]: "true" });
    expect(read()).toEqual({ cluster: "c", wait: 15 });
    expect(warnings).toEqual([
      "clustr: is no input of this action; did you mean cluster?",
      `service: is no input of this action, which has ${all}`,
    ]);
  },
);

describe("a map", () => {
  const read = (value: string) => {
    const reader = inputReader(() => value);
    const map = reader.map("secrets");
    reader.done();
    return map;
  };

  test.each<[string, string, Record<string, string>]>([
    ["lines", "a=1\n\n  b = c=d \n", { a: "1", "b ": " c=d" }],
    ["JSON, whose numbers and booleans are texts", '{"a":"x","size":5,"on":true}', { a: "x", size: "5", on: "true" }],
    ["JSON, whose numbers stay as they are written", '{"a":-0.25,"c":123456789012}', { a: "-0.25", c: "123456789012" }],
    ["nothing", "", {}],
  ])("is read from %s", (_, value, map) => expect(read(value)).toEqual(map));

  test.each<[string, string, string[]]>([
    ["a list among texts", '{"key":"hunter2","b":[1]}', ["secrets: b: want a text, got a list"]],
    ["an object", '{"key":{"deep":"hunter2"}}', ["secrets: key: want a text, got an object"]],
    [
      "numbers that JSON would give otherwise than they are written",
      '{"version": 1.10, "b": "2.50", "a\\"8.0": 8.0, "c": 1e3, "n": 12345678901234567890}',
      ["version", 'a"8.0', "c", "n"].map(
        (name) => `secrets: ${name}: want a text in quotes, since a number would not stay as it is written`,
      ),
    ],
    ["a name twice", "a=hunter2\nb=1\na=hunter3\na=", ["secrets: a: is given more than once"]],
    [
      "a name twice in JSON, however it is written",
      '{"a": "hunter2", "b": "\\"a\\":", "\\u0061" : "hunter3", "c": "b"}',
      ["secrets: a: is given more than once"],
    ],
    [
      "what is no JSON",
      '{"key":"hunter2"',
      ["secrets: want a JSON object of texts or name=value, one a line: it begins with { and is no JSON"],
    ],
    [
      "a value of several lines",
      "key=-----BEGIN\nhunter2\n=hunter2",
      [
        "secrets: line 2: want name=value, one a line, or a JSON object",
        "secrets: line 3: want name=value, one a line, or a JSON object",
      ],
    ],
    [
      "quotes around an entry",
      `"key=hunter2"\n'other=hunter2'`,
      [1, 2].map((line) => `secrets: line ${line}: want name=value without quotes around it (several lines: JSON)`),
    ],
  ])("with %s is refused by place, its values told to nobody", (_, value, problems) =>
    expect(() => read(value)).toThrow(invalid(...problems)),
  );
});
