package io.peerz.node.chain;

import io.peerz.ledger.chain.ChainClient;
import io.peerz.ledger.chain.ChainConfig;
import io.peerz.ledger.chain.Deployment;
import io.peerz.ledger.chain.MemoryTransactionLog;
import io.peerz.ledger.chain.TransactionSender;
import io.peerz.node.data.NetworkFile;
import io.peerz.node.data.PeerzHome;
import io.peerz.proof.sign.SigningKey;
import java.time.Duration;
import java.util.Optional;

/**
 * The chain of one network, checked to be that network's. Blocking. Owned by the command or process
 * that opened it; closing ends what it started.
 */
public final class NetworkAccess implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration BUMP_FEE_AFTER = Duration.ofSeconds(15);

  private final NetworkFile network;
  private final Deployment deployment;
  private final ChainClient chain;
  private Optional<TransactionSender> sender = Optional.empty();

  private NetworkAccess(NetworkFile network, Deployment deployment, ChainClient chain) {
    this.network = network;
    this.deployment = deployment;
    this.chain = chain;
  }

  /**
   * Connects; fails with CHAIN_UNREACHABLE, or CHAIN_MISMATCH when another chain answers.
   *
   * @param confirmations blocks that a transaction must have; one suffices where blocks are final
   * @param timeout how long to wait for a confirmation
   */
  public static NetworkAccess open(
      PeerzHome home, String name, int confirmations, Duration timeout) {
    NetworkFile network = NetworkFile.read(home, name);
    Deployment deployment = Deployment.read(network.deployment());
    ChainConfig config =
        ChainConfig.defaults()
            .withConfirmations(confirmations)
            .withTimes(POLL, BUMP_FEE_AFTER, timeout);
    ChainClient chain = ChainClient.connect(network.rpc(), deployment, config);
    return new NetworkAccess(network, deployment, chain);
  }

  public NetworkFile network() {
    return network;
  }

  public Deployment deployment() {
    return deployment;
  }

  public ChainClient chain() {
    return chain;
  }

  /** The sender of one account's transactions; its log lives as long as this process. */
  public TransactionSender sendAs(SigningKey key) {
    sender.ifPresent(TransactionSender::close);
    TransactionSender started = TransactionSender.start(chain, key, new MemoryTransactionLog());
    sender = Optional.of(started);
    return started;
  }

  @Override
  public void close() {
    sender.ifPresent(TransactionSender::close);
    chain.close();
  }
}
