import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { contentOf, type Origin, stepLine } from "./content";
import { kinds } from "./kinds";
import { cut, escape, fill, limits } from "./limits";
import { type Message, toDetails, toLine, toMessage } from "./message";
import { toPlainText } from "./plain-text";

/** What Slack's reference says of the blocks that are used here: docs.slack.dev/reference/block-kit/blocks. */
function problemsOf({ text, blocks }: Message): string[] {
  const problems: string[] = [];
  const want = (ok: boolean, what: string) => void (ok || problems.push(what));
  const judge = (object: unknown, type: string, most: number) => {
    const { type: of, text: says, verbatim } = (object ?? {}) as { type?: string; text?: string; verbatim?: boolean };
    want(of === type, `a ${type}, got ${of}`);
    want(typeof says === "string" && says.length > 0 && says.length <= most, `1 to ${most}, got ${says?.length}`);
    want(!/\p{Surrogate}/u.test(says ?? ""), "no half of a character");
    // Angle brackets are Slack's own, and only in what we write: links and mentions.
    const own = /<(?:https?:\/\/[^<>|\s]+\|[^<>]*|@[UW]\w+|!here|!subteam\^S\w+)>/g;
    want(verbatim === (type === "mrkdwn" || undefined), "no name that Slack makes a mention of");
    if (type === "mrkdwn")
      want(!/[<>]/.test((says ?? "").replaceAll(own, "").replaceAll(/^> /gm, "")), `escaped: ${says}`);
  };
  want(text.length > 0 && text.length <= 3000, `a notification's text, got ${text.length}`);
  want(blocks.length > 0 && blocks.length <= limits.blocks, `1 to 50 blocks, got ${blocks.length}`);
  let together = 0;
  for (const block of blocks) {
    together += JSON.stringify(block, (key, value: unknown) => (key === "type" ? undefined : value)).length;
    if (block.type === "header") judge(block.text, "plain_text", limits.header);
    if (block.type === "context") for (const element of block.elements ?? []) judge(element, "mrkdwn", limits.text);
    if (block.type !== "section") continue;
    if (block.fields) for (const field of block.fields) judge(field, "mrkdwn", limits.field);
    else judge(block.text, "mrkdwn", limits.text);
    want((block.fields?.length ?? 0) <= limits.fields, "10 fields at most");
  }
  // In JSON, where a quote counts twice.
  want(together <= 22_000, `little enough together, got ${together}`);
  return problems;
}

const anyText = fc.oneof(
  fc.string(),
  fc.string({ unit: "binary", maxLength: 4000 }),
  fc.constantFrom(
    "<!channel>",
    "&amp;",
    "```",
    "*_~",
    "|>",
    "\ud83d",
    "🚀".repeat(2000),
    "&".repeat(3001),
    "\n".repeat(50),
  ),
  fc
    .array(fc.constantFrom("<", ">", "&", "🚀", "x", "\n"), { minLength: 2500, maxLength: 3500 })
    .map((all) => all.join("")),
);
const anyOrigin: fc.Arbitrary<Origin> = fc.record({
  server: fc.oneof(fc.webUrl(), anyText),
  repository: anyText,
  runId: anyText,
  commit: anyText,
  actor: anyText,
  subject: fc.option(anyText, { nil: undefined }),
  compare: fc.option(fc.oneof(fc.webUrl(), anyText), { nil: undefined }),
});
const anyResult = fc.record({
  outcome: fc.oneof(fc.constantFrom("deployed", "failed", "rolled-back", "waiting", "constructor"), anyText),
  reason: fc.option(anyText, { nil: undefined }),
  deployments: fc.dictionary(
    anyText,
    fc.record({
      outcome: fc.oneof(fc.constant("deployed"), anyText),
      ...{ reason: anyText, seconds: fc.integer(), moved: fc.boolean() },
      ...{
        commit: fc.constantFrom(undefined, "a".repeat(64)),
        previousCommit: fc.constantFrom("b".repeat(40), "c7c7c7c"),
      },
    }),
    { maxKeys: 60 },
  ),
});
const anyTold = fc.record({
  event: fc.constantFrom("started" as const, "step" as const, "finished" as const),
  kind: fc.constantFrom(...kinds),
  environment: anyText,
  fields: fc.dictionary(anyText, anyText, { maxKeys: 15 }),
});
/** As many as notify-slack lets be called (`mostMentions`), in the longest way. */
const most = Array.from({ length: 40 }, (_, at) => `<!subteam^S${String(at).padStart(10, "0")}>`);
const mentions = fc.constantFrom([], ["<@U0ONCALL>"], ["<!here>", "<!subteam^S1>"], most);

test("whatever is told, the message is within Slack's limits, of valid blocks, and escaped", () => {
  fc.assert(
    fc.property(anyTold, anyResult, anyOrigin, mentions, (told, result, origin, called) => {
      const content = contentOf(told, result, origin);
      const details = toDetails(content, called);
      const calling = [toMessage(content, called), ...(details ? [details] : [])];
      for (const message of [...calling, toLine(content.title)]) expect(problemsOf(message)).toEqual([]);
      // Who is cut off would not hear of it.
      for (const { text, blocks } of calling)
        for (const shown of [text, JSON.stringify(blocks)]) expect(shown).toContain(called.join(" "));
      const { subject, body } = toPlainText(content);
      expect(subject.length).toBeLessThan(100);
      expect(subject).toMatch(/^[!-~][ -~]*$/);
      expect(Buffer.byteLength(body)).toBeLessThanOrEqual(262_144);
    }),
    { numRuns: 60 },
  );
});

test("nothing that can't be seen turns what follows it around, or colours it", () => {
  const hidden = "\u001b[31mred\u001b[0m \u202eturned\u202c \u061c\u200f\ufeff\u0007end";
  const told = {
    event: "finished" as const,
    kind: "deployment" as const,
    environment: `e ${hidden}`,
    fields: { F: hidden },
  };
  const origin = {
    ...{ server: "https://github.com", repository: "a/b", runId: "1", commit: "c", compare: undefined },
  };
  const one = { outcome: "failed", reason: hidden, seconds: 1, moved: true };
  const result = { outcome: "failed", reason: `one\r\n${hidden}`, deployments: { api: one } };
  const content = contentOf(told, result, { ...origin, actor: hidden, subject: hidden });
  const texts = [toMessage(content), toDetails(content), toLine(stepLine(result)), toPlainText(content)].map((all) =>
    JSON.stringify(all),
  );
  for (const text of texts) {
    expect(text).toMatch(/red turned end/);
    expect(text).not.toMatch(/\\u00|\[\d+m|[\u202e\u202c\u200f\ufeff]/);
  }
  expect(toMessage(content).text).toContain("one\nred turned");
});

test("a message leads to the attempt that it tells of", () => {
  const origin = {
    server: "https://github.com",
    repository: "a/b",
    runId: "47",
    commit: "c",
    actor: "d",
    attempt: "2",
  };
  const told = { event: "finished" as const, kind: "deployment" as const, environment: "staging", fields: {} };
  const result = { outcome: "failed", reason: "why", deployments: undefined };
  const content = contentOf(told, result, { ...origin, subject: undefined, compare: undefined });
  const address = "https://github.com/a/b/actions/runs/47/attempts/2";
  expect(JSON.stringify(toMessage(content))).toContain(`<${address}|Run>`);
  expect(toPlainText(content).body).toContain(`Run: ${address}\n`);
});

test.each<[string, string]>([
  ["staging", "staging: deployed"],
  ["Zürich – „live“", "Zurich ? ?live?: deployed"],
  ["生产", "??: deployed"],
  ["👩‍🚀🇲🇾", ": deployed"],
  ["é".repeat(200), `${"e".repeat(73)} ... (137 more characters)`],
])("an e-mail's subject has only what SNS takes there, of %s", (environment, wanted) => {
  const told = { event: "finished" as const, kind: "deployment" as const, environment, fields: {} };
  const origin = {
    ...{ server: "https://github.com", repository: "a/b", runId: "1", commit: "c", actor: "d" },
    subject: undefined,
  };
  const result = { outcome: "deployed", reason: undefined, deployments: undefined };
  const { subject } = toPlainText(contentOf(told, result, { ...origin, compare: undefined }));
  expect(subject).toBe(wanted);
});

test("a reason with a whole log behind it is cut to what one reads at a glance, and the e-mail has all of it", () => {
  const origin = { server: "https://github.com", repository: "a/b", runId: "1", commit: "c", actor: "d" };
  const reason = `admin: the build failed: ${"#11 293.4 ./app/error.tsx ".repeat(60)}`;
  const result = { outcome: "failed", reason, deployments: undefined };
  const told = { event: "finished", kind: "deployment", environment: "staging", fields: {} } as const;
  const content = contentOf(told, result, { ...origin, subject: undefined, compare: undefined });
  expect(toMessage(content).blocks[1]?.text?.text).toMatch(
    /^> admin: the build failed: .{500,580} … \(\d+ more characters\)$/,
  );
  expect(toPlainText(content).body).toContain(reason.trim());
});

describe("cut", () => {
  test("says how much is missing, to the letter", () => {
    expect(cut("x".repeat(200), 100)).toBe(`${"x".repeat(76)} … (124 more characters)`);
  });

  test("keeps the beginning, and counts the rest right", () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 60, max: 3000 }), (text, limit) => {
        const whole = escape(text).replaceAll(/\p{Surrogate}/gu, "\ufffd");
        const short = cut(escape(text), limit);
        expect(short.length).toBeLessThanOrEqual(limit);
        if (whole.length <= limit) return expect(short).toBe(whole);
        const [, kept = "", missing] = /^([^]*) … \((\d+) more characters\)$/.exec(short) ?? [];
        expect(whole.startsWith(kept)).toBe(true);
        expect(kept.length + Number(missing)).toBe(whole.length);
        return expect(kept).not.toMatch(/&[a-z]*$/);
      }),
    );
  });

  test("lines that do not fit are counted", () => {
    const lines = Array.from({ length: 400 }, (_none, index) => `line ${index}`);
    const texts = fill(lines, 1000);
    const last = texts.at(-1) ?? "";
    const shown = texts.join("\n").match(/^line/gm)?.length ?? 0;
    expect(last).toBe(`… and ${400 - shown} more`);
  });
});
