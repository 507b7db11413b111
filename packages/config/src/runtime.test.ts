import { describe, expect, test } from "@jest/globals";
import { readRuntime } from "./runtime";

describe("API_URL", () => {
  test.each(["http://api.cashsouk.localhost:8080", "https://api.example.com", " https://api.example.com/ "])(
    "%s is taken",
    (text) => expect(readRuntime({ API_URL: text })).toEqual({ apiUrl: new URL(text.trim()) }),
  );

  test.each([
    ["is named when it is missing", undefined, "API_URL: is required"],
    ["is named when it is empty", "  ", "API_URL: is required"],
    ["without a scheme is refused", "api.example.com", 'want an http or https address, got "api.example.com"'],
    ["with another scheme is refused", "ftp://api.example.com", 'got "ftp://api.example.com"'],
    ["that is no address is refused", "https://", 'got "https://"'],
    ["with a password is refused", "https://name:secret@example.com", "want an address without a name and password"],
  ])("%s", (_title, API_URL, problem) =>
    expect(readRuntime({ API_URL })).toEqual({ problem: expect.stringContaining(problem) }),
  );

  test("a refused password is not repeated", () =>
    expect(JSON.stringify(readRuntime({ API_URL: "https://name:secret@example.com" }))).not.toContain("secret"));
});
