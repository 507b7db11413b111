import { describe, expect, test } from "@jest/globals";
import { environments, shortName } from "@cashsouk/deploy";
import { renderTree } from "./render";

type Properties = Record<string, unknown>;
interface Statement {
  readonly Sid: string;
  readonly Principal: unknown;
  readonly Action: unknown;
  readonly Resource: unknown;
  readonly Condition: unknown;
}

const certificate = "arn:aws:acm:us-east-1:123456789012:certificate/a";
const webAcl = "arn:aws:wafv2:us-east-1:123456789012:global/webacl/cashsouk-prod-waf/0123-abcd";

function platform(environment: (typeof environments)[number], overrides: Record<string, string> = {}) {
  const tree = renderTree(environment, "platform", overrides);
  const stack = (name: string) => tree.find(({ file }) => file === `platform/${name}.yaml`)!;
  const properties = (file: string, id: string) => stack(file).resources[id]!.Properties!;
  const files = stack("files");
  const distribution = properties("files", "FilesDistribution")["DistributionConfig"] as Properties;
  return { files, stack, properties, distribution, behavior: distribution["DefaultCacheBehavior"] as Properties };
}

describe.each(environments)("files in %s", (environment) => {
  const short = shortName(environment);
  const { distribution, behavior, properties, files } = platform(environment);

  const [open, ...others] = distribution["CacheBehaviors"] as Properties[];

  test("are served by a signed address only, over TLS only", () => {
    expect(behavior).toMatchObject({
      TrustedKeyGroups: ["${SigningKeys}"],
      ViewerProtocolPolicy: "https-only",
      AllowedMethods: ["GET", "HEAD"],
      CachePolicyId: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
    });
  });

  test("are told from public assets by these assets' one prefix: no signature, kept at the edge, nothing to choose", () => {
    expect(others).toEqual([]);
    expect(open).toMatchObject({
      PathPattern: "public/*",
      ViewerProtocolPolicy: "https-only",
      AllowedMethods: ["GET", "HEAD"],
      CachePolicyId: "658327ea-f89d-4fab-a63d-7e88639e58f6",
    });
    for (const property of ["TrustedKeyGroups", "TrustedSigners", "OriginRequestPolicyId"])
      expect(open).not.toHaveProperty(property);
    const policy = properties("files", "PublicHeaders")["ResponseHeadersPolicyConfig"] as Record<string, Properties>;
    // A policy's headers stand on refusals as well: how long it is kept comes with each asset.
    expect(JSON.stringify(policy["CustomHeadersConfig"])).not.toMatch(/cache-control/i);
    expect(policy["SecurityHeadersConfig"]).toMatchObject({
      ContentTypeOptions: { Override: true },
      ContentSecurityPolicy: { ContentSecurityPolicy: expect.stringMatching(/default-src 'none'.*sandbox/) },
    });
  });

  test("can never be put among public assets by the API, whose prefix and rights are those of uploads", () => {
    const api = renderTree(environment, "services").find(
      ({ file, resources }) => file === "services/service.yaml" && JSON.stringify(resources).includes("S3_PREFIX"),
    )!;
    const written = Object.values(api.resources).flatMap(({ Properties: { PolicyDocument } = {} }) =>
      ((PolicyDocument ?? { Statement: [] }) as { Statement: Statement[] }).Statement.filter(({ Action }) =>
        [Action].flat().some((action) => /^(s3:(PutObject|\*)|\*)/.test(String(action))),
      ).flatMap(({ Resource }) => Resource),
    );
    expect(written).toEqual([expect.stringMatching(/:s3:::[^/]+\/uploads\/\*$/)]);
    expect(JSON.stringify(api.resources)).toContain('{"Name":"S3_PREFIX","Value":"uploads/"}');
  });

  test("come from the uploads bucket, which knows the distribution by its signature", () => {
    const bucket = properties("storage", "UploadsBucket")["BucketName"];
    expect(distribution["Origins"]).toEqual([
      {
        Id: "uploads",
        DomainName: `${String(bucket)}.s3.ap-southeast-5.amazonaws.com`,
        OriginAccessControlId: "${BucketAccess}",
        S3OriginConfig: { OriginAccessIdentity: "" },
      },
    ]);
    expect(properties("files", "BucketAccess")["OriginAccessControlConfig"]).toMatchObject({
      OriginAccessControlOriginType: "s3",
      SigningBehavior: "always",
      SigningProtocol: "sigv4",
    });
  });

  // The root hands the distribution's ARN on, so both documents name this one distribution.
  const ofDistribution = {
    Principal: { Service: "cloudfront.amazonaws.com" },
    Condition: { StringEquals: { "aws:SourceArn": "${Files.Outputs.DistributionArn}" } },
  };
  const granted = (document: unknown) =>
    (document as { Statement: Statement[] }).Statement.filter(({ Principal }) =>
      /cloudfront/.test(JSON.stringify(Principal)),
    );

  test("are all that the distribution may read of the bucket, with public assets", () => {
    expect(granted(properties("storage", "UploadsBucketPolicy")["PolicyDocument"])).toEqual(
      ["uploads", "public"].map((prefix): unknown =>
        expect.objectContaining({
          ...ofDistribution,
          Action: "s3:GetObject",
          Resource: `\${UploadsBucket.Arn}/${prefix}/*`,
        }),
      ),
    );
    expect(granted(properties("storage", "LogsBucketPolicy")["PolicyDocument"])).toEqual([]);
  });

  test("are decrypted for the distribution, and never encrypted", () => {
    expect(granted(properties("security", "DataKey")["KeyPolicy"])).toEqual([
      expect.objectContaining({ ...ofDistribution, Action: "kms:Decrypt" }),
    ]);
  });

  test("take from the address what S3 says of them, and no header or cookie", () => {
    expect(properties("files", "FileRequests")["OriginRequestPolicyConfig"]).toMatchObject({
      CookiesConfig: { CookieBehavior: "none" },
      HeadersConfig: { HeaderBehavior: "none" },
      QueryStringsConfig: { QueryStrings: ["response-content-disposition", "response-content-type"] },
    });
  });

  test("neither run in a browser nor stay in a cache", () => {
    const policy = properties("files", "FileHeaders")["ResponseHeadersPolicyConfig"] as Record<string, Properties>;
    expect(policy["SecurityHeadersConfig"]).toMatchObject({
      ContentTypeOptions: { Override: true },
      ContentSecurityPolicy: { ContentSecurityPolicy: expect.stringMatching(/default-src 'none'.*sandbox/) },
      StrictTransportSecurity: { AccessControlMaxAgeSec: 63_072_000 },
    });
    expect(policy["CustomHeadersConfig"]!["Items"]).toEqual([
      { Header: "Cache-Control", Value: "private, no-store", Override: true },
    ]);
  });

  test.each([
    ["a", ["A"]],
    ["b", ["B"]],
    ["both", ["A", "B"]],
  ])("open to the signatures of the pairs that TrustedFileKeys %s names", (TrustedFileKeys, pairs) => {
    const { files } = platform(environment, { TrustedFileKeys });
    const { resources } = files;
    const ids = (type: string) => Object.keys(resources).filter((id) => resources[id]!.Type === type);
    expect(ids("AWS::CloudFront::PublicKey")).toEqual(pairs.map((pair) => `SigningKey${pair}`));
    expect(resources["SigningKeys"]!.Properties).toMatchObject({
      KeyGroupConfig: { Items: pairs.map((pair) => `\${SigningKey${pair}}`) },
    });
    for (const pair of pairs) {
      const place = pair.toLowerCase();
      expect(resources[`SigningKey${pair}`]!.Properties!["PublicKeyConfig"]).toMatchObject({
        EncodedKey: `{{resolve:ssm:/cashsouk/${short}/cloudfront/public-key-${place}}}`,
      });
      expect(resources[`KeyPairIdParameter${pair}`]!.Properties).toMatchObject({
        Name: `/cashsouk/${short}/cloudfront/key-pair-id-${place}`,
        Value: `\${SigningKey${pair}}`,
      });
    }
  });

  test("have CloudFront's own name without a certificate, and the domain's with one, of TLS 1.2 at least", () => {
    expect(distribution).toMatchObject({ ViewerCertificate: { CloudFrontDefaultCertificate: true } });
    expect(distribution).not.toHaveProperty("Aliases");
    expect(files.outputs["Url"]!.value).toBe("https://${FilesDistribution.DomainName}");

    const named = platform(environment, { AssetsCertificateArn: certificate, AssetsWebAclArn: webAcl });
    const host = { local: "cashsouk.localhost", staging: "staging.cashsouk.com", production: "cashsouk.com" }[
      environment
    ];
    expect(named.distribution).toMatchObject({
      Aliases: [`assets.${host}`],
      ViewerCertificate: { AcmCertificateArn: certificate, MinimumProtocolVersion: "TLSv1.2_2021" },
      WebACLId: webAcl,
    });
    expect(named.files.outputs["Url"]!.value).toBe(`https://assets.${host}`);
  });

  test("are served where the parameter says", () => {
    const { Name, Value } = properties("secrets", "AssetsDomainParameter");
    const local = "http://assets.cashsouk.localhost:8080";
    expect([Name, Value]).toEqual([
      `/cashsouk/${short}/cloudfront/domain`,
      environment === "local" ? local : "${Files.Outputs.Url}",
    ]);
  });
});

test("the key that the API signs with is one that the distribution trusts", () => {
  for (const environment of environments) {
    const [services] = renderTree(environment, "services");
    const key = (services!.resources["Api"]!.Properties!["Parameters"] as Properties)["FileKey"];
    const { files } = platform(environment);
    expect(files.resources).toHaveProperty(`SigningKey${String(key).toUpperCase()}`);
  }
});
