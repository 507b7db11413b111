import { describeError } from "@cashsouk/deploy";
import { setUpMachine } from "./machine/setup";
import { progress } from "./progress";

setUpMachine(progress()).catch((error: unknown) => {
  process.stderr.write(`${describeError(error)}\n`);
  process.exitCode = 1;
});
