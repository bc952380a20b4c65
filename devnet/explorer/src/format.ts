const WEI = 10n ** 18n;

/** Whole and decimal part of an amount in wei, rounded down to the digits asked for. */
export function amount(wei: string | bigint | null | undefined, digits = 4): string {
  if (wei === null || wei === undefined) return "–";
  const value = BigInt(wei);
  const sign = value < 0n ? "−" : "";
  const size = value < 0n ? -value : value;
  const fraction = (size % WEI).toString().padStart(18, "0");
  const shown = fraction.slice(0, digits).replace(/0+$/, "");
  const whole = group((size / WEI).toString());
  if (size > 0n && whole === "0" && shown === "") return `${sign}${significant(fraction, 2)}`;
  return `${sign}${whole}${shown ? `.${shown}` : ""}`;
}

function significant(fraction: string, digits: number): string {
  const zeros = fraction.match(/^0*/)![0].length;
  return `0.${fraction.slice(0, zeros + digits)}`;
}

export function exact(wei: string | bigint): string {
  return amount(wei, 18);
}

export function group(digits: string | number): string {
  return String(digits).replace(/\B(?=(\d{3})+(?!\d))/g, "\u202f");
}

/** MACs in the unit that gives few digits. */
export function macs(value: string | bigint | number | null | undefined): string {
  if (value === null || value === undefined) return "–";
  const number = Number(value);
  for (const [unit, size] of [["T", 1e12], ["G", 1e9], ["M", 1e6], ["k", 1e3]] as const) {
    if (number >= size) return `${(number / size).toPrecision(3)} ${unit} MACs`;
  }
  return `${number} MACs`;
}

/** A part of a whole, rounded down so that only all of it is 100 %. */
export function share(part: string | bigint, whole: string | bigint): string {
  return BigInt(whole) === 0n ? "–" : `${(BigInt(part) * 100n) / BigInt(whole)} %`;
}

/** A price of gas in the unit that gives few digits. */
export function gasPrice(wei: string): string {
  const value = Number(wei);
  return value < 1e6 ? `${group(wei)} wei` : `${Number((value / 1e9).toPrecision(3))} gwei`;
}

export function short(hex: string, size = 4): string {
  return hex.length > 2 * size + 4 ? `${hex.slice(0, 2 + size)}…${hex.slice(-size)}` : hex;
}

export function ago(seconds: number, now: number): string {
  const gap = Math.max(0, Math.round(now - seconds));
  if (gap < 2) return "now";
  if (gap < 60) return `${gap} s ago`;
  if (gap < 3600) return `${Math.floor(gap / 60)} min ago`;
  if (gap < 86400) return `${Math.floor(gap / 3600)} h ago`;
  return `${Math.floor(gap / 86400)} d ago`;
}

export function clock(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace("T", " ").replace(".000Z", " UTC");
}

export function millis(micros: number): string {
  if (micros < 1000) return `${micros} µs`;
  return micros < 1e6 ? `${(micros / 1000).toPrecision(3)} ms` : `${(micros / 1e6).toFixed(2)} s`;
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${group(count)} ${count === 1 ? one : many}`;
}
