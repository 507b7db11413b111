import { describe, expect, test } from "@jest/globals";
import { readLandingConfiguration, readSignInConfiguration } from "./portal-configuration";

const variables = {
  NEXT_PUBLIC_API_URL: "https://api.cashsouk.example",
  NEXT_PUBLIC_COGNITO_DOMAIN: "https://auth.cashsouk.example",
  NEXT_PUBLIC_COGNITO_CLIENT_ID: "issuer-client",
  NEXT_PUBLIC_COGNITO_REGION: "ap-southeast-5",
  COGNITO_USER_POOL_ID: "ap-southeast-5_TestPool1",
  COGNITO_CLIENT_SECRET: "issuer-secret",
  PORTAL_URL: "https://issuer.cashsouk.example",
  PORTAL_KEY: "an-issuer-portal-key-for-tests-only",
  SESSION_SECRET: "a-secret-for-tests-of-32-characters",
  UPLOADS_URL: "https://s3.ap-southeast-5.amazonaws.com/uploads/",
};
const problemsOf = (read: () => unknown) => {
  try {
    read();
  } catch (error) {
    return (error as Error).message;
  }
  return "none";
};

describe("a portal's configuration", () => {
  test("is read as a task has it", () =>
    expect(readSignInConfiguration("issuer", variables)).toEqual({
      release: "development",
      apiUrl: new URL("https://api.cashsouk.example"),
      assetsUrl: undefined,
      origin: "https://issuer.cashsouk.example",
      portalKey: variables.PORTAL_KEY,
      sessionSecret: variables.SESSION_SECRET,
      cognito: {
        domain: "https://auth.cashsouk.example",
        clientId: "issuer-client",
        clientSecret: "issuer-secret",
        issuer: "https://cognito-idp.ap-southeast-5.amazonaws.com/ap-southeast-5_TestPool1",
        jwksUrl: "https://cognito-idp.ap-southeast-5.amazonaws.com/ap-southeast-5_TestPool1/.well-known/jwks.json",
      },
      trustedProxies: 2,
      uploadsUrl: new URL(variables.UPLOADS_URL),
    }));

  test("reads keys from what stands in for AWS, whose issuer is AWS's all the same", () => {
    const { cognito } = readSignInConfiguration("issuer", { ...variables, AWS_ENDPOINT_URL: "http://127.0.0.1:4566/" });
    expect(cognito.jwksUrl).toBe("http://127.0.0.1:4566/ap-southeast-5_TestPool1/.well-known/jwks.json");
    expect(cognito.issuer).toMatch(/^https:\/\/cognito-idp\./);
  });

  test("may name another address of the API for its server", () =>
    expect(readLandingConfiguration({ ...variables, API_URL: "http://10.0.0.1:4000" }).apiUrl.href).toBe(
      "http://10.0.0.1:4000/",
    ));

  test("names every problem in one message, and repeats no secret", () => {
    const message = problemsOf(() =>
      readSignInConfiguration("issuer", {
        RELEASE: "v1",
        PORT: "http",
        NEXT_PUBLIC_API_URL: "api.cashsouk.example",
        API_URL: "https://name:s3cret@api.cashsouk.example",
        PORTAL_URL: "https://issuer.cashsouk.example/home",
        PORTAL_KEY: "s3cret",
        NEXT_PUBLIC_COGNITO_REGION: "ap-southeast-5",
        COGNITO_USER_POOL_ID: "us-east-1_TestPool1",
      }),
    );
    expect(message.split("\n")).toEqual([
      "Invalid configuration:",
      '- RELEASE: want 64 hexadecimal digits, got "v1"',
      '- PORT: want a whole number from 0 to 65535, got "http"',
      expect.stringMatching(/^- NEXT_PUBLIC_API_URL: want an http or https address/),
      expect.stringMatching(/^- API_URL: want an http or https address without a name and password/),
      "- PORTAL_URL: want an origin without a path, as https://issuer.cashsouk.example",
      "- PORTAL_KEY: want at least 32 characters, got 6",
      "- SESSION_SECRET: is required",
      '- COGNITO_USER_POOL_ID: want a pool of NEXT_PUBLIC_COGNITO_REGION ap-southeast-5, got "us-east-1_TestPool1"',
      "- NEXT_PUBLIC_COGNITO_DOMAIN: is required",
      "- NEXT_PUBLIC_COGNITO_CLIENT_ID: is required",
      "- COGNITO_CLIENT_SECRET: is required",
      "- UPLOADS_URL: is required",
    ]);
    expect(message).not.toContain("s3cret");
  });

  test("asks only the issuer's portal where files go", () => {
    const others = { ...variables, UPLOADS_URL: undefined };
    expect(problemsOf(() => readSignInConfiguration("investor", others))).toBe("none");
    expect(problemsOf(() => readSignInConfiguration("issuer", others))).toContain("UPLOADS_URL: is required");
  });
});
