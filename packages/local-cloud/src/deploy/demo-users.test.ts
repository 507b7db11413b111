import { CognitoIdentityProvider } from "@aws-sdk/client-cognito-identity-provider";
import { SSM } from "@aws-sdk/client-ssm";
import { fault, type Script, startAwsWire } from "@cashsouk/testing/aws-wire";
import { expect, test } from "@jest/globals";
import { makeDemoUsers, readDemoUsers, renderDemoUsers } from "./demo-users";

const pool = { GetParameter: () => ({ Parameter: { Value: "pool-1" } }) };
const urls = "http://{subdomain}.cashsouk.localhost:8080";

async function against<Result>(script: Script, act: (ports: Parameters<typeof makeDemoUsers>[0]) => Promise<Result>) {
  const wire = await startAwsWire(script);
  try {
    const ports = { cognito: new CognitoIdentityProvider(wire.config), ssm: new SSM(wire.config) };
    return { result: await act(ports), wire };
  } finally {
    await wire.close();
  }
}

const done = { AdminSetUserPassword: () => ({}), AdminAddUserToGroup: () => ({}) };

test("one user a role is made, with a verified address, a name and the group that is the role", async () => {
  const { wire } = await against({ ...pool, ...done, AdminCreateUser: () => ({}) }, (ports) =>
    makeDemoUsers(ports, "secret"),
  );
  expect(wire.inputs("AdminCreateUser").map(({ Username }: { Username: string }) => Username)).toEqual([
    "investor@demo.cashsouk.example",
    "issuer@demo.cashsouk.example",
    "admin@demo.cashsouk.example",
  ]);
  expect(wire.inputs("AdminCreateUser")[0]).toMatchObject({
    UserPoolId: "pool-1",
    MessageAction: "SUPPRESS",
    UserAttributes: expect.arrayContaining([
      { Name: "email_verified", Value: "true" },
      { Name: "name", Value: "Demo Investor" },
    ]),
  });
  expect(wire.inputs("AdminAddUserToGroup").map(({ GroupName }: { GroupName: string }) => GroupName)).toEqual([
    "investor",
    "issuer",
    "admin",
  ]);
  expect(wire.inputs("AdminSetUserPassword")[2]).toMatchObject({ Password: "secret", Permanent: true });
});

test("users who are there get the password that will be printed, and are not made again", async () => {
  const script = {
    ...pool,
    ...done,
    AdminCreateUser: () => fault("UsernameExistsException"),
    AdminUpdateUserAttributes: () => ({}),
  };
  const { wire } = await against(script, (ports) => makeDemoUsers(ports, "secret"));
  expect(wire.inputs("AdminUpdateUserAttributes")).toHaveLength(3);
  expect(wire.inputs("AdminSetUserPassword")).toHaveLength(3);
});

test("another refusal of the user pool is not taken for a user who is there", async () => {
  const script = { ...pool, AdminCreateUser: () => fault("InvalidPasswordException", "too short") };
  await expect(against(script, (ports) => makeDemoUsers(ports, "x"))).rejects.toThrow("too short");
});

test("only those are told of whom the user pool has in their group", async () => {
  const script = {
    ...pool,
    AdminListGroupsForUser: [
      { Groups: [{ GroupName: "investor" }] },
      fault("UserNotFoundException"),
      { Groups: [{ GroupName: "issuer" }] },
    ],
  };
  const { result } = await against(script, (ports) => readDemoUsers(ports, urls, "secret"));
  expect(result).toHaveLength(1);
  expect(renderDemoUsers(result)).toMatch(
    /^SIGN IN AT +E-MAIL +PASSWORD\nhttp:\/\/\w+\.cashsouk\.localhost:8080 +\w+@demo\.cashsouk\.example +secret$/,
  );
});

test.each([
  ["before anything is deployed", { GetParameter: () => fault("ParameterNotFound") }, "secret"],
  ["of an instance that never made any", pool, undefined],
])("nobody is told of %s", async (_title, script, password) => {
  const { result } = await against(script, (ports) => readDemoUsers(ports, urls, password));
  expect(result).toEqual([]);
});
