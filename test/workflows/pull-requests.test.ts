import { describe, expect, test } from "@jest/globals";
import { jobsOf, type Step } from "./workflows";

describe("what act does not look at", () => {
  test("a pull request's plan takes the planner's role, and writes where that may write", () => {
    const { steps = [] } = jobsOf("plan.yml")["stack"]!;
    const given = Object.assign({}, ...steps.map(({ with: one }) => one)) as Record<string, unknown>;
    expect(given).toMatchObject({
      mode: "plan",
      "role-to-assume": "${{ vars.PLANNER_ROLE_ARN }}",
      artifacts: "${{ vars.ARTIFACTS }}/plan",
      comment: "${{ github.token != '' }}",
    });
  });

  test("what a pull request tests and builds takes no role and pushes nothing, as a deployment would build it", () => {
    const tested = jobsOf("test.yml");
    for (const { permissions } of Object.values(tested)) expect(permissions).toEqual({ contents: "read" });
    const inputs = (steps: readonly Step[] = []) => steps.find(({ uses }) => uses === "$/actions/build-push")?.with;
    const pushed = jobsOf("deploy.yml")["images"]?.steps;
    expect(inputs(tested["images"]?.steps)).toEqual({ ...inputs(pushed), push: false });
  });

  test("a fork's pull request takes no role and writes nothing, and exactly one of the two plans is made", () => {
    const { stack, offline } = jobsOf("plan.yml");
    expect(offline?.permissions).toEqual({ contents: "read" });
    expect(offline?.steps?.map(({ with: given }) => given?.["mode"])).toEqual([undefined, "compare"]);
    const own = "github.event.pull_request.head.repo.full_name == github.repository && vars.PLANNER_ROLE_ARN != ''";
    expect(stack?.if).toBe(own);
    expect(offline?.if).toBe(own.replace("==", "!=").replace("&&", "||").replace("_ARN !=", "_ARN =="));
  });

  test("a pull request's plan is given the parameters that a deployment is given, or it shows them as given up", () => {
    const given = jobsOf("reusable-deploy.yml")["environment"]!.steps!.flatMap(({ with: input }) => {
      const name = /^cloudformation\/(\w+)\.yaml$/.exec(String(input?.["template"]))?.[1];
      return name ? [[name, input?.["parameter-overrides"]]] : [];
    });
    const port = "PublicPort=${{ vars.PUBLIC_PORT }}";
    expect(given).toEqual([
      ["platform", port],
      ["migrations", undefined],
      ["services", port],
    ]);
    const reviewed = jobsOf("infrastructure.yml")["plan"]!.steps!;
    for (const [stack = "", overrides] of given) {
      const planned = reviewed.find(({ id }) => id === stack)?.with;
      expect([stack, planned?.["mode"], planned?.["parameter-overrides"]]).toEqual([stack, "plan", overrides]);
    }
    const plan = jobsOf("plan.yml")["stack"]!.steps!.at(-1)!;
    expect(plan.with?.["parameter-overrides"]).toBe(
      "${{ matrix.stack != 'migrations' && format('PublicPort={0}', vars.PUBLIC_PORT) || '' }}",
    );
  });
});
