import { appendFileSync } from "node:fs";

const input = (name) => process.env[`INPUT_${name.toUpperCase()}`] ?? "";
const fail = (message) => {
  console.log(`::error::${message}`);
  process.exit(1);
};

const { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: token } = process.env;
if (!url || !token) fail("Credentials could not be loaded: the job lacks the permission id-token: write");

const request = new URL(url);
request.searchParams.set("audience", input("audience"));
request.searchParams.set("job", process.env.GITHUB_JOB ?? "");
const answer = await fetch(request, {
  headers: { authorization: `Bearer ${token}` },
  signal: AbortSignal.timeout(10_000),
});
if (!answer.ok) fail(`The token endpoint answered ${answer.status}`);
const { value } = await answer.json();

const sts = process.env.AWS_ENDPOINT_URL_STS ?? process.env.AWS_ENDPOINT_URL;
if (!sts) fail("AWS_ENDPOINT_URL is not set: this stand-in speaks to the local cloud only");
const response = await fetch(sts, {
  method: "POST",
  signal: AbortSignal.timeout(10_000),
  body: new URLSearchParams({
    Action: "AssumeRoleWithWebIdentity",
    Version: "2011-06-15",
    RoleArn: input("role-to-assume"),
    RoleSessionName: input("role-session-name"),
    DurationSeconds: input("role-duration-seconds"),
    WebIdentityToken: value,
  }),
});
const xml = await response.text();
const element = (name) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
if (!response.ok) fail(`Could not assume role with OIDC: ${element("Message") ?? response.status}`);

for (const secret of ["SecretAccessKey", "SessionToken"]) console.log(`::add-mask::${element(secret)}`);
const environment = {
  AWS_REGION: input("aws-region"),
  AWS_DEFAULT_REGION: input("aws-region"),
  AWS_ACCESS_KEY_ID: element("AccessKeyId"),
  AWS_SECRET_ACCESS_KEY: element("SecretAccessKey"),
  AWS_SESSION_TOKEN: element("SessionToken"),
};
for (const [name, text] of Object.entries(environment)) appendFileSync(process.env.GITHUB_ENV, `${name}=${text}\n`);
console.log(`Assumed ${element("Arn")}`);
