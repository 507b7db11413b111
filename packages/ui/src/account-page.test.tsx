import { expect, test } from "@jest/globals";
import { renderToStaticMarkup } from "react-dom/server";
import { Sessions } from "./account-page";

test("of the places where somebody is signed in, the browser that asks is marked, and no other", () => {
  const at = { startedAt: "2026-11-22T00:00:00.000Z", lastUsedAt: "2026-11-22T01:00:00.000Z" };
  const items = (["investor", "issuer", "issuer"] as const).map((portal, index) => ({
    portal,
    ...at,
    startedAt: `2026-11-2${index}T00:00:00.000Z`,
    current: index === 1,
  }));
  const html = renderToStaticMarkup(<Sessions items={items} />);
  expect(html.split("<li").map((row) => row.includes("this browser"))).toEqual([false, false, true, false]);
});
