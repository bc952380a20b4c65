package io.peerz.ledger.stake;

import io.peerz.contracts.NodeRegistry;
import io.peerz.ledger.chain.ChainClient;
import io.peerz.ledger.chain.ConfirmedTx;
import io.peerz.ledger.chain.Contracts;
import io.peerz.ledger.chain.Intents;
import io.peerz.ledger.chain.PreparedCall;
import io.peerz.ledger.chain.TransactionSender;
import io.peerz.ledger.registry.RegisteredShard;
import io.peerz.ledger.token.Permit;
import io.peerz.ledger.token.TokenDesk;
import io.peerz.proof.announce.NodeBinding;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.sign.Signature;
import io.peerz.proof.sign.SigningKey;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.web3j.protocol.core.RemoteFunctionCall;

/**
 * What the account behind a sender does at the node registry. Registering, staking and withdrawing
 * are the owner's; announcing shards and endpoints may be done with the node's own key too.
 * Blocking: for virtual threads.
 */
public final class StakeDesk {
  private final ChainClient chain;
  private final Contracts contracts;
  private final TransactionSender sender;
  private final SigningKey key;

  /**
   * @param key the key of the sender's account; it signs permits
   */
  public StakeDesk(ChainClient chain, TransactionSender sender, SigningKey key) {
    this.chain = chain;
    this.contracts = chain.contracts();
    this.sender = sender;
    this.key = key;
  }

  /**
   * Registers a node under this account and returns its id. A node that is registered already is
   * left as it is.
   *
   * @param signer the node's own key, whose consent is part of the call
   */
  public Digest register(SigningKey signer, Registration registration) {
    Digest nodeId = NodeBinding.nodeIdOf(signer.address());
    if (!isRegistered(nodeId)) {
      send(
          "register:" + nodeId,
          "register node " + nodeId.shortHex(),
          contracts
              .nodeRegistry()
              .register(
                  signer.address().hex(),
                  registration.payout().hex(),
                  BigInteger.valueOf(registration.roles()),
                  registration.endpoint().toString(),
                  registration.spkiHash().bytes(),
                  binding(signer).bytes()));
    }
    return nodeId;
  }

  private boolean isRegistered(Digest nodeId) {
    NodeRegistry.Node node = contracts.read(contracts.nodeRegistry().node(nodeId.bytes()));
    return !Address.ofHex(node.owner).equals(Address.ZERO);
  }

  private Signature binding(SigningKey signer) {
    BigInteger nonce = contracts.read(contracts.nodeRegistry().nonces(signer.address().hex()));
    NodeBinding binding = new NodeBinding(key.address(), signer.address(), nonce);
    return signer.sign(
        contracts.deployment().domains().nodeRegistry().digestOf(binding.structHash()));
  }

  /** Adds to a node's stake from this account, in one transaction. */
  public ConfirmedTx stake(Digest nodeId, BigInteger amountWei) {
    TokenDesk.mustHold(chain, sender.address(), amountWei);
    Permit permit = Permit.sign(chain, key, contracts.deployment().nodeRegistry(), amountWei);
    return send(
        "stake:" + nodeId + ":" + permit.nonce(),
        "stake " + amountWei + " wei for node " + nodeId.shortHex(),
        contracts
            .nodeRegistry()
            .stakeWithPermit(
                nodeId.bytes(),
                amountWei,
                permit.deadlineSeconds(),
                permit.v(),
                permit.r(),
                permit.s()));
  }

  /** Offers a layer range of a registered model, replacing the node's earlier offer for it. */
  public ConfirmedTx announceShard(Digest nodeId, RegisteredShard shard) {
    return send(
        Intents.unique("announceShard"),
        "announce layers " + shard.layerStart() + ".." + shard.layerEnd(),
        contracts
            .nodeRegistry()
            .announceShard(
                nodeId.bytes(),
                shard.modelId().bytes(),
                new NodeRegistry.Shard(
                    BigInteger.valueOf(shard.layerStart()),
                    BigInteger.valueOf(shard.layerEnd()),
                    BigInteger.valueOf(shard.profile()),
                    BigInteger.valueOf(shard.validUntilSeconds()),
                    shard.pricePerGcuWei())));
  }

  /** Says where the node listens now and which TLS key it shows. */
  public ConfirmedTx setEndpoint(Digest nodeId, String endpoint, Digest spkiHash) {
    return send(
        Intents.unique("setEndpoint"),
        "set endpoint " + endpoint,
        contracts.nodeRegistry().setEndpoint(nodeId.bytes(), endpoint, spkiHash.bytes()));
  }

  /** Starts the way out of free stake; the index names it for {@link #withdraw}. */
  public Unbonding requestUnbond(Digest nodeId, BigInteger amountWei) {
    ConfirmedTx done =
        send(
            Intents.unique("requestUnbond"),
            "unstake " + amountWei + " wei of node " + nodeId.shortHex(),
            contracts.nodeRegistry().requestUnbond(nodeId.bytes(), amountWei));
    NodeRegistry.UnbondRequestedEventResponse event =
        NodeRegistry.getUnbondRequestedEventFromLog(
            Contracts.select(
                    done.logs(),
                    contracts.deployment().nodeRegistry(),
                    NodeRegistry.UNBONDREQUESTED_EVENT)
                .getFirst());
    return new Unbonding(
        event.index.intValueExact(), event.amount, event.releaseAt.longValueExact());
  }

  /** What is on its way out. */
  public List<Unbonding> unbondings(Digest nodeId) {
    List<?> slots = contracts.read(contracts.nodeRegistry().unbondsOf(nodeId.bytes()));
    List<Unbonding> all = new ArrayList<>();
    for (int i = 0; i < slots.size(); i++) {
      NodeRegistry.Unbond slot = (NodeRegistry.Unbond) slots.get(i);
      if (slot.amount.signum() > 0) {
        all.add(new Unbonding(i, slot.amount, slot.releaseAt.longValueExact()));
      }
    }
    return all;
  }

  /** Takes out stake whose release time has come; it goes to the owner. */
  public ConfirmedTx withdraw(Digest nodeId, int index) {
    return send(
        Intents.unique("withdraw"),
        "withdraw stake of node " + nodeId.shortHex(),
        contracts.nodeRegistry().withdraw(nodeId.bytes(), BigInteger.valueOf(index)));
  }

  private ConfirmedTx send(String intentId, String what, RemoteFunctionCall<?> call) {
    return sender.send(
        PreparedCall.of(
            intentId, contracts.deployment().nodeRegistry(), call.encodeFunctionCall(), what));
  }
}
