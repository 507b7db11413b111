import { describe, expect, test } from "@jest/globals";
import { environments, namesOf } from "@cashsouk/deploy";
import { otherUser } from "@cashsouk/deploy/rotate";
import { renderTree } from "./render";

interface Generated {
  readonly SecretStringTemplate: string;
}

describe.each(environments)("the application's database users in %s", (environment) => {
  const rendered = renderTree(environment, "platform", { DatabaseProxy: "true" });
  const secrets = rendered
    .flatMap(({ resources }) => Object.values(resources))
    .filter(({ Type }) => Type === "AWS::SecretsManager::Secret")
    .map(({ Properties = {} }) => ({
      name: String(Properties["Name"]),
      generated: Properties["GenerateSecretString"] as Generated,
    }));
  const own = secrets.find(({ name }) => name === namesOf(environment).databaseSecret);
  const userOf = ({ SecretStringTemplate }: Generated) =>
    (JSON.parse(SecretStringTemplate) as { username: string }).username;

  test("begin with the first of the two; whoever changes this takes back what a rotation has made current", () => {
    expect(own?.generated).toEqual({
      SecretStringTemplate: expect.stringMatching(
        /^\{"engine":"postgres","host":"[^"]+","port":"[^"]+","dbname":"cashsouk","username":"cashsouk_app"\}$/,
      ),
      GenerateStringKey: "password",
      PasswordLength: 40,
      ExcludePunctuation: true,
    });
  });

  test("are both known to RDS Proxy, each by a secret of its own that is called like it", () => {
    const logins = secrets.filter(({ name }) => name.includes("/api/proxy-logins/"));
    const first = userOf(own!.generated);
    expect(logins.map(({ name }) => name.split("/").at(-1))).toEqual([first, otherUser(first)]);
    for (const { name, generated } of logins) expect(name).toMatch(new RegExp(`/${userOf(generated)}$`));
  });
});
