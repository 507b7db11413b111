import { expect, type Page } from "@playwright/test";
import { privateState, type World } from "./world";

export const portals = ["investor", "issuer", "admin"] as const;
export type Portal = (typeof portals)[number];

export interface Person {
  readonly email: string;
  readonly password: string;
}

/** The user whom a deployment leaves for each role. */
export function demoUser(role: Portal): Person {
  return { email: `${role}@demo.cashsouk.example`, password: privateState().secrets.demoPassword };
}

export const signInOrigin = () => `http://auth.cashsouk.localhost:${privateState().ports.proxy}`;

/** On the hosted page: who it is. */
export async function answerSignInPage(page: Page, { email, password }: Person): Promise<void> {
  await expect(page).toHaveURL(new RegExp(`^${signInOrigin()}/`));
  await page.getByLabel("Username").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** From the portal's front page to its dashboard. */
export async function signIn(page: Page, world: World, portal: Portal, person = demoUser(portal)): Promise<void> {
  await page.goto(world[portal].url);
  await page.getByRole("main").getByRole("link", { name: "Sign in" }).click();
  await answerSignInPage(page, person);
  await expect(page).toHaveURL(`${world[portal].url}/dashboard`);
}

export async function signOut(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
}
