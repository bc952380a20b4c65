package io.peerz.ledger.testing;

import io.peerz.ledger.chain.ChainClient;
import io.peerz.ledger.chain.ChainConfig;
import io.peerz.ledger.chain.Deployment;
import io.peerz.ledger.chain.MemoryTransactionLog;
import io.peerz.ledger.chain.TransactionSender;
import io.peerz.ledger.escrow.ChannelDesk;
import io.peerz.ledger.model.ModelDesk;
import io.peerz.ledger.registry.Endpoint;
import io.peerz.ledger.registry.RegisteredShard;
import io.peerz.ledger.stake.Registration;
import io.peerz.ledger.stake.StakeDesk;
import io.peerz.ledger.token.TokenDesk;
import io.peerz.proof.cost.Geometry;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import io.peerz.proof.manifest.ModelManifest;
import io.peerz.proof.sign.SigningKey;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** A deployed network with people on it: whoever is needed gets gas and tokens from the bank. */
public final class TestNetwork implements AutoCloseable {
  public static final Geometry GEOMETRY = new Geometry(6, 64, 4, 2, 16, 128, 260, 1, 0);
  public static final BigInteger PRICE_PER_GCU = BigInteger.valueOf(5_000_000_000_000L);

  private final Anvil anvil;
  private final ChainConfig config;
  private final Deployment deployment;
  private final ChainClient chain;
  private final TransactionSender bank;
  private final List<TransactionSender> opened = new ArrayList<>();

  private TestNetwork(Anvil anvil, ChainConfig config, Deployment deployment, SigningKey bank) {
    this.anvil = anvil;
    this.config = config;
    this.deployment = deployment;
    this.chain = ChainClient.connect(anvil.uri(), deployment, config);
    this.bank = TransactionSender.start(chain, bank, new MemoryTransactionLog());
  }

  public static TestNetwork start(Anvil anvil, ChainConfig config) {
    SigningKey bank = anvil.fundedKey("bank-" + System.nanoTime());
    return new TestNetwork(anvil, config, TestDeployment.deploy(anvil, config, bank), bank);
  }

  public ChainClient chain() {
    return chain;
  }

  public ChainConfig config() {
    return config;
  }

  public Deployment deployment() {
    return deployment;
  }

  /** A fresh key with gas and so many wei of tokens. */
  public SigningKey person(String name, BigInteger tokensWei) {
    SigningKey key = anvil.fundedKey(name + "-" + System.nanoTime());
    if (tokensWei.signum() > 0) {
      pay(key.address(), tokensWei);
    }
    return key;
  }

  public void pay(Address to, BigInteger tokensWei) {
    new TokenDesk(chain, bank).transfer(to, tokensWei);
  }

  /** A sender that is closed with the network. */
  public TransactionSender sender(SigningKey key) {
    TransactionSender sender = TransactionSender.start(chain, key, new MemoryTransactionLog());
    opened.add(sender);
    return sender;
  }

  public StakeDesk stakeDesk(SigningKey owner) {
    return new StakeDesk(chain, sender(owner), owner);
  }

  public ChannelDesk channelDesk(SigningKey payer) {
    return new ChannelDesk(chain, sender(payer), payer);
  }

  /** A model in the registry, its own for each name. */
  public ModelManifest model(String name) {
    ModelManifest manifest =
        new ModelManifest(
            name, GEOMETRY, Keccak.hash("weights of " + name), Keccak.hash("tokenizer"));
    new ModelDesk(chain).register(bank, manifest);
    return manifest;
  }

  /** A node that is registered, staked, and serves the whole model. */
  public Digest servingNode(SigningKey owner, SigningKey signer, Digest modelId) {
    StakeDesk desk = stakeDesk(owner);
    Digest nodeId = desk.register(signer, registration(owner.address()));
    desk.stake(nodeId, TestDeployment.MIN_STAKE.multiply(BigInteger.TEN));
    desk.announceShard(
        nodeId,
        new RegisteredShard(
            modelId, 0, GEOMETRY.layers(), 0, PRICE_PER_GCU, chain.headTimeSeconds() + 1_000_000));
    return nodeId;
  }

  public static Registration registration(Address payout) {
    return new Registration(
        payout, Registration.SERVES, new Endpoint("127.0.0.1", 7000), Keccak.hash("tls key"));
  }

  @Override
  public void close() {
    opened.forEach(TransactionSender::close);
    bank.close();
    chain.close();
  }
}
