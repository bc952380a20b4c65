package io.peerz.devnet.network;

import io.peerz.devnet.chain.AnvilBinary;
import io.peerz.devnet.chain.AnvilChain;
import io.peerz.devnet.chain.DevChain;
import io.peerz.devnet.chain.DevGenesis;
import io.peerz.ledger.chain.ChainClient;
import io.peerz.ledger.chain.ChainConfig;
import io.peerz.ledger.chain.Deployment;
import io.peerz.ledger.chain.MemoryTransactionLog;
import io.peerz.ledger.chain.TransactionSender;
import io.peerz.proof.manifest.ModelManifest;
import io.peerz.proof.sign.SigningKey;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A chain of one block a second with all contracts, a model, and money for some nodes. */
public final class FoundedChain implements AutoCloseable {
  private final DevChain chain;
  private final ChainClient client;
  private final List<TransactionSender> senders = new ArrayList<>();

  private FoundedChain(DevChain chain, ChainClient client) {
    this.chain = chain;
    this.client = client;
  }

  public static FoundedChain start(Path folder, ModelManifest model, List<NodePlan> nodes) {
    SigningKey deployer = DevKeys.of(DevAccounts.DEPLOYER);
    Path anvil = AnvilBinary.find(System.getenv(), Path.of(System.getenv("PEERZ_DIST")));
    DevChain chain =
        new AnvilChain(anvil, DevGenesis.funding(List.of(deployer.address())), folder, 0);
    chain.start();
    try {
      Deployment deployment = Founding.found(chain.rpc(), DevParameters.quick(), model, nodes);
      ChainConfig config =
          ChainConfig.defaults()
              .withConfirmations(1)
              .withTimes(Duration.ofMillis(100), Duration.ofSeconds(60), Duration.ofSeconds(90));
      return new FoundedChain(chain, ChainClient.connect(chain.rpc(), deployment, config));
    } catch (RuntimeException e) {
      chain.stop();
      throw e;
    }
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

  /** A sender that ends with the chain. */
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
    chain.stop();
  }
}
