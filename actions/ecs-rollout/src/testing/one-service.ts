import type { Script } from "@cashsouk/testing/aws-wire";

const account = "arn:aws:ecs:ap-southeast-5:123456789012";
export const definitionArn = (revision: number) => `${account}:task-definition/web:${revision}`;
const serviceDeploymentArn = `${account}:service-deployment/shop/web/one`;

/** `web` in the cluster `shop`, which runs the family's first revision and is moved to its second. */
export function oneService({ becomesSteady }: { readonly becomesSteady: boolean }) {
  const state = { moved: false, stopped: false, rollbackEnds: true };
  const isBack = () => state.stopped && state.rollbackEnds;
  const entry = (id: string, status: string, revision: number, steady: boolean) => ({
    id,
    status,
    taskDefinition: definitionArn(revision),
    rolloutState: steady ? "COMPLETED" : "IN_PROGRESS",
    desiredCount: 1,
    runningCount: steady ? 1 : 0,
  });
  const former = (status: string) => entry("ecs-svc/0", status, 1, true);
  const deployments = () => {
    if (!state.moved || isBack()) return [former("PRIMARY")];
    if (becomesSteady) return [entry("ecs-svc/1", "PRIMARY", 2, true)];
    return [entry("ecs-svc/1", "PRIMARY", 2, false), former("ACTIVE")];
  };
  const statusNow = () => {
    if (state.stopped) return isBack() ? "ROLLBACK_SUCCESSFUL" : "ROLLBACK_IN_PROGRESS";
    return becomesSteady ? "SUCCESSFUL" : "IN_PROGRESS";
  };
  const definition = (revision: number, image: string) => ({
    taskDefinitionArn: definitionArn(revision),
    family: "web",
    revision,
    status: "ACTIVE",
    containerDefinitions: [{ name: "app", image, essential: true }],
  });
  const script: Script = {
    DescribeServices: () => ({
      services: [{ serviceName: "web", status: "ACTIVE", desiredCount: 1, deployments: deployments() }],
    }),
    DescribeTaskDefinition: () => ({ taskDefinition: definition(1, "registry.test/web:1") }),
    RegisterTaskDefinition: () => ({ taskDefinition: definition(2, "registry.test/web:2") }),
    DeregisterTaskDefinition: () => ({ taskDefinition: definition(2, "registry.test/web:2") }),
    UpdateService: () => {
      state.moved = true;
      return { service: { deployments: deployments() } };
    },
    ListServiceDeployments: () => ({ serviceDeployments: state.moved ? [{ serviceDeploymentArn }] : [] }),
    DescribeServiceDeployments: () => ({
      serviceDeployments: [{ serviceDeploymentArn, status: statusNow(), targetServiceRevision: { arn: "revision" } }],
    }),
    DescribeServiceRevisions: () => ({ serviceRevisions: [{ taskDefinition: definitionArn(2) }] }),
    StopServiceDeployment: () => {
      state.stopped = true;
      return { serviceDeploymentArn };
    },
    ListTasks: () => ({ taskArns: ["task/shop/1"] }),
    DescribeTasks: () => ({
      tasks: [{ taskArn: "task/shop/1", lastStatus: "RUNNING", taskDefinitionArn: definitionArn(isBack() ? 1 : 2) }],
    }),
  };
  return { script, state };
}
