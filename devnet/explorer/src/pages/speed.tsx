import { useMemo } from "react";
import { Panel } from "../ui/basic";
import { Chart } from "../ui/chart";
import { plural } from "../format";
import { useJobs } from "./jobs";

const MOST = 60;

/** The value that a part of all values stays below. */
function quantile(values: number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0;
}

/** How fast the gateway's latest answers came: until the first token, and tokens a second. */
export function Speeds() {
  const jobs = useJobs().data?.jobs;
  const answers = useMemo(() => (jobs ?? []).filter((job) => job.totalMicros > 0 && job.completionTokens > 0).slice(0, MOST).reverse(), [jobs]);
  const first = useMemo(() => answers.map((job) => job.firstTokenMicros / 1000), [answers]);
  const rate = useMemo(() => answers.map((job) => job.completionTokens / (job.totalMicros / 1e6)), [answers]);
  const x = useMemo(() => ({ label: "answer", values: answers.map((_, i) => i + 1) }), [answers]);
  const firstLines = useMemo(() => [{ label: "first token, ms", values: first, color: "accent", bold: true, points: true }], [first]);
  const rateLines = useMemo(() => [{ label: "tokens a second", values: rate, color: "accent", bold: true, points: true }], [rate]);
  if (answers.length < 2) return null;
  const milliseconds = (part: number) => `${Math.round(quantile(first, part))} ms`;
  return (
    <div className="two">
      <Panel title="Time to the first token">
        <Chart title="Time to the first token" summary={`The latest ${plural(answers.length, "answer")}: p50 ${milliseconds(0.5)}, p95 ${milliseconds(0.95)}.`} x={x} lines={firstLines} height={190} fromZero />
      </Panel>
      <Panel title="Tokens a second">
        <Chart title="Tokens a second" summary={`The latest ${plural(answers.length, "answer")}: median ${quantile(rate, 0.5).toFixed(1)}, newest ${rate.at(-1)!.toFixed(1)}.`} x={x} lines={rateLines} height={190} fromZero />
      </Panel>
    </div>
  );
}
