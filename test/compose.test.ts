import { describe, expect, test } from "@jest/globals";
import { parseManifest } from "@cashsouk/deploy/manifest";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse } from "yaml";

interface ComposeService {
  readonly image: string;
  readonly ports?: readonly string[];
  readonly user?: string;
  readonly environment: Readonly<Record<string, unknown>>;
  readonly healthcheck?: unknown;
  readonly read_only?: boolean;
  readonly working_dir?: string;
  readonly depends_on?: Readonly<Record<string, { condition: string }>>;
}

const root = resolve(__dirname, "..");
const read = (file: string) => readFileSync(join(root, file), "utf8");
const composed = (file: string) =>
  (parse(read(file), { merge: true }) as { services: Record<string, ComposeService> }).services;
const { services } = parseManifest(read("services.json"));
const development = composed("docker-compose.yml");
const production = composed("docker-compose.prod.yml");

describe.each([
  ["docker-compose.yml", development],
  ["docker-compose.prod.yml", production],
])("%s", (_, compose) => {
  test("has the services of services.json, the database and its migrations", () => {
    const names = [...services.map(({ name }) => name), "migrations", "postgres"];
    expect(Object.keys(compose).sort()).toEqual(names.sort());
  });

  test.each(services)("$name: its port on loopback alone", ({ name, port, devPort }) => {
    expect(compose[name]?.ports).toEqual([`127.0.0.1:\${${name.toUpperCase()}_PORT:-${devPort}}:${port}`]);
    expect(compose[name]?.environment["PORT"]).toBe(port);
  });

  test("nothing is published beyond loopback", () => {
    const published = Object.values(compose).flatMap(({ ports = [] }) => ports);
    expect(published.filter((port) => !port.startsWith("127.0.0.1:"))).toEqual([]);
  });

  test("the API waits for the migrations, and they for the database", () => {
    expect(compose["api"]?.depends_on?.["migrations"]?.condition).toBe("service_completed_successfully");
    expect(compose["migrations"]?.depends_on?.["postgres"]?.condition).toBe("service_healthy");
  });
});

test.each(services)("$name: its image asks for its health where services.json says", ({ dockerfile, health }) => {
  const [, check = ""] = /^HEALTHCHECK [^]*?CMD (\[.*\])$/m.exec(read(dockerfile)) ?? [];
  expect(check).toContain(`http://127.0.0.1:\${process.env.PORT}${health}\``);
});

test.each(services)("$name: docker-compose.prod.yml runs it as its image says, read-only", ({ name }) => {
  const service = production[name];
  expect(service?.image).toBe(`cashsouk-${name}:\${IMAGE_TAG:-latest}`);
  expect({ read_only: service?.read_only, user: service?.user, healthcheck: service?.healthcheck }).toEqual({
    read_only: true,
    user: undefined,
    healthcheck: undefined,
  });
});

test.each(services)("$name: docker-compose.yml runs it in its folder, as the checkout's owner", ({ name }) => {
  const { working_dir, user } = development[name] ?? {};
  expect([working_dir, user]).toEqual([`/repository/apps/${name}`, "${CHECKOUT_OWNER:-1000:1000}"]);
});
