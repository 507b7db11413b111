import { describe, expect, test } from "@jest/globals";
import { environments, shortName } from "@cashsouk/deploy";
import { serviceTask } from "./containers";
import { renderTree } from "./render";

const portals = ["investor", "issuer", "admin"] as const;

const list = <T>(value: T | readonly T[]): readonly T[] => (Array.isArray(value) ? value : [value as T]);

describe.each(environments)("configuration in %s", (environment) => {
  const short = shortName(environment);
  // As the deployment fills them in: both stacks make the same addresses of them.
  const port = environment === "local" ? { PublicPort: "8080" } : {};
  const certificate = environment === "local" ? {} : { CertificateArn: "arn:aws:acm:ap-southeast-5:1:certificate/a" };
  const platform = renderTree(environment, "platform", { ...port, ...certificate });

  function service(name: string) {
    const { plain, secret, execution, task } = serviceTask(environment, name, port);
    return {
      plain,
      secret,
      reads: execution
        .filter(({ Action }) => list(Action).some((action) => /^(secretsmanager|ssm):Get/.test(action)))
        .flatMap(({ Resource }) => list(Resource)),
      taskMay: task.flatMap(({ Action, Resource }) =>
        list(Action).map((action) => `${action} ${list(Resource).join(" ")}`),
      ),
    };
  }

  const secretOf = (portal: string, name: string) =>
    `\${import:cashsouk-${short}-${portal[0]!.toUpperCase()}${portal.slice(1)}${name}Arn}`;
  const parameter = (name: string) => `arn:aws:ssm:ap-southeast-5:123456789012:parameter/cashsouk/${short}/${name}`;

  test.each(portals)("%s reads its own three secrets, and nobody else's", (portal) => {
    expect(service(portal).reads.filter((arn) => !arn.startsWith("arn:"))).toEqual(
      ["PortalKey", "SessionSecret", "ClientSecret"].map((name) => secretOf(portal, name)),
    );
    expect(Object.fromEntries(service(portal).secret)).toEqual({
      NEXT_PUBLIC_COGNITO_DOMAIN: parameter("cognito/domain"),
      NEXT_PUBLIC_COGNITO_CLIENT_ID: parameter(`cognito/${portal}-client-id`),
      COGNITO_USER_POOL_ID: parameter("cognito/user-pool-id"),
      COGNITO_CLIENT_SECRET: secretOf(portal, "ClientSecret"),
      PORTAL_KEY: secretOf(portal, "PortalKey"),
      SESSION_SECRET: secretOf(portal, "SessionSecret"),
    });
  });

  test("the landing page, which signs nobody in, reads no secret", () => {
    expect(service("landing").reads).toEqual([]);
    expect([...service("landing").secret]).toEqual([]);
  });

  test("the API knows the portals' keys, and neither what seals their sessions nor their clients' secrets", () => {
    const secrets = service("api").reads.filter((arn) => !arn.startsWith("arn:"));
    expect(secrets.filter((arn) => /PortalKey/.test(arn))).toEqual(
      portals.map((portal) => secretOf(portal, "PortalKey")),
    );
    expect(secrets.filter((arn) => /SessionSecret|ClientSecret/.test(arn))).toEqual([]);
  });

  test.each(["api", ...portals])("what %s's task is given, its execution role may read, and no more", (name) => {
    const { secret, reads } = service(name);
    // A secret's JSON key and stage stand behind its ARN.
    const given = [...secret.values()].map((from) => from.replace(/:[a-z]+:[A-Z]*:$/, ""));
    // The pair that signs files' addresses changes while tasks run: the test of it says what may be read.
    const ofPair = (arn: string) => /private-key|key-pair-id/.test(arn);
    const others = (arns: Iterable<string>) => [...new Set(arns)].filter((arn) => !ofPair(arn)).sort();
    expect(others(given)).toEqual(others(reads));
  });

  test("the API keeps files below its prefix, and ends sign-ins of its own pool alone", () => {
    const bucket = `arn:aws:s3:::\${import:cashsouk-${short}-UploadsBucketName}`;
    expect(service("api").plain.get("S3_PREFIX")).toBe("uploads/");
    expect(service("api").taskMay).toEqual([
      ...["s3:DeleteObject", "s3:DeleteObjectVersion", "s3:GetObject", "s3:PutObject"].map(
        (action) => `${action} ${bucket}/uploads/*`,
      ),
      `s3:ListBucket ${bucket}`,
      ...["kms:Decrypt", "kms:GenerateDataKey"].map((action) => `${action} \${import:cashsouk-${short}-DataKeyArn}`),
      `cognito-idp:AdminUserGlobalSignOut \${import:cashsouk-${short}-UserPoolArn}`,
    ]);
  });

  test.each(["landing", ...portals])("%s's code calls nothing of AWS with a role", (name) => {
    expect(service(name).taskMay).toEqual([]);
  });

  test.each(portals)("%s's sign-in comes back to its own address, as the user pool knows it", (portal) => {
    const origin = service(portal).plain.get("PORTAL_URL")!;
    const identity = platform.find(({ file }) => file === "platform/identity.yaml")!;
    const client = Object.values(identity.resources).find(({ Properties }) => Properties?.["ClientName"] === portal);
    expect(client!.Properties).toMatchObject({
      CallbackURLs: [`${origin}/auth/callback`],
      LogoutURLs: [`${origin}/`],
      AccessTokenValidity: 10,
      IdTokenValidity: 60,
      RefreshTokenValidity: 12,
      TokenValidityUnits: { AccessToken: "minutes", IdToken: "minutes", RefreshToken: "hours" },
    });
    expect(service("api").plain.get("ALLOWED_ORIGINS")!.split(",")).toContain(origin);
  });

  test("the browser may send files where the API's addresses lead", () => {
    const endpoint = service("api").plain.get("S3_PUBLIC_ENDPOINT") ?? "https://s3.ap-southeast-5.amazonaws.com";
    expect(service("issuer").plain.get("UPLOADS_URL")).toBe(
      `${endpoint}/\${import:cashsouk-${short}-UploadsBucketName}/`,
    );
    for (const name of ["landing", "investor", "admin"]) expect(service(name).plain.has("UPLOADS_URL")).toBe(false);
  });

  test("the API signs files' addresses with the pair that its parameter names, and reads the other too: tasks of the revision before still start", () => {
    for (const pair of ["a", "b"]) {
      const { secret, execution } = serviceTask(environment, "api", { ...port, FileKey: pair });
      const privateKey = `{{resolve:ssm:/cashsouk/${short}/cloudfront/private-key-arn-${pair}}}`;
      expect(secret.get("CLOUDFRONT_PRIVATE_KEY")).toBe(privateKey);
      expect(secret.get("CLOUDFRONT_KEY_PAIR_ID")).toBe(parameter(`cloudfront/key-pair-id-${pair}`));
      expect(secret.get("CLOUDFRONT_URL")).toBe(parameter("cloudfront/domain"));
      const read = execution
        .flatMap(({ Resource }) => list(Resource))
        .filter((arn) => /private-key|key-pair-id/.test(arn));
      expect(read.map((arn) => arn.replace(/^.*\/cashsouk\//, ""))).toEqual([
        `${short}/api/cloudfront-private-key-*`,
        `${short}/cloudfront/key-pair-id-a`,
        `${short}/cloudfront/key-pair-id-b`,
      ]);
    }
  });

  test.each(["landing", ...portals])("%s cannot sign a file's address", (name) => {
    const { plain, secret, reads } = service(name);
    expect([...plain.keys(), ...secret.keys()].filter((key) => /PRIVATE_KEY/.test(key))).toEqual([]);
    expect(reads.filter((arn) => /private-key/.test(arn))).toEqual([]);
  });

  test("no secret leaves a stack as an output", () => {
    const outputs = platform.flatMap(({ outputs }) => Object.values(outputs));
    expect(JSON.stringify(outputs)).not.toMatch(/Client\.ClientSecret|SecretString|private-key/);
  });
});
