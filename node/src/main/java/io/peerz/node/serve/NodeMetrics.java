package io.peerz.node.serve;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.peerz.inference.serve.ShardServer;
import io.peerz.inference.wire.NodeDescription;
import io.peerz.ledger.LedgerBridge;
import io.peerz.ledger.registry.RegisteredNode;
import io.peerz.ledger.settle.BatchState;
import io.peerz.ledger.settle.StoredBatch;
import io.peerz.ledger.settle.SubmitTimes;
import io.peerz.node.chain.ChainPulse;
import io.peerz.node.finetune.Lending;
import io.peerz.proof.id.Digest;
import java.math.BigInteger;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * What a node tells monitors. The ledger and the registry are asked once for each scrape, by {@link
 * #refresh}; the rest is read where it lies.
 */
final class NodeMetrics {
  private static final double WEI = 1e18;
  private static final double NANOS = 1e9;
  private static final Set<BatchState> ON_CHAIN =
      EnumSet.of(BatchState.COMMITTED, BatchState.FINALIZED, BatchState.CLAIMED);
  private static final Set<BatchState> UNQUESTIONED =
      EnumSet.of(BatchState.FINALIZED, BatchState.CLAIMED);
  private static final Set<BatchState> CLAIMED = EnumSet.of(BatchState.CLAIMED);
  private static final Set<BatchState> LOST = EnumSet.of(BatchState.MISSED, BatchState.VOIDED);
  private static final Set<BatchState> VOIDED = EnumSet.of(BatchState.VOIDED);

  /** What one scrape saw. */
  private record Look(LedgerBridge.Status ledger, Optional<RegisteredNode> registered) {}

  private final Digest nodeId;
  private final Enrolment enrolment;
  private final ChainPulse pulse;
  private final LedgerBridge bridge;
  private final ShardServer server;
  private final Optional<Lending> lending;
  private volatile Look last;

  NodeMetrics(
      Digest nodeId,
      Enrolment enrolment,
      ChainPulse pulse,
      LedgerBridge bridge,
      ShardServer server,
      Optional<Lending> lending) {
    this.nodeId = nodeId;
    this.enrolment = enrolment;
    this.pulse = pulse;
    this.bridge = bridge;
    this.server = server;
    this.lending = lending;
    refresh();
  }

  /** Looks at the ledger and the registry; blocking. */
  void refresh() {
    last = new Look(bridge.status(), enrolment.find(nodeId));
  }

  void register(MeterRegistry metrics) {
    work(metrics);
    money(metrics);
    lending.ifPresent(lent -> lent(metrics, lent));
    gauge(metrics, "peerz.chain.head", "newest block seen", pulse::head);
    gauge(
        metrics,
        "peerz.chain.lag.blocks",
        "blocks since the settlement last looked at the chain",
        this::lagBlocks);
    gauge(metrics, "peerz.bridge.queue", "batches not settled yet", this::openBatches);
    SubmitTimes submits = bridge.submitTimes();
    FunctionTimer.builder(
            "peerz.receipt.submit",
            submits,
            SubmitTimes::count,
            times -> times.total().toNanos(),
            TimeUnit.NANOSECONDS)
        .description("from signing a batch of receipts to the block that has it")
        .register(metrics);
    receipts(metrics, "countersigned", status -> status.receipts());
    receipts(metrics, "on_chain", status -> leaves(status, ON_CHAIN));
    receipts(metrics, "claimed", status -> leaves(status, CLAIMED));
    receipts(metrics, "lost", status -> leaves(status, LOST));
    audits(metrics, "passed", UNQUESTIONED);
    audits(metrics, "failed", VOIDED);
  }

  private void work(MeterRegistry metrics) {
    gauge(metrics, "peerz.requests.running", "sessions open now", server::sessions);
    gauge(
        metrics,
        "peerz.requests.waiting",
        "positions that wait for the engine",
        () -> shards().stream().mapToInt(NodeDescription.Shard::queuedTokens).sum());
    gauge(
        metrics, "peerz.kv.cache.usage.ratio", "part of the KV caches in use", server::cacheUsage);
    for (NodeDescription.Shard shard : shards()) {
      Gauge.builder(
              "peerz.shard.throughput.tokens.per.second",
              () -> throughput(shard.shard().layerStart()))
          .description("tokens a second through this node's layers, one after the other")
          .tag("model", shard.shard().modelId().shortHex())
          .register(metrics);
    }
  }

  private static void lent(MeterRegistry metrics, Lending lending) {
    gauge(metrics, "peerz.stage.sessions", "nodes that train through layers", lending::sessions);
    FunctionCounter.builder("peerz.stage.steps", lending, lent -> lent.work().steps())
        .description("training steps taken for others")
        .register(metrics);
    FunctionCounter.builder("peerz.stage.macs", lending, lent -> lent.work().macs())
        .description("their compute cost")
        .register(metrics);
  }

  private List<NodeDescription.Shard> shards() {
    return server.description().shards();
  }

  private double throughput(int layerStart) {
    return shards().stream()
        .filter(shard -> shard.shard().layerStart() == layerStart)
        .filter(shard -> shard.decodeNanosPerLayerToken() > 0)
        .mapToDouble(
            shard ->
                NANOS
                    / shard.decodeNanosPerLayerToken()
                    / (shard.shard().layerEnd() - shard.shard().layerStart()))
        .findFirst()
        .orElse(0);
  }

  private void money(MeterRegistry metrics) {
    gauge(metrics, "peerz.gas.balance.eth", "coin of the signer", () -> coins(pulse.gasWei()));
    stake(metrics, "active", RegisteredNode::stakeWei);
    stake(metrics, "locked", RegisteredNode::lockedWei);
    stake(metrics, "unbonding", RegisteredNode::unbondingWei);
    rewards(metrics, "promised", LedgerBridge.Status::vouchersWei);
    rewards(metrics, "rebated", NodeMetrics::rebatedWei);
  }

  private long lagBlocks() {
    return Math.max(0, pulse.head() - last.ledger().seenBlock());
  }

  private long openBatches() {
    return last.ledger().batches().stream().filter(batch -> !batch.closed()).count();
  }

  private static long leaves(LedgerBridge.Status status, Set<BatchState> states) {
    return status.batches().stream()
        .filter(batch -> states.contains(batch.state()))
        .mapToLong(batch -> batch.header().leaves())
        .sum();
  }

  private static BigInteger rebatedWei(LedgerBridge.Status status) {
    return status.batches().stream()
        .map(StoredBatch::rewardWei)
        .flatMap(Optional::stream)
        .reduce(BigInteger.ZERO, BigInteger::add);
  }

  private void receipts(
      MeterRegistry metrics, String state, ToDoubleFunction<LedgerBridge.Status> count) {
    FunctionCounter.builder("peerz.receipts", this, m -> count.applyAsDouble(m.last.ledger()))
        .description("receipts of this node by how far they came")
        .tag("state", state)
        .register(metrics);
  }

  /** Whether what this node committed stood up to questions, one for each batch. */
  private void audits(MeterRegistry metrics, String result, Set<BatchState> states) {
    FunctionCounter.builder(
            "peerz.audits",
            this,
            m -> m.last.ledger().batches().stream().filter(b -> states.contains(b.state())).count())
        .description("batches whose time for questions is over")
        .tag("result", result)
        .register(metrics);
  }

  private void stake(
      MeterRegistry metrics, String state, Function<RegisteredNode, BigInteger> part) {
    Gauge.builder(
            "peerz.stake.tokens", () -> coins(last.registered().map(part).orElse(BigInteger.ZERO)))
        .description("PRZ at stake")
        .tag("state", state)
        .register(metrics);
  }

  private void rewards(
      MeterRegistry metrics, String state, Function<LedgerBridge.Status, BigInteger> part) {
    Gauge.builder("peerz.rewards.tokens", () -> coins(part.apply(last.ledger())))
        .description("PRZ earned")
        .tag("state", state)
        .register(metrics);
  }

  private static double coins(BigInteger wei) {
    return wei.doubleValue() / WEI;
  }

  private static void gauge(
      MeterRegistry metrics, String name, String help, Supplier<Number> value) {
    Gauge.builder(name, value).description(help).register(metrics);
  }
}
