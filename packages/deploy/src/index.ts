export { DeployError, describeError } from "./error";
export { type Clock, systemClock } from "./clock";
export { type Environment, environments, parseEnvironment, shortName, suffix } from "./environment";
export { type Log, silentLog } from "./log";
export { InputProblems, inputReader, type InputReader, type RawInputs } from "./inputs";
