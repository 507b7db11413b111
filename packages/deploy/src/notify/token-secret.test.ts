import { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { expect, test } from "@jest/globals";
import { startAwsWire } from "@cashsouk/testing/aws-wire";
import { readToken } from ".";

test("a token is read from its secret, without the line's end that an editor leaves", async () => {
  const wire = await startAwsWire({ GetSecretValue: [{ SecretString: "xoxb-1\n" }] });
  expect(await readToken(new SecretsManager(wire.config), "/shop/slack-token")).toBe("xoxb-1");
  expect(wire.inputs("GetSecretValue")).toEqual([{ SecretId: "/shop/slack-token" }]);
  await wire.close();
});

test("a secret without text is named", async () => {
  const wire = await startAwsWire({ GetSecretValue: [{}] });
  await expect(readToken(new SecretsManager(wire.config), "/shop/slack-token")).rejects.toThrow(
    "token-secret: /shop/slack-token holds no text",
  );
  await wire.close();
});

test("a secret that holds JSON, not the token alone, is named before Slack is asked", async () => {
  const wire = await startAwsWire({ GetSecretValue: [{ SecretString: '{"token": "xoxb-1"}' }] });
  await expect(readToken(new SecretsManager(wire.config), "/shop/slack-token")).rejects.toThrow(
    "token-secret: /shop/slack-token holds JSON: want the token alone, as plain text",
  );
  await wire.close();
});
