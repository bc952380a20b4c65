// The doors of the server that these pages came from. Amounts are decimal text in wei.

export interface NetworkInfo {
  name: string;
  version: string;
  devnet: boolean;
  chainId: number;
  rpc: string;
  api: string;
  head: number;
  indexed?: number;
  time?: number;
  lagBlocks?: number;
  trouble: string;
  contracts: Record<string, `0x${string}`>;
  totals: Record<string, number | string>;
}

export interface Block {
  id: number;
  number: number;
  hash: string;
  parent: string;
  time: number;
  gasUsed: number;
  gasLimit: number;
  baseFeeWei: string;
  transactions: number;
}

export interface Tx {
  id: number;
  hash: `0x${string}`;
  block: number;
  position: number;
  time: number;
  from: `0x${string}`;
  to: `0x${string}` | null;
  created: `0x${string}` | null;
  contract: string | null;
  method: string | null;
  nonce: number;
  valueWei: string;
  gasLimit: number;
  gasUsed: number;
  gasPriceWei: string;
  ok: boolean;
  input: `0x${string}`;
}

export interface Event {
  id: number;
  block: number;
  logIndex: number;
  time: number;
  tx: string;
  address: string;
  contract: string;
  name: string;
  args: Record<string, unknown>;
}

export interface Node {
  id: number;
  nodeId: string;
  owner: string;
  signer: string;
  payout: string;
  roles: number;
  registeredAt: number;
  endpoint: string | null;
  stakeWei: string;
  lockedWei: string;
  unbondingWei: string;
  jailedUntil: number;
  earnedWei: string;
}

export interface Shard {
  id: number;
  nodeId: string;
  modelId: string;
  layerStart: number;
  layerEnd: number;
  pricePerGcuWei: string;
  validUntil: number;
  current: boolean;
}

export interface Payment {
  id: number;
  kind: "voucher" | "rebate" | "unit" | "seat";
  nodeId: string;
  amountWei: string;
  feeWei: string | null;
  cumulativeMacs: string | null;
  cumulativeAmountWei: string | null;
  baseWei: string | null;
  improvementWei: string | null;
  channelId: string | null;
  batchId: string | null;
  jobId: string | null;
  taskId: string | null;
  round: number | null;
  unit: number | null;
  epoch: number | null;
  block: number;
  time: number;
  tx: string;
}

export interface Channel {
  id: number;
  channelId: string;
  payer: string;
  nodeId: string;
  delegate: string;
  depositWei: string;
  claimedWei: string;
  macs: string;
  closesAt: number;
  closed: boolean;
  refundWei: string | null;
  time: number;
  tx: string;
}

export interface Batch {
  id: number;
  batchId: string;
  nodeId: string;
  epoch: number;
  root: `0x${string}`;
  totalMacs: string;
  onTimeMacs: string;
  totalFeesWei: string;
  leaves: number;
  dataHash: string;
  status: "committed" | "final" | "claimed" | "voided";
  demands: number;
  answered: number;
  shareWei: string | null;
  rebateWei: string | null;
  time: number;
  tx: string;
}

export interface SessionHop {
  nodeId: string;
  channelId: string;
  layerStart: number;
  layerEnd: number;
  receipts: number;
  macs: string;
  amountWei: string;
  batched: number;
  epoch: number;
}

export interface Session {
  id: number;
  sessionId: string;
  modelId: string;
  startedAt: number;
  endedAt: number;
  tokens: number;
  receipts: number;
  hops: SessionHop[];
}

export interface Receipt {
  id: number;
  digest: string;
  nodeId: string;
  sessionId: string;
  channelId: string;
  modelId: string;
  seq: number;
  layerStart: number;
  layerEnd: number;
  posStart: number;
  tokens: number;
  macs: string;
  cumulativeMacs: string;
  cumulativeAmountWei: string;
  epoch: number;
  issuedAt: number;
  batched: boolean;
}

export interface FineTuneJob {
  id: number;
  jobId: string;
  client: string;
  modelId: string;
  unitMacs: string;
  params: Record<string, string | number>;
  settledRounds: number;
  closed: boolean;
  refundedWei: string | null;
  adapterRoot: string | null;
  time: number;
  tx: string;
}

export interface Round {
  id: number;
  round: number;
  evaluated: { order: number[]; kept: boolean[]; doubledGains: string[]; paidGains: string[] } | null;
  settled: { totalGain: string; totalMacs: string; paid: string; refunded: string; adapterRoot: string } | null;
  time: number;
  tx: string;
}

export interface Unit {
  id: number;
  jobId: string;
  round: number;
  unit: number;
  nodeId: string;
  status: string;
  macs: string | null;
  baseWei: string | null;
  improvementWei: string | null;
  time: number;
  tx: string;
}

export interface Swarm {
  model: string;
  modelId: string;
  layers: number;
  offers: { nodeId: string; layerStart: number; layerEnd: number; oneWayMicros: number; nanosPerLayerToken: number; queuedTokens: number; pricePerGcuWei: string }[];
  route: { nodeId: string; layerStart: number; layerEnd: number }[];
  routeMicros: number;
  standbys: number;
  problem: string;
}

/** One job as its payer knows it: which sessions with which nodes it was made of. */
export interface Job {
  id: string;
  model: string;
  endedAtSeconds: number;
  promptTokens: number;
  completionTokens: number;
  outcome: string;
  costWei: string;
  firstTokenMicros: number;
  totalMicros: number;
  parts: { nodeId: string; sessionId: string; layerStart: number; layerEnd: number; receipts: number; macs: string; paidWei: string }[];
}

/** What the gateway says a job may cost; amounts of PRZ are decimal text. */
export interface Estimate {
  macs: string;
  least: string;
  ceiling: string;
}

/** A job that the gateway prepared: what the wallet has to post. */
export interface Draft extends Estimate {
  escrowWei: string;
  uri: string;
  params: Record<string, string | number>;
}

/** A job as its gateway knows it. */
export interface TuningJob {
  id: string;
  status: string;
  model: string;
  fine_tuned_model: string | null;
  peerz: { job: string; adapter: string; adapterRoot: string; ceiling: string };
}

export interface ServedModel {
  id: string;
  peerz: { modelId: string; layers: number; complete: boolean; redundancy: number; job?: string; adapterRoot?: string };
}

export interface Page<T> {
  rows: T[];
  next?: number;
}

/** What the server refused, in its own words. */
export class ApiError extends Error {
  constructor(readonly status: number, readonly code: string, message: string) {
    super(message);
  }
}

async function ask<T>(path: string, request: RequestInit): Promise<T> {
  const reply = await fetch(path, request);
  const body = await reply.json().catch(() => ({}));
  if (!reply.ok) {
    throw new ApiError(reply.status, body?.error?.code ?? "", body?.error?.message ?? `the server answered ${reply.status}`);
  }
  return body as T;
}

export function get<T>(path: string): Promise<T> {
  return ask(path, { headers: { accept: "application/json" } });
}

export function post<T>(path: string, json: unknown): Promise<T> {
  return ask(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(json) });
}

/** Hands a data set to the gateway, which reads every line before it takes it. */
export function upload(name: string, jsonl: Blob): Promise<{ id: string; peerz: { examples: number } }> {
  const form = new FormData();
  form.set("purpose", "fine-tune");
  form.set("file", jsonl, name);
  return ask("/v1/files", { method: "POST", body: form });
}

/** The address of a page of a collection. */
export function pageOf(collection: string, query: Record<string, string | number | undefined> = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) parameters.set(name, String(value));
  const text = parameters.toString();
  return `/api/v1/${collection}${text ? `?${text}` : ""}`;
}
