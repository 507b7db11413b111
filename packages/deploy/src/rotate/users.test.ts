import { expect, test } from "@jest/globals";
import { otherUser } from "./users";

test.each([
  ["cashsouk_app", "cashsouk_app_clone"],
  ["cashsouk_app_clone", "cashsouk_app"],
])("beside %s the other user is %s", (one, other) => expect(otherUser(one)).toBe(other));
