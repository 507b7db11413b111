import { exampleAccount } from "./example";
import { localCloud } from "./world";

/** Nothing of the tests' instances goes on running, however they ended; its state and logs stay for whoever looks. */
export default async function tearDown(): Promise<void> {
  // Whose instance it is without us, stays.
  if (process.env["E2E_INSTANCE"]) return;
  await localCloud("down");
  await exampleAccount("down");
}
