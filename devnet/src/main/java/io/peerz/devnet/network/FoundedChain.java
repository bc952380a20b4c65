package io.peerz.devnet.network;

import io.peerz.devnet.chain.DevChain;
import io.peerz.ledger.chain.ChainClient;
import io.peerz.ledger.chain.ChainConfig;
import io.peerz.ledger.chain.Deployment;
import io.peerz.ledger.chain.MemoryTransactionLog;
import io.peerz.ledger.chain.TransactionSender;
import io.peerz.proof.manifest.ModelManifest;
import io.peerz.proof.sign.SigningKey;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A running chain with all contracts, a model, and money for a wallet and some nodes, for programs
 * that play the nodes themselves. Blocking.
 */
public final class FoundedChain implements AutoCloseable {
  private final ChainClient client;
  private final List<TransactionSender> senders = new ArrayList<>();

  private FoundedChain(ChainClient client) {
    this.client = client;
  }

  /** Founds a network on a chain that runs; the caller stops the chain. */
  public static FoundedChain on(DevChain chain, ModelManifest model, List<NodePlan> nodes) {
    Deployment deployment = Founding.found(chain.rpc(), DevParameters.quick(), model, nodes);
    ChainConfig config =
        ChainConfig.defaults()
            .withConfirmations(1)
            .withTimes(Duration.ofMillis(50), Duration.ofSeconds(60), Duration.ofSeconds(90));
    return new FoundedChain(ChainClient.connect(chain.rpc(), deployment, config));
  }

  public ChainClient client() {
    return client;
  }

  public static SigningKey wallet() {
    return DevKeys.of(DevAccounts.WALLET);
  }

  public static SigningKey owner(NodePlan node) {
    return DevKeys.of(node.owner());
  }

  public static SigningKey signer(NodePlan node) {
    return DevAccounts.signer(node);
  }

  /** A sender that ends with this object. */
  public TransactionSender sender(SigningKey key) {
    TransactionSender sender = TransactionSender.start(client, key, new MemoryTransactionLog());
    senders.add(sender);
    return sender;
  }

  public BigInteger tokens(SigningKey key) {
    return client.tokenBalanceWei(key.address());
  }

  @Override
  public void close() {
    senders.forEach(TransactionSender::close);
    client.close();
  }
}
