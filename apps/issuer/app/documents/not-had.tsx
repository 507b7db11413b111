import { Box, type Query } from "@cashsouk/ui";
import { whyNotHad } from "./why-not-had";

/** Why a file that was asked for did not come; the address of the page says so. */
export function NotHad({ query }: { query: Query }) {
  const { because, reference } = query;
  const why = whyNotHad(because);
  if (why === undefined) return null;
  return (
    <div role="alert" className="mt-8">
      <Box title="The file could not be fetched">
        <p>
          {why}
          {/* Nothing of an address is shown but what looks like a reference. */}
          {typeof reference === "string" && /^[0-9a-f-]{36}$/.test(reference) && ` Reference: ${reference}`}
        </p>
      </Box>
    </div>
  );
}
