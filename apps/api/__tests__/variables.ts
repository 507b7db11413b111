/** What the server needs besides a database; tests change single ones. */
export const serverVariables = {
  AWS_REGION: "ap-southeast-5",
  S3_BUCKET: "cashsouk-test-uploads",
  COGNITO_USER_POOL_ID: "ap-southeast-5_TestPool1",
  COGNITO_APP_CLIENT_ID: "investor-client,issuer-client,admin-client",
  ALLOWED_ORIGINS: "https://cashsouk.example,https://investor.cashsouk.example",
  INVESTOR_PORTAL_KEY: "investor-portal-key-for-tests-only",
  ISSUER_PORTAL_KEY: "issuer-portal-key-for-tests-only",
  ADMIN_PORTAL_KEY: "admin-portal-key-for-tests-only-",
};
