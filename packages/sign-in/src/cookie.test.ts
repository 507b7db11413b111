import { expect, test } from "@jest/globals";
import { readCookie } from "./cookie";

const [id, other] = ["a".repeat(43), "b".repeat(43)];
const name = "__Host-investor-session";
const read = (cookie: string) =>
  readCookie("investor", new Request("https://investor.cashsouk.example", { headers: { cookie } }))?.id;

test.each<[string, string, string | undefined]>([
  ["alone", `${name}=${id}`, id],
  ["among others", `a=1; ${name}=${id}; b=2`, id],
  ["after others, without a space", `a=1;${name}=${id}`, id],
  ["twice, as the last: Next's own reader takes that one", `${name}=${other}; ${name}=${id}`, id],
  // Another host of the domain can set a name that is not exactly this one, also one that looks the same.
  ["with a space that is none before its name", `a=1; \u00a0${name}=${id}`, undefined],
  ["with another portal's name", `__Host-issuer-session=${id}`, undefined],
  ["in other letters", `${name.toUpperCase()}=${id}`, undefined],
  ["with a longer id", `${name}=${id}a`, undefined],
  ["with quotes", `${name}="${id}"`, undefined],
  ["inside of another's value", `a=${name}=${id}`, undefined],
])("the portal's cookie %s", (_title, cookie, held) => expect(read(cookie)).toBe(held));
