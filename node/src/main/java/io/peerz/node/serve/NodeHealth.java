package io.peerz.node.serve;

import io.peerz.ledger.LedgerBridge;
import io.peerz.node.api.health.ReadinessCheck;
import io.peerz.node.chain.ChainPulse;
import java.util.List;
import java.util.Optional;

/** Whether a node can do its work. */
final class NodeHealth {
  private final ChainPulse pulse;
  private final LedgerBridge bridge;

  NodeHealth(ChainPulse pulse, LedgerBridge bridge) {
    this.pulse = pulse;
    this.bridge = bridge;
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
}
