import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { environments, suffix } from "@cashsouk/deploy";
import { parseManifest } from "@cashsouk/deploy/manifest";
import { parameterFile, renderTree } from "./render";
import { folder } from "./template";

const { services } = parseManifest(readFileSync(join(folder, "..", "services.json"), "utf8"));
const names = services.map(({ name }) => name);

interface Container {
  readonly Name: string;
  readonly PortMappings: readonly { readonly ContainerPort: number }[];
  readonly HealthCheck: { readonly Command: readonly string[] };
}

describe.each(environments)("services.json and the templates agree in %s", (environment) => {
  const [root, ...children] = renderTree(environment, "services");
  const { DomainName: domain } = parameterFile(environment, "services");

  const service = (name: string) => {
    const found = children.find(
      ({ resources }) =>
        resources["TaskDefinition"]?.Properties?.["Family"] === `cashsouk-${name}${suffix(environment)}`,
    );
    if (!found) throw new Error(`services.yaml has no service ${name}`);
    return (id: string) => found.resources[id]?.Properties ?? {};
  };

  test("services.yaml has every service, and no other, in the manifest's order", () => {
    const stacks = Object.values(root!.resources).map(
      ({ Properties }) => (Properties?.["Parameters"] as { Service: string }).Service,
    );
    expect(stacks).toEqual(names);
  });

  test("the registry has a repository for every service", () => {
    const repositories = Object.values(renderTree(environment, "registry")[0]!.resources).map(
      ({ Properties }) => Properties?.["RepositoryName"],
    );
    expect(repositories.sort()).toEqual([...names, "cache"].map((name) => `cashsouk-${name}`).sort());
  });

  test("no two rules of the listener have one priority", () => {
    const priorities = names.map((name) => service(name)("ListenerRule")["Priority"]);
    expect(new Set(priorities).size).toBe(names.length);
  });

  test.each(services)("$name has its port, health path and host", ({ name, port, health, subdomain }) => {
    const [container] = service(name)("TaskDefinition")["ContainerDefinitions"] as [Container];
    expect(container.Name).toBe(name);
    expect(container.PortMappings.map(({ ContainerPort }) => ContainerPort)).toEqual([port]);
    expect(container.HealthCheck.Command.join(" ")).toContain(`fetch('http://127.0.0.1:${port}${health}')`);

    const target = service(name)("TargetGroup");
    expect([target["Port"], target["HealthCheckPath"]]).toEqual([port, health]);
    expect(service(name)("FargateService")["ServiceName"]).toBe(`cashsouk-${name}`);

    const [hosts] = service(name)("ListenerRule")["Conditions"] as [{ HostHeaderConfig: { Values: string[] } }];
    expect(hosts.HostHeaderConfig.Values).toEqual([subdomain ? `${subdomain}.${domain}` : domain]);
  });

  test.each(names)(
    "a stack update leaves %s at what was released: its service names the family, its old revisions stay",
    (name) => {
      const { Family } = service(name)("TaskDefinition");
      expect(service(name)("FargateService")["TaskDefinition"]).toBe(Family);
      expect(service(name)("FargateService")).not.toHaveProperty("DesiredCount");
    },
  );

  test.each(names)("the load balancer forwards to %s for those who know the origin secret only", (name) => {
    expect(service(name)("ListenerRule")["Conditions"]).toContainEqual({
      Field: "http-header",
      HttpHeaderConfig: {
        HttpHeaderName: "X-Origin-Verify",
        Values: [expect.stringContaining("{{resolve:secretsmanager:")],
      },
    });
  });
});
