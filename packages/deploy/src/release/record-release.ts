import type { PutParameterCommandInput, PutParameterCommandOutput } from "@aws-sdk/client-ssm";
import type { Release } from "./ledger";

/** What recording needs of `SSM`; the SDK's client fits as it is. */
export interface LedgerWriter {
  putParameter(input: PutParameterCommandInput): Promise<PutParameterCommandOutput>;
}

export async function recordRelease(ssm: LedgerWriter, path: string, entry: Release): Promise<void> {
  await ssm.putParameter({
    Name: `${path}/${entry.service}`,
    Value: JSON.stringify(entry),
    Type: "String",
    Overwrite: true,
    // A standard parameter holds 4 KB, which an image's build arguments may need.
    Tier: "Intelligent-Tiering",
  });
}
