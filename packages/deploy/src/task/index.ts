export { type LogStream, lastLines, logStream } from "./container-log";
export { differences, pickContainer, registrable, shortArn, withImage } from "./definition";
export type { NetworkSource } from "./placement";
export type { EcsDefinitions, EcsServices, EcsTaskReader, EcsTasks, LogEvents, Stacks } from "./ports";
export { requireSuccess, taskSummary } from "./report";
export { runTask, type TaskRequest, type TaskResult } from "./run-task";
export { stopTask } from "./stop-task";
export type { StartedTask, TaskTools } from "./tools";
export type { Verdict } from "./verdict";
