/** Why a step failed, on one line: what every action puts out besides its own outputs. */
export const reasonOutput = "reason";
