/** What a rollout says of one service. */
export const one = (outcome: string, reason: string, more: object = {}) => ({
  outcome,
  reason,
  seconds: 21,
  moved: true,
  ...more,
});

export const rolledBack = {
  api: one("deployed", "new image"),
  landing: one(
    "rolled-back",
    "ECS deployment circuit breaker: tasks failed to start; the container landing exited with 1",
  ),
  admin: one("deployed", "unchanged: it runs this image in this shape", { moved: false, seconds: 0 }),
};

/** Where the message of a deployment is that was started. */
export const thread = "C0DEPLOY/1700000000.000009";
