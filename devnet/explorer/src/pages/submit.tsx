import { useState, type FormEvent } from "react";
import { parseEther } from "viem";
import { post, upload, type Draft, type Estimate, type Swarm, type TuningJob } from "../api";
import { Empty, Facts, Failure, Panel } from "../ui/basic";
import { macs, plural } from "../format";
import { useData } from "../live";
import { go } from "../route";
import { Outcome, useAction, useRightChain } from "../wallet/actions";
import { call, mustHold, permit } from "../wallet/transact";

const EXAMPLE = '{"messages":[{"role":"user","content":"…"},{"role":"assistant","content":"…"}]}';

/** Fields of the form that are whole numbers: name, label, the usual, what it means. */
const NUMBERS: [keyof Wishes, string, string][] = [
  ["rounds", "Rounds", "each ends with a measurement"],
  ["units", "Units a round", "nodes that may train in it"],
  ["steps", "Steps a unit", "of gradient descent"],
  ["seats", "Evaluators", "drawn anew for each round"],
];

/** The times that a round's phases may take; most end early when everybody has moved. */
const SECONDS: [keyof Wishes, string][] = [
  ["claim", "to take units"],
  ["commit", "to train"],
  ["reveal", "to show updates"],
  ["evaluate", "to measure"],
  ["challenge", "to object"],
];

interface Wishes {
  rounds: number;
  units: number;
  steps: number;
  seats: number;
  claim: number;
  commit: number;
  reveal: number;
  evaluate: number;
  challenge: number;
}

const USUAL: Wishes = { rounds: 6, units: 4, steps: 40, seats: 3, claim: 60, commit: 900, reveal: 120, evaluate: 900, challenge: 30 };

/** What was checked: the uploaded file and what a job on it may cost. */
interface Checked {
  file: string;
  examples: number;
  estimate: Estimate;
}

/** A fine-tuning job from a data set to its posting: checked first, then one signature and one transaction. */
export function SubmitPage() {
  const { connection, info, ready } = useRightChain();
  const swarm = useData<Swarm>("/peerz/v1/swarm", false);
  const [data, setData] = useState<Blob | null>(null);
  const [name, setName] = useState("data.jsonl");
  const [wishes, setWishes] = useState(USUAL);
  const [suffix, setSuffix] = useState("");
  const [ceiling, setCeiling] = useState("");
  const [checked, setChecked] = useState<Checked | null>(null);
  const [problem, setProblem] = useState<Error | null>(null);
  const [checking, setChecking] = useState(false);
  const [progress, run] = useAction();
  const model = swarm.data?.model ?? "";
  const order = (file: string) => {
    const { claim, commit, reveal, evaluate, challenge, ...rest } = wishes;
    return { training_file: file, model, suffix, peerz: { ...rest, deadlines: { claim, commit, reveal, evaluate, challenge }, ...(ceiling ? { max_spend: ceiling } : {}) } };
  };
  /** Whatever changes, what was checked before no longer counts. */
  const change = (work: () => void) => {
    work();
    setChecked(null);
  };
  async function check(event: FormEvent) {
    event.preventDefault();
    setProblem(null);
    setChecked(null);
    setChecking(true);
    try {
      const file = await upload(name, data!);
      setChecked({ file: file.id, examples: file.peerz.examples, estimate: await post<Estimate>("/peerz/v1/fine_tuning/estimate", order(file.id)) });
    } catch (error) {
      setProblem(error as Error);
    } finally {
      setChecking(false);
    }
  }
  function submit() {
    let jobId = "";
    void run(async (say) => {
      const at = await ready();
      const token = info!.contracts.PeerzToken!;
      const market = info!.contracts.FineTuneMarket!;
      await mustHold(at.account, token, parseEther(checked!.estimate.ceiling));
      say("The gateway prepares the job …");
      const draft = await post<Draft>("/peerz/v1/fine_tuning/prepare", order(checked!.file));
      const escrow = BigInt(draft.escrowWei);
      if (escrow > parseEther(checked!.estimate.ceiling)) throw new Error("The gateway asks for more than it said. Nothing was signed.");
      say("Sign the permit in your wallet …");
      const signed = await permit(at, info!.chainId, token, market, escrow);
      say("Confirm the transaction in your wallet …");
      const sent = await call(at, "FineTuneMarket", market, "postJobWithPermit", [draft.params, draft.uri, escrow, signed.deadline, signed.v, signed.r, signed.s]);
      if (sent.ok) jobId = (await post<TuningJob>("/peerz/v1/fine_tuning/adopt", { transaction: sent.hash })).peerz.job;
      return sent;
    }).then(() => jobId && go(`/jobs/${jobId}`));
  }
  return (
    <>
      <Panel title="Submit a fine-tuning job" note={model ? `on ${model}; one signature, one transaction` : "no gateway answers"}>
        <p>
          Nodes train an adapter on your examples and are paid by the fall in loss that drawn evaluators measure on a part held out. What they do not earn comes
          back to you.
        </p>
        <form onSubmit={(event) => void check(event)}>
          <div className="fields">
            <label className="whole">
              Examples <small>JSONL, one conversation a line: <code>{EXAMPLE}</code></small>
              <input
                type="file"
                accept=".jsonl,application/jsonl"
                required
                onChange={(e) => {
                  const file = e.target.files?.[0] ?? null;
                  change(() => setData(file));
                  if (file) setName(file.name);
                }}
              />
            </label>
            {NUMBERS.map(([field, label, hint]) => (
              <label key={field}>
                {label}
                <input type="number" min={1} value={wishes[field]} onChange={(e) => change(() => setWishes({ ...wishes, [field]: Number(e.target.value) }))} required />
                <small>{hint}</small>
              </label>
            ))}
            <label>
              Name of the adapter
              <input value={suffix} onChange={(e) => change(() => setSuffix(e.target.value))} pattern="[A-Za-z0-9_\-]{0,64}" placeholder="poems" />
              <small>may stay empty</small>
            </label>
            <label>
              Most to spend, PRZ
              <input value={ceiling} onChange={(e) => change(() => setCeiling(e.target.value))} inputMode="decimal" pattern="[0-9]+(\.[0-9]+)?" placeholder="twice the estimate" />
              <small>never more than this</small>
            </label>
          </div>
          <details>
            <summary>Time limits, in seconds</summary>
            <div className="fields">
              {SECONDS.map(([field, label]) => (
                <label key={field}>
                  {label}
                  <input type="number" min={1} value={wishes[field]} onChange={(e) => change(() => setWishes({ ...wishes, [field]: Number(e.target.value) }))} required />
                </label>
              ))}
            </div>
          </details>
          <p>
            <button type="submit" className={checked ? "" : "primary"} disabled={!data || !model || checking}>
              {checking ? "Checking …" : "Check and estimate"}
            </button>
          </p>
          {problem && <Failure error={problem} />}
        </form>
      </Panel>
      {checked && (
        <Panel title="What it would cost" note="an estimate; the ceiling is exact">
          <Facts
            rows={[
              ["examples", `${plural(checked.examples, "example")}, a part of them held out`],
              ["work", macs(checked.estimate.macs)],
              ["at the nodes' prices", `${checked.estimate.least} PRZ`],
              ["goes into escrow", `${checked.estimate.ceiling} PRZ; what is not earned comes back`],
            ]}
          />
          {connection ? (
            <p>
              <button type="button" className="primary" onClick={submit} disabled={!info}>
                Sign and submit
              </button>
            </p>
          ) : (
            <Empty>Connect a wallet to fund and submit it.</Empty>
          )}
          <Outcome progress={progress} done="Submitted" />
        </Panel>
      )}
    </>
  );
}
