import { escapeIdentifier } from "pg";
import { apply, asMaster, roleExists, type Tools } from "./as-master";
import type { RolesConfiguration } from "./configuration";
import { connect } from "./connect";
import { tellProxy } from "./proxy-login";
import { groupRights, groupStep, loginStep, masterSteps, memberStep, ownRights } from "./statements";

/**
 * Makes or alters the migrator's and the application's role, in one transaction. Running it again changes nothing but a
 * password that is another one now. Ends by logging in as both. It knows the application's current user alone: the one
 * that a rotation has locked stays locked.
 */
export async function setUpRoles(configuration: RolesConfiguration, log: Tools["log"]): Promise<void> {
  const { master, migrator, app, group } = configuration;
  await asMaster(configuration, log, async (tools) => {
    for (const login of [migrator, app]) await apply(tools, loginStep(login, await roleExists(tools, login.name)));
    await apply(tools, groupStep(group, await roleExists(tools, group)));
    await apply(tools, memberStep(app.name, group));
    for (const step of masterSteps({
      database: master.database,
      master: master.user,
      migrator: migrator.name,
      group,
      app: app.name,
    }))
      await apply(tools, step);
    // As the owner: a grant by the master would be the master's own, and hold as long as its membership only.
    await tools.client.query(`SET LOCAL ROLE ${escapeIdentifier(migrator.name)}`);
    await apply(tools, groupRights(migrator.name, group));
    await apply(tools, ownRights(migrator.name, app.name));
  });
  await tellProxy(configuration.proxyLogins, app, log);
  for (const { name, password } of [migrator, app]) {
    const session = await connect({ ...master, user: name, password }, 0, log);
    await session.end();
    log(`${name}: can log in`);
  }
}
