import { AccountPage } from "@cashsouk/ui";
import { requireSession } from "../../sign-in";

export const metadata = { title: "Your account" };

export default async function Page() {
  const { user, api } = await requireSession("/account");
  return <AccountPage user={user} me={api.me()} sessions={api.mySessions()} />;
}
