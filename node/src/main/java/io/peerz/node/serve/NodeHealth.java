package io.peerz.node.serve;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.peerz.inference.serve.ShardServer;
import io.peerz.ledger.LedgerBridge;
import io.peerz.node.api.health.ReadinessCheck;
import io.peerz.node.chain.ChainPulse;
import io.peerz.proof.id.Digest;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/** What an operator and a monitor want to know of a serving node. */
final class NodeHealth {
  private static final double WEI = 1e18;

  private final Digest nodeId;
  private final Enrolment enrolment;
  private final ChainPulse pulse;
  private final LedgerBridge bridge;
  private final ShardServer server;

  NodeHealth(
      Digest nodeId,
      Enrolment enrolment,
      ChainPulse pulse,
      LedgerBridge bridge,
      ShardServer server) {
    this.nodeId = nodeId;
    this.enrolment = enrolment;
    this.pulse = pulse;
    this.bridge = bridge;
    this.server = server;
  }

  List<ReadinessCheck> checks() {
    return List.of(
        new ReadinessCheck("chain", pulse::problem),
        new ReadinessCheck("gas", this::gasProblem),
        new ReadinessCheck("settlement", this::settlementProblem));
  }

  private Optional<String> gasProblem() {
    return pulse.gasWei().signum() > 0
        ? Optional.empty()
        : Optional.of("the signer has no coin to pay for transactions; send it some");
  }

  private Optional<String> settlementProblem() {
    String trouble = bridge.status().trouble();
    return trouble.isEmpty() ? Optional.empty() : Optional.of(trouble);
  }

  /** Registers the gauges; what needs the chain is asked when a monitor asks. */
  void register(MeterRegistry metrics) {
    gauge(metrics, "peerz.requests.running", "sessions open now", server::sessions);
    gauge(metrics, "peerz.chain.head", "newest block seen", pulse::head);
    gauge(metrics, "peerz.gas.balance.eth", "coin of the signer", () -> coins(pulse.gasWei()));
    gauge(metrics, "peerz.receipts", "countersigned receipts", () -> bridge.status().receipts());
    gauge(metrics, "peerz.bridge.queue", "batches not settled yet", this::openBatches);
    gauge(metrics, "peerz.stake.tokens", "PRZ at stake", () -> coins(enrolment.stakeWei(nodeId)));
  }

  private long openBatches() {
    return bridge.status().batches().stream().filter(batch -> !batch.closed()).count();
  }

  private static double coins(BigInteger wei) {
    return wei.doubleValue() / WEI;
  }

  private static void gauge(
      MeterRegistry metrics, String name, String help, java.util.function.Supplier<Number> value) {
    Gauge.builder(name, value).description(help).register(metrics);
  }
}
