import { describe, expect, test } from "@jest/globals";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { jobs, root, workflows } from "./workflows";

describe("references", () => {
  const uses = workflows.flatMap(({ file, text }) =>
    [...text.matchAll(/uses: *(\S+)(.*)$/gm)].map((match) => [file, match[1]!, match[2]!] as const),
  );

  test.each(uses)(
    "%s: %s is of this commit, or pinned by its full SHA with the version beside it",
    (_, reference, rest) => {
      if (reference.startsWith("$/")) {
        const path = join(root, reference.slice(2));
        expect(path.endsWith(".yml") ? existsSync(path) : existsSync(join(path, "action.yml"))).toBe(true);
      } else {
        expect(reference).toMatch(/^[\w.-]+\/[\w.-]+@[0-9a-f]{40}$/);
        expect(rest).toMatch(/^ # v\d+\.\d+\.\d+$/);
      }
    },
  );
});

describe("reading", () => {
  test.each(workflows.map(({ file, text }) => [file, text]))("%s gives the reason of each grant", (_, text) => {
    for (const grant of text.match(/^ {6}[a-z-]+: (?:read|write)\b.*$/gm) ?? []) expect(grant).toMatch(/: \w+ # to /);
  });

  test.each(jobs)("%s: %s has no expression inside a script", (_file, _id, job) => {
    for (const { run } of job.steps ?? []) expect(run ?? "").not.toContain("${{");
  });
});
