import "./jest-start-postgres";

/** Jest's `globalTeardown` of what `jest-start-postgres` started. */
export default async function stop(): Promise<void> {
  await globalThis.postgres?.stop();
}
