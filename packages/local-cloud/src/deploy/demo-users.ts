import type { CognitoIdentityProvider } from "@aws-sdk/client-cognito-identity-provider";
import type { SSM } from "@aws-sdk/client-ssm";
import { publicUrl } from "@cashsouk/deploy/public-host";

/** The user pool's groups, each with a portal of its name. */
const roles = ["investor", "issuer", "admin"] as const;
type Role = (typeof roles)[number];

export interface DemoUser {
  readonly address: string;
  readonly email: string;
  readonly password: string;
}

export interface DemoUsersPorts {
  readonly cognito: Pick<
    CognitoIdentityProvider,
    | "adminCreateUser"
    | "adminUpdateUserAttributes"
    | "adminSetUserPassword"
    | "adminAddUserToGroup"
    | "adminListGroupsForUser"
  >;
  readonly ssm: Pick<SSM, "getParameter">;
}

export const emailOf = (role: Role) => `${role}@demo.cashsouk.example`;

/** Makes one user a role, or makes those that are there what they should be: what is printed opens the door. */
export async function makeDemoUsers(ports: DemoUsersPorts, password: string): Promise<void> {
  const pool = await userPool(ports);
  if (pool === undefined) throw new Error(`${poolParameter} is not there: the platform stack writes it`);
  for (const role of roles) await makeUser(ports.cognito, pool, role, password);
}

async function makeUser(cognito: DemoUsersPorts["cognito"], pool: string, role: Role, password: string): Promise<void> {
  const user = { UserPoolId: pool, Username: emailOf(role) };
  const UserAttributes = [
    { Name: "email", Value: emailOf(role) },
    { Name: "email_verified", Value: "true" },
    { Name: "name", Value: `Demo ${role[0]!.toUpperCase()}${role.slice(1)}` },
  ];
  try {
    await cognito.adminCreateUser({ ...user, UserAttributes, MessageAction: "SUPPRESS" });
  } catch (error) {
    if ((error as Error).name !== "UsernameExistsException") throw error;
    await cognito.adminUpdateUserAttributes({ ...user, UserAttributes });
  }
  await cognito.adminSetUserPassword({ ...user, Password: password, Permanent: true });
  await cognito.adminAddUserToGroup({ ...user, GroupName: role });
}

/** Those that the user pool has in their group now. */
export async function readDemoUsers(
  ports: DemoUsersPorts,
  publicUrls: string,
  password: string | undefined,
): Promise<DemoUser[]> {
  const pool = await userPool(ports);
  if (pool === undefined || password === undefined) return [];
  const found = await Promise.all(
    roles.map(async (role) => ({ role, there: await isInGroup(ports.cognito, pool, role) })),
  );
  return found
    .filter(({ there }) => there)
    .map(({ role }) => ({ address: publicUrl(publicUrls, role), email: emailOf(role), password }));
}

async function isInGroup(cognito: DemoUsersPorts["cognito"], pool: string, role: Role): Promise<boolean> {
  try {
    const { Groups = [] } = await cognito.adminListGroupsForUser({ UserPoolId: pool, Username: emailOf(role) });
    return Groups.some(({ GroupName }) => GroupName === role);
  } catch (error) {
    if ((error as Error).name === "UserNotFoundException") return false;
    throw error;
  }
}

const poolParameter = "/cashsouk/local/cognito/user-pool-id";

async function userPool({ ssm }: DemoUsersPorts): Promise<string | undefined> {
  try {
    return (await ssm.getParameter({ Name: poolParameter })).Parameter?.Value;
  } catch (error) {
    if ((error as Error).name === "ParameterNotFound") return undefined;
    throw error;
  }
}

/** Three rows under a heading. */
export function renderDemoUsers(users: readonly DemoUser[]): string {
  const lines = [{ address: "SIGN IN AT", email: "E-MAIL", password: "PASSWORD" }, ...users];
  const width = (column: "address" | "email") => Math.max(...lines.map((line) => line[column].length));
  return lines
    .map((line) => [line.address.padEnd(width("address")), line.email.padEnd(width("email")), line.password].join("  "))
    .join("\n");
}
