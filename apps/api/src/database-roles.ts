import { environmentReader } from "./configuration/environment";
import { isRoleName, readRolesConfiguration, readRotationConfiguration } from "./database-roles/configuration";
import { lockUser, prepareUser } from "./database-roles/rotate-user";
import { setUpRoles } from "./database-roles/set-up-roles";
import { run } from "./run";

// `node database-roles.mjs` sets up; `… prepare` and `… lock ROLE` are the two steps of a rotation in the database.
run(async () => {
  const [command, role = "", ...rest] = process.argv.slice(2);
  const log = (line: string) => void process.stdout.write(`${line}\n`);
  if (command === undefined) return setUpRoles(readRolesConfiguration(process.env), log);
  if (command === "prepare" && role === "") return prepareUser(readRotationConfiguration(process.env), log);
  if (command === "lock" && isRoleName(role) && rest.length === 0)
    return lockUser(readRotationConfiguration(process.env), role, log);
  const read = environmentReader({});
  read.problem("the command", `want nothing, prepare, or lock and a role, got "${process.argv.slice(2).join(" ")}"`);
  read.done();
});
