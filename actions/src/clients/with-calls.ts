import { createAggregatedClient } from "@smithy/core/client";

type Calls<Command> = Command extends `${infer Name}Command` ? Uncapitalize<Name> : never;

/**
 * `withCalls<ECS>()(ECSClient, { DescribeServicesCommand })` makes a class that has `describeServices`, as the SDK's own
 * `ECS` has every call: a bundle holds the commands that are named, and starts by that much faster.
 */
export function withCalls<Whole>() {
  return <Config, Client extends object, Commands extends Parameters<typeof createAggregatedClient>[0]>(
    Base: new (...configuration: [] | [Config]) => Client,
    commands: Commands,
  ): new (config: Config) => Client & Pick<Whole, Calls<keyof Commands> & keyof Whole> => {
    const Reduced = class extends (Base as unknown as new (...configuration: unknown[]) => object) {};
    createAggregatedClient(commands, Reduced as never);
    return Reduced as never;
  };
}
