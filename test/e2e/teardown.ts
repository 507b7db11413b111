import { localCloud } from "./world";

/** Nothing of the tests' instance goes on running, however they ended; its state and logs stay for whoever looks. */
export default async function tearDown(): Promise<void> {
  await localCloud("down");
}
