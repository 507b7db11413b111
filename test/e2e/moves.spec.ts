import { expect, test } from "@playwright/test";
import { commit, deploy, head, look, moved, services, type World } from "./world";

test.describe.configure({ mode: "serial" });

let before: World;
test.beforeEach(async () => {
  before = await look();
});

test("nothing changed: nothing is built, nothing moves", async () => {
  const { green, output } = await deploy();
  expect(green).toBe(true);
  expect(output).toContain("nothing was built");
  expect(moved(before, await look())).toEqual([]);
});

test("a README moves nothing, and the run says so", async () => {
  commit("Explain", "README.md", (text) => `${text}\nOne more line.\n`);
  const { green, output } = await deploy();
  expect(green).toBe(true);
  for (const name of services) expect(output).toContain(`${name}: unchanged`);
  expect(output).toContain("nothing was built");
  const after = await look();
  expect(moved(before, after)).toEqual([]);
  for (const name of services) expect(after[name].release).toEqual(before[name].release);
});

test("one portal's page moves that portal alone", async () => {
  commit("Another word", "apps/issuer/app/page.tsx", (text) => `${text}\n// Another word.\n`);
  expect((await deploy()).green).toBe(true);
  const after = await look();
  expect(moved(before, after)).toEqual(["issuer"]);
  expect(after.issuer.release).toMatchObject({ commit: head() });
  expect(after.issuer.release!.digest).not.toBe(before.issuer.release!.digest);
});

test("more memory in the template moves that service to the new shape, with the image that it had", async () => {
  commit("More memory for investor", "cloudformation/services.yaml", (text) => {
    const investor = text.indexOf("\n  Investor:\n");
    return text.slice(0, investor) + text.slice(investor).replace('Memory: "1024"', 'Memory: "2048"');
  });
  expect((await deploy()).green).toBe(true);
  const after = await look();
  expect(moved(before, after)).toEqual(["investor"]);
  expect(after.investor.release!.digest).toBe(before.investor.release!.digest);
  expect(after.investor.release!.revision).not.toBe(before.investor.release!.revision);
});
