import { expect, test } from "@jest/globals";
import { loggedIn, type Registry } from ".";

function counting(refuses = false): Registry & { logins: () => number } {
  let logins = 0;
  return {
    logIn() {
      if (refuses) return Promise.reject(new Error("refused"));
      return Promise.resolve({ host: `login-${++logins}` });
    },
    find: () => Promise.resolve(undefined),
    tag: () => Promise.resolve(),
    logins: () => logins,
  };
}

test("the login that was asked for at once is used first, and each later one is a new one", async () => {
  const registry = counting();
  const entered = await loggedIn(registry);
  expect(registry.logins()).toBe(1);
  expect(await entered.logIn()).toEqual({ host: "login-1" });
  expect(registry.logins()).toBe(1);
  expect([await entered.logIn(), await entered.logIn()]).toEqual([{ host: "login-2" }, { host: "login-3" }]);
});

test("a refusal is told at once", async () => {
  await expect(loggedIn(counting(true))).rejects.toThrow("refused");
});
