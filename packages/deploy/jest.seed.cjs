const fc = require("fast-check");

// A change is judged by the same cases each time. New ones are for `make soak`, which gives a seed of its own (SEED=N: this one).
fc.configureGlobal({ seed: Number(process.env.SEED ?? 1) });
