/** Sen as ringgit, exact to the sen whatever the size: "123456789" is "RM1,234,567.89". */
export function ringgit(sen: string): string {
  const digits = sen.padStart(3, "0");
  const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ",");
  return `RM${whole}.${digits.slice(-2)}`;
}

/** Basis points as a yearly rate without idle zeros: 1250 is "12.5% p.a.". */
export function yearlyRate(basisPoints: number): string {
  return `${basisPoints / 100}% p.a.`;
}

/** What is still to be funded, in sen; nothing when the target is passed. */
export function remainingSen({ targetSen, fundedSen }: { targetSen: string; fundedSen: string }): string {
  const remaining = BigInt(targetSen) - BigInt(fundedSen);
  return remaining > 0n ? remaining.toString() : "0";
}

/** The API rounds the percent down; a first small commitment must not read as none. */
export function fundedText({ fundedSen, fundedPercent }: { fundedSen: string; fundedPercent: number }): string {
  return fundedPercent === 0 && fundedSen !== "0" ? "under 1% funded" : `${fundedPercent}% funded`;
}
