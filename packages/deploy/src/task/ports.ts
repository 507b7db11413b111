import type { DescribeStacksCommandInput, DescribeStacksCommandOutput } from "@aws-sdk/client-cloudformation";
import type { GetLogEventsCommandInput, GetLogEventsCommandOutput } from "@aws-sdk/client-cloudwatch-logs";
import type {
  DescribeServicesCommandInput,
  DescribeServicesCommandOutput,
  DescribeTaskDefinitionCommandInput,
  DescribeTaskDefinitionCommandOutput,
  DescribeTasksCommandInput,
  DescribeTasksCommandOutput,
  ListTasksCommandInput,
  ListTasksCommandOutput,
  RegisterTaskDefinitionCommandInput,
  RegisterTaskDefinitionCommandOutput,
  RunTaskCommandInput,
  RunTaskCommandOutput,
  StopTaskCommandInput,
  StopTaskCommandOutput,
} from "@aws-sdk/client-ecs";

/** What a definition needs of `ECS`; the SDK's clients fit these ports as they are. */
export interface EcsDefinitions {
  describeTaskDefinition(input: DescribeTaskDefinitionCommandInput): Promise<DescribeTaskDefinitionCommandOutput>;
  registerTaskDefinition(input: RegisterTaskDefinitionCommandInput): Promise<RegisterTaskDefinitionCommandOutput>;
}
export interface EcsServices {
  describeServices(input: DescribeServicesCommandInput): Promise<DescribeServicesCommandOutput>;
}
export interface EcsTaskReader {
  describeTasks(input: DescribeTasksCommandInput): Promise<DescribeTasksCommandOutput>;
}
export interface EcsTaskLister {
  listTasks(input: ListTasksCommandInput): Promise<ListTasksCommandOutput>;
}
export interface EcsTasks extends EcsDefinitions, EcsServices, EcsTaskReader {
  runTask(input: RunTaskCommandInput): Promise<RunTaskCommandOutput>;
  stopTask(input: StopTaskCommandInput): Promise<StopTaskCommandOutput>;
}
export interface LogEvents {
  getLogEvents(input: GetLogEventsCommandInput): Promise<GetLogEventsCommandOutput>;
}
export interface Stacks {
  describeStacks(input: DescribeStacksCommandInput): Promise<DescribeStacksCommandOutput>;
}
