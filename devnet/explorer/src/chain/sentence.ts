import type { Event, Tx } from "../api";
import { amount, macs, plural, share, short } from "../format";
import { nameOf } from "../names";

// What a transaction did, in one sentence for people who do not read call data.

const text = (value: unknown): string => String(value ?? "");
const prz = (wei: unknown): string => `${amount(text(wei))} PRZ`;
const who = (id: unknown): string => nameOf(text(id)) ?? short(text(id));

function sum(events: Event[], field: string): bigint {
  return events.reduce((total, event) => total + BigInt(text(event.args[field])), 0n);
}

export function sentence(tx: Tx, events: Event[]): string {
  const from = who(tx.from);
  if (!tx.ok) return `${from} tried ${tx.method ?? "a call"}${tx.contract ? ` on ${tx.contract}` : ""}, and it was refused`;
  const named = (name: string) => events.filter((event) => event.name === name);
  const first = (name: string) => named(name)[0]?.args;
  const redeemed = named("VoucherRedeemed");
  if (redeemed.length > 0) {
    const node = who(redeemed[0]!.args.nodeId);
    return `${node} was paid ${prz(sum(redeemed, "paid"))} for inference by ${plural(redeemed.length, "voucher")}; ${prz(sum(redeemed, "fee"))} was burned`;
  }
  const batch = first("BatchCommitted");
  if (batch) return `${who(batch.nodeId)} committed ${plural(Number(batch.leaves), "receipt")} of epoch ${text(batch.epoch)}: ${macs(text(batch.totalMacs))} of work, ${share(text(batch.onTimeMacs), text(batch.totalMacs))} on time`;
  const reward = first("RewardClaimed");
  if (reward) return `${who(reward.nodeId)} claimed a rebate of ${prz(reward.paid)} for epoch ${text(reward.epoch)}`;
  if (first("BatchFinalized")) return "A batch of receipts became final: nobody questioned it in time";
  const unit = first("UnitPaid");
  if (unit) return `${who(unit.nodeId)} was paid ${prz(BigInt(text(unit.base)) + BigInt(text(unit.improvement)))} for unit ${text(unit.unit)} of round ${text(unit.round)}`;
  const seat = first("FeePaid");
  if (seat) return `${who(seat.evaluator)} was paid ${prz(seat.amount)} for measuring a round of training`;
  const job = first("JobPosted");
  if (job) return `${who(job.client)} funded and posted fine-tuning job ${short(text(job.jobId))} with ${prz(sum(named("Transfer"), "value"))}`;
  const settled = first("RoundSettled");
  if (settled) return `Round ${text(settled.round)} of job ${short(text(settled.jobId))} was settled: ${prz(settled.paid)} earned`;
  const claimed = first("UnitClaimed");
  if (claimed) return `${who(claimed.nodeId)} took unit ${text(claimed.unit)} of round ${text(claimed.round)}`;
  const opened = named("ChannelOpened");
  if (opened.length > 0) return `${who(opened[0]!.args.payer)} funded ${plural(opened.length, "payment channel")} with ${prz(sum(opened, "deposit"))} in one transaction`;
  const topped = first("ChannelToppedUp");
  if (topped) return `${from} raised a channel's deposit to ${prz(topped.deposit)}`;
  const closing = first("CloseRequested");
  if (closing) return `${from} asked to close channel ${short(text(closing.channelId))}`;
  const closed = first("ChannelClosed");
  if (closed) return `A channel closed: ${prz(closed.paidTotal)} went to its node, ${prz(closed.refund)} back to the payer`;
  const registered = first("NodeRegistered");
  if (registered) return `${who(registered.owner)} registered node ${who(registered.nodeId)}`;
  const shard = first("ShardAnnounced");
  if (shard) return `${who(shard.nodeId)} offers layers ${text(shard.layerStart)}–${Number(shard.layerEnd) - 1}`;
  const slashed = first("Slashed");
  if (slashed) return `${who(slashed.nodeId)} lost ${prz(slashed.amount)} of stake for a proved offence`;
  const unbond = first("UnbondRequested");
  if (unbond) return `${from} began to take back ${prz(unbond.amount)} of stake`;
  const withdrawn = first("Withdrawn");
  if (withdrawn) return `${from} withdrew ${prz(withdrawn.amount)} of stake`;
  const stake = first("StakeChanged");
  if (stake && tx.method?.startsWith("stake")) return `${from} staked on ${who(stake.nodeId)}, which now has ${prz(stake.stake)} at risk`;
  const sealed = named("EpochSealed");
  if (sealed.length > 0) return `Epoch ${sealed.map((event) => text(event.args.epoch)).join(", ")} was sealed with the seed that nobody could know before`;
  if (first("ModelRegistered")) return `${from} registered a model`;
  const minted = first("EmissionMinted");
  if (minted) return `${prz(minted.amount)} was minted into the rebate pool`;
  if (tx.created) return `${from} created contract ${who(tx.created)}`;
  const transfer = first("Transfer");
  if (transfer && tx.method === "transfer") return `${who(transfer.from)} sent ${prz(transfer.value)} to ${who(transfer.to)}`;
  if (BigInt(tx.valueWei) > 0n) return `${from} sent ${amount(tx.valueWei)} ETH to ${who(tx.to)}`;
  return tx.method ? `${from} called ${tx.method}${tx.contract ? ` of ${tx.contract}` : ""}` : `${from} sent a transaction${tx.to ? ` to ${who(tx.to)}` : ""}`;
}

/** Why a payment was made, by the rule that the contract applied. */
export function whyPaid(kind: string): string {
  switch (kind) {
    case "voucher":
      return "price × computed MACs, promised by the payer's voucher; a fee is burned";
    case "rebate":
      return "share of the epoch's pool by work that came on time, never above the fees burned";
    case "unit":
      return "base by compute cost, plus pay for the measured improvement";
    default:
      return "an evaluator's seat that agreed with the quorum";
  }
}
