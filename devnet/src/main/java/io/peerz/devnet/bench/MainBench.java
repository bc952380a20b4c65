package io.peerz.devnet.bench;

import io.peerz.devnet.demo.BatchGas;
import io.peerz.devnet.demo.Stage;
import io.peerz.devnet.network.DevNetwork;
import io.peerz.devnet.network.NetworkPlan;
import io.peerz.devnet.network.NetworkState;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Measures the main job on a network that is not started yet; the caller stops it. Blocking. */
public final class MainBench {
  private static final long BATCH_PATIENCE_SECONDS = 40;

  private final DevNetwork network;
  private final NetworkPlan plan;
  private final Stage stage;
  private final Supplier<ReceiptCost> receipts;

  /**
   * @param receipts measures what receipts cost, when the network is gone
   */
  public MainBench(
      DevNetwork network, NetworkPlan plan, Stage stage, Supplier<ReceiptCost> receipts) {
    this.network = network;
    this.plan = plan;
    this.stage = stage;
    this.receipts = receipts;
  }

  /** The figures as a Markdown page. */
  public String measure() {
    Machine machine = Machine.here();
    long started = System.nanoTime();
    network.start();
    double readySeconds = (System.nanoTime() - started) / 1e9;
    stage.line("  measuring, a minute or two ...");
    Speed speed = new SpeedMeter(network, plan.model()).measure();
    List<Memory> memory = memory();
    Optional<BatchGas> gas =
        BatchGas.first(network.client(), network.deployment(), BATCH_PATIENCE_SECONDS);
    network.close(); // its nodes would share the cores with what comes
    return new MainReport(
            machine,
            speed,
            receipts.get(),
            SignatureRates.measure(),
            gas,
            memory,
            new LinkedHashMap<>(stage.seconds()),
            readySeconds)
        .markdown();
  }

  private List<Memory> memory() {
    return NetworkState.read(network.folder().state())
        .orElseThrow(() -> new PeerzException(ErrorCode.BUG, "a running network has no state"))
        .running()
        .stream()
        .map(Memory::of)
        .toList();
  }
}
