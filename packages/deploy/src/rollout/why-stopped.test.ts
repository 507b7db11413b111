import { expect, test } from "@jest/globals";
import { hintFor, whyStopped } from "./why-stopped";

const secret = "arn:aws:secretsmanager:ap-southeast-5:123456789012:secret:/shop/production/api/database-url-AbCdEf";
const missing =
  "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to " +
  `retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret ${secret} from secrets ` +
  "manager: ResourceNotFoundException: Secrets Manager can't find the specified secret";

test.each([
  ["a missing secret is told whole, as ECS tells it but for the full stop", `${missing}.`, missing],
  [
    "a longer reason keeps its beginning, which names what failed, and its end, which says why",
    missing.replace("service call", "x".repeat(400)),
    expect.stringMatching(/^ResourceInitializationError: .{200,300}….{100,200}can't find the specified secret$/),
  ],
])("%s", (_title, stoppedReason, sentence) => {
  expect(whyStopped({ stopCode: "TaskFailedToStart", stoppedReason }, ["api"])).toEqual({
    sentence,
    container: undefined,
  });
});

test("Service Connect's own container, which no definition has, is named where it ended the task", () => {
  const containers = [
    { name: "api", exitCode: 143 },
    { name: "ecs-service-connect-x1Y", exitCode: 1 },
  ];
  expect(whyStopped({ stopCode: "EssentialContainerExited", containers }, ["api"])).toEqual({
    sentence: "the container ecs-service-connect-x1Y exited with 1",
    container: "ecs-service-connect-x1Y",
  });
});

test.each([
  [
    "an image for another CPU, that can't be pulled",
    "CannotPullContainerError: pull image manifest has been retried 1 time(s): image Manifest does not contain descriptor matching platform 'linux/amd64'",
    /built for another CPU/,
  ],
  [
    "an image for another CPU, whose program can't be started",
    'the container api exited with 255: "exec /usr/local/bin/node: exec format error"',
    /built for another CPU/,
  ],
  [
    "a quota of the account",
    "was unable to place a task. Reason: You've reached the limit on the number of vCPUs you can run concurrently",
    /quota of the account/,
  ],
  [
    "tasks that are protected from scale-in",
    "not steady after 15 min: 1 of 1 running, 0 pending; ECS says: was unable to scale in due to (reason 1 tasks under protection)",
    /protected from scale-in/,
  ],
  ["an image that is not there", "CannotPullContainerError: repo/api@sha256:old: not found", /still in its registry/],
])("what to do about %s is told", (_title, reason, hint) => {
  expect(hintFor(reason, [])).toMatch(hint);
});
