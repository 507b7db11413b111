import { portalAddresses } from "@cashsouk/config";
import { type Query, SignInPage } from "@cashsouk/ui";
import { headers } from "next/headers";

export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  const addresses = portalAddresses((await headers()).get("host"));
  return <SignInPage portal="admin" addresses={addresses} query={await searchParams} />;
}
