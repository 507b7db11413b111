import { expect, test } from "@jest/globals";
import { renderToStaticMarkup } from "react-dom/server";
import type { Addresses } from "./portals";
import { SignInPage } from "./sign-in-page";

const addresses: Addresses = { landing: "/l", investor: "/i", issuer: "/c", admin: "/a" };
const page = (because: string) =>
  renderToStaticMarkup(<SignInPage portal="investor" addresses={addresses} query={{ because, return: "/account" }} />);

test.each([
  ["not-signed-out", "You are not signed out yet", 'action="/auth/sign-out"'],
  ["still-signed-in", "You are still signed in", 'action="/auth/sign-out-everywhere"'],
  ["ended", "Your session has ended", 'href="/auth/sign-in?return=%2Faccount"'],
])("whoever is here because of %s reads “%s” and has the next step: %s", (because, title, step) => {
  expect(page(because)).toContain(title);
  expect(page(because)).toContain(step);
});
