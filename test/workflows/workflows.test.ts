import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { type Job, jobs, jobsOf, type Permissions, root, type Step, workflows } from "./workflows";

const notify = "$/actions/notify-slack";
const rollout = "$/actions/ecs-rollout";
const buttons = workflows.filter(({ on }) => "workflow_dispatch" in on);
const isOurs = ({ uses }: Step) => uses?.startsWith("$/actions/") ?? false;
const deployment = jobsOf("reusable-deploy.yml");
/** Where a job is given the thread of the message that its workflow began with, or a step of the job that began it. */
const threads: Record<string, readonly string[]> = {
  "deploy.yml": ["${{ needs.affected.outputs.thread }}"],
  "reusable-deploy.yml": ["${{ inputs.thread }}"],
  "infrastructure.yml": ["${{ needs.plan.outputs.thread }}"],
  "migrate.yml": ["${{ needs.prepare.outputs.thread }}"],
  "rollback.yml": ["${{ steps.started.outputs.thread }}", "${{ needs.plan.outputs.thread }}"],
};

describe("what act does not look at", () => {
  test.each(workflows.map((workflow) => [workflow.file, workflow] as const))(
    "%s grants nothing on top",
    (_, workflow) => {
      expect(workflow.permissions).toEqual({});
    },
  );

  test.each(jobs)("%s: %s ends by itself", (_file, _id, job) => {
    // A job that calls a workflow has the limits of that workflow's jobs.
    expect(job.uses ?? job["timeout-minutes"]).toBeDefined();
  });

  test.each(jobs)("%s: %s says what it may do", (_file, _id, job) => {
    expect(job.permissions).toBeDefined();
  });

  test.each(jobs.filter(([, , job]) => job.uses))(
    "%s: %s grants what the workflow it calls asks for",
    (_f, _i, job) => {
      const file = job.uses!.replace("$/.github/workflows/", "");
      for (const [, id, called] of jobs.filter(([candidate]) => candidate === file))
        expect([id, missing(job.permissions, called.permissions)]).toEqual([id, []]);
    },
  );

  test("one deployment of an environment at a time, queued and never cancelled half-way", () => {
    const groupOf = (wanted: string) => workflows.find(({ file }) => file === wanted)!.concurrency;
    expect(groupOf("deploy.yml")).toEqual({ group: "deploy-${{ vars.ENVIRONMENT }}", queue: "max" });
    for (const { file, concurrency } of buttons)
      expect([file, concurrency]).toEqual([file, { group: "deploy-${{ inputs.environment }}", queue: "max" }]);
  });

  test("the job that deploys waits for the environment's approval", () => {
    expect(deployment["environment"]?.environment).toBe("${{ inputs.environment }}");
    const { plan, environment } = buttons.find(({ file }) => file === "rollback.yml")!.jobs;
    expect([plan?.environment, environment?.environment]).toEqual([undefined, "${{ inputs.environment }}"]);
    expect(environment?.needs).toBe("plan");
  });

  test("what has a button refuses another branch than main and another environment than the variables', before anything else", () => {
    for (const { file, jobs: all } of buttons) {
      const first = Object.values(all).filter(({ needs }) => !needs);
      expect([file, first]).toEqual([file, [expect.anything()]]);
      const checks = first[0]?.steps?.slice(0, 2) ?? [];
      expect([file, ...checks.map((check) => check.if)]).toEqual([
        file,
        "github.ref != 'refs/heads/main'",
        "inputs.environment != vars.ENVIRONMENT",
      ]);
      for (const check of checks) expect(check.run).toMatch(/exit 1\n$/);
      // On another branch no role is given: who tells would only be refused as well.
      expect([file, all["notify"]?.if]).toEqual([file, expect.stringContaining("github.ref == 'refs/heads/main' && ")]);
    }
  });

  test("before the environment's approval nobody takes the deployer's role, and after it nobody another", () => {
    const taken = jobs.flatMap(([file, id, { steps = [], environment }]) =>
      steps.flatMap(({ with: given }) => {
        const [, role] = /^\$\{\{ vars\.(\w+)_ROLE_ARN \}\}$/.exec(String(given?.["role-to-assume"] ?? "")) ?? [];
        return role ? [{ job: `${file} ${id}`, role, approved: environment !== undefined }] : [];
      }),
    );
    expect(taken.filter(({ role, approved }) => approved !== (role === "DEPLOYER"))).toEqual([]);
    expect(taken.filter(({ approved }) => approved).map(({ job }) => job)).toEqual([
      "reusable-deploy.yml environment",
      "rollback.yml environment",
    ]);
    expect(taken.filter(({ role }) => role === "BUILDER").map(({ job }) => job)).toEqual([
      "deploy.yml images",
      "migrate.yml prepare",
    ]);
  });

  test("a part of a deployment is named, and no change sets is never taken for all stacks as they are written", () => {
    const parts = workflows.flatMap(({ file, jobs: all }) => {
      const given = all["deploy"]?.with;
      return given ? [[file, given["part"], "change-sets" in given]] : [];
    });
    expect(parts).toEqual([
      ["deploy.yml", undefined, false],
      ["infrastructure.yml", "stacks", true],
      ["migrate.yml", "database", false],
    ]);
    const [check] = deployment["plan"]!.steps!;
    expect(check?.if?.replace(/\s+/g, " ")).toBe(
      "${{ !((inputs.part == 'all' || inputs.part == 'database') && inputs.change-sets == '' || " +
        "inputs.part == 'stacks' && inputs.change-sets != '') }}",
    );
    expect(check?.run).toMatch(/exit 1\n$/);
    expect(deployment["environment"]?.needs).toBe("plan");
  });

  test("each stack of main is held against the ledger's commits, planned or deployed", () => {
    const infrastructure = buttons.find(({ file }) => file === "infrastructure.yml")!.jobs;
    for (const job of [infrastructure["plan"]!, deployment["environment"]!]) {
      const steps = (job.steps ?? []).filter(({ uses }) => uses === "$/actions/deploy-stack");
      expect(steps.map(({ with: given }) => [given?.["commit"], given?.["ledger"]])).toEqual(
        Array(3).fill(["${{ github.sha }}", "/cashsouk/${{ env.NAME }}/released"]),
      );
      const checkout = job.steps?.find(({ uses }) => uses?.startsWith("actions/checkout@"));
      expect(checkout?.with?.["fetch-depth"]).toBe(0);
    }
  });

  test("where no stack changes and no service would move, nobody is asked, and the plan's end is told", () => {
    const { plan, deploy } = buttons.find(({ file }) => file === "infrastructure.yml")!.jobs;
    const nothing = plan?.steps?.at(-1);
    expect(nothing?.if?.replace(/\s+/g, " ")).toBe(
      ["platform", "migrations", "services"].map((stack) => `steps.${stack}.outputs.change-set == '' && `).join("") +
        "(steps.rollout.outputs.deployments || '{}') == '{}'",
    );
    expect(deploy?.if).toBe("needs.plan.outputs.nothing != 'true'");
    expect(plan?.outputs?.["outcome"]).toBe("${{ steps.nothing.outcome == 'success' && 'deployed' || '' }}");
  });

  test("each button's run is told by its own name", () => {
    const kinds = jobs.flatMap(([file, , { steps = [] }]) =>
      steps.flatMap(({ uses, with: given }) => (uses === notify ? [`${file} ${given?.["kind"] ?? "deployment"}`] : [])),
    );
    expect([...new Set(kinds)].sort()).toEqual([
      "deploy.yml deployment",
      "infrastructure.yml infrastructure",
      "migrate.yml migration",
      "reusable-deploy.yml ${{ env.KIND }}",
      "rollback.yml rollback",
    ]);
  });

  test("what was reviewed of the infrastructure is what is executed, stack by stack", () => {
    const { plan, deploy } = buttons.find(({ file }) => file === "infrastructure.yml")!.jobs;
    const made = ["platform", "migrations", "services"].map((stack) => [
      stack,
      `\${{ steps.${stack}.outputs.change-set }}`,
    ]);
    expect(JSON.parse(plan?.outputs?.["change-sets"] ?? "")).toEqual(Object.fromEntries(made));
    expect(deploy?.with?.["change-sets"]).toBe("${{ needs.plan.outputs.change-sets }}");
    const steps = deployment["environment"]?.steps ?? [];
    const executed = steps.filter(({ uses }) => uses === "$/actions/deploy-stack");
    expect(executed.map(({ with: given }) => given?.["mode"])).toEqual(
      made.map(() => "${{ inputs.part == 'stacks' && 'execute' || 'apply' }}"),
    );
    expect(executed.map((step) => step.if)).toEqual(
      made.map(
        ([stack]) =>
          `inputs.part == 'all' || inputs.part == 'stacks' && fromJSON(inputs.change-sets || '{}').${stack} != ''`,
      ),
    );
    expect(executed.map(({ with: given }) => given?.["change-set"])).toEqual(
      made.map(([stack]) => `\${{ fromJSON(inputs.change-sets || '{}').${stack} }}`),
    );
  });

  test("a rollback moves what was planned, and nothing that was looked up after the approval", () => {
    const { plan, environment } = buttons.find(({ file }) => file === "rollback.yml")!.jobs;
    const [planned, moved] = [plan, environment].map((job) => job?.steps?.find(({ uses }) => uses === rollout)?.with);
    expect(planned).toMatchObject({ mode: "plan", release: "${{ inputs.release }}" });
    expect(moved).toMatchObject({ images: "${{ needs.plan.outputs.images }}", "allow-older": true });
    expect(moved).not.toHaveProperty("release");
    expect(moved?.["services"]).toBe(planned?.["services"]);
  });

  test("why it is not deployed is told by the step that did not succeed, whichever of ours that is", () => {
    const steps = deployment["environment"]?.steps ?? [];
    const ids = steps.filter(isOurs).flatMap(({ id, uses }) => (uses === notify ? [] : [id]));
    const reasons = ids.map((id) => `steps.${id}.outcome != 'success' && steps.${id}.outputs.reason`);
    expect(ids).toHaveLength(6);
    const why = steps.find(({ id }) => id === "why");
    expect(why?.env?.["REASON"]).toBe(`\${{ ${reasons.join(" || ")} || '' }}`);
  });

  test("what fails before the environment puts its reason out, or Slack could only name the job", () => {
    const deploy = jobsOf("deploy.yml");
    for (const job of ["affected", "images"])
      expect(deploy[job]?.outputs?.["reason"]).toBe(
        `\${{ steps.${job}.outcome == 'failure' && steps.${job}.outputs.reason || '' }}`,
      );
  });

  test("the plan stands before the approval, and the task is told the same as the plan", () => {
    const { plan, environment } = deployment;
    expect([plan?.environment, environment?.needs]).toEqual([undefined, "plan"]);
    const planned = plan?.steps?.find(({ with: given }) => given?.["mode"] === "plan");
    const applied = environment?.steps?.find(({ id }) => id === "migrations");
    for (const input of ["migrations", "base"]) {
      expect(planned?.with?.[input]).toEqual(expect.any(String));
      expect(applied?.with?.[input]).toBe(planned?.with?.[input]);
    }
  });

  test("whoever is waited for is told before the job that waits", () => {
    const outcomes = deployment["plan"]?.steps?.flatMap(({ with: given }) => given?.["outcome"] ?? []);
    expect(outcomes).toEqual([expect.stringContaining("inputs.approval && 'waiting'")]);
  });

  test("a message more keeps nothing from being deployed", () => {
    for (const [file, id, { steps = [] }] of jobs)
      for (const { name, uses, "continue-on-error": goesOn } of steps)
        if (uses === notify && id !== "notify") expect([file, name, goesOn]).toEqual([file, name, true]);
  });

  test("everything that is told of a deployment is told in the message that it began with", () => {
    const told = jobs.flatMap(([file, , { steps = [] }]) =>
      steps.filter(({ uses }) => uses === notify).map(({ name, with: given }) => ({ file, name, given })),
    );
    const begins = told.filter(({ given }) => given?.["event"] === "started");
    expect(begins.map(({ file }) => file)).toEqual(["deploy.yml", ...buttons.map(({ file }) => file)]);
    for (const { file, name, given } of told.filter((one) => !begins.includes(one)))
      expect([file, name, threads[file]]).toEqual([file, name, expect.arrayContaining([given?.["thread"]])]);
    expect(threads["deploy.yml"]).toEqual([jobsOf("deploy.yml")["deploy"]?.with?.["thread"]]);
  });

  test("the bootstrap names every workflow that takes the deployer's role, for whoever lets no other take it", () => {
    const bootstrap = readFileSync(join(root, "cloudformation", "bootstrap.yaml"), "utf8");
    const [, named = ""] = /^ {2}DeployerWorkflow:\n((?: {4}.*\n)+)/m.exec(bootstrap) ?? [];
    const takers = workflows.filter(({ text }) => text.includes("vars.DEPLOYER_ROLE_ARN")).map(({ file }) => file);
    expect([...named.matchAll(/[\w-]+\.yml/g)].map(([file]) => file).sort()).toEqual(takers.sort());
  });

  test("every job that others wait for is a job", () => {
    for (const { file, jobs: all } of workflows)
      for (const job of Object.values(all))
        for (const need of [job.needs ?? []].flat())
          expect([file, Object.keys(all)]).toEqual([file, expect.arrayContaining([need])]);
  });

  test("notify hears of every other job of a deployment", () => {
    for (const { jobs: all } of [workflows.find(({ file }) => file === "deploy.yml")!, ...buttons]) {
      const others = Object.keys(all).filter((id) => id !== "notify");
      expect([all["notify"]?.needs].flat().sort()).toEqual(others.sort());
    }
  });
});

function missing(granted: Permissions | undefined, asked: Job["permissions"]): string[] {
  const rank = { none: 0, read: 1, write: 2 };
  return Object.entries(asked ?? {})
    .filter(([scope, level]) => rank[granted?.[scope] ?? "none"] < rank[level])
    .map(([scope]) => scope);
}
