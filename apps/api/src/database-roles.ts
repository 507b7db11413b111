import { readRolesConfiguration } from "./database-roles/configuration";
import { setUpRoles } from "./database-roles/set-up-roles";
import { run } from "./run";

run(async () => {
  await setUpRoles(readRolesConfiguration(process.env), (line) => process.stdout.write(`${line}\n`));
});
