export { DeployError, describeError } from "./error";
export { type AwsLimits, awsClient } from "./aws-client";
export { askPatiently, isPassing, oneLine, whyFailed } from "./aws-fault";
export { type Clock, pause, systemClock } from "./clock";
export { type Environment, environments, parseEnvironment, shortName, suffix } from "./environment";
export { namesOf, type OneShot, serviceName, servicePattern } from "./names";
export { shortArn } from "./short-arn";
export { type Log, silentLog } from "./log";
export { InputProblems, inputReader, type InputReader, type RawInputs } from "./inputs";
