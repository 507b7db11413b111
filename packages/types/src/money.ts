import { z } from "zod";

/**
 * An amount of money in sen, as a string of digits: it is a 64-bit integer in the database, and JSON's numbers are exact only to 2^53.
 */
export const sen = z.string().regex(/^(0|[1-9]\d{0,18})$/, "want an amount in sen as digits");

/** A rate in basis points: 1200 is 12 % a year. */
export const basisPoints = z.int().min(0).max(10_000);
