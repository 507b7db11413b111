/** A listing runs for two weeks (the product's rule). */
export const listingDays = 14;

/**
 * Invented companies and notes for demonstrations; the names say so. The ids are fixed, so that seeding again finds them.
 * `opened` says how many days before the seeding the listing opened.
 */
export const demoNotes = [
  { serial: 1, issuer: "Demo Trading 1", target: 800_000n, funded: 700_000n, rate: 1_200, days: 90, opened: 11 },
  { serial: 2, issuer: "Demo Printing 2", target: 4_500_000n, funded: 1_125_000n, rate: 1_050, days: 60, opened: 4 },
  { serial: 3, issuer: "Demo Logistics 3", target: 12_000_000n, funded: 9_840_000n, rate: 980, days: 45, opened: 9 },
  { serial: 4, issuer: "Demo Catering 4", target: 2_250_000n, funded: 45_000n, rate: 1_400, days: 120, opened: 1 },
  { serial: 5, issuer: "Demo Trading 1", target: 6_000_000n, funded: 0n, rate: 1_125, days: 75, opened: 0 },
] as const;

/** Who acts for the first company: the local cloud's demo user of the issuer's portal. */
export const demoMember = "issuer@demo.cashsouk.example";
