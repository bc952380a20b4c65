package io.peerz.devnet.network;

import io.peerz.devnet.chain.JsonRpc;
import io.peerz.ledger.chain.Deployment;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.manifest.ModelManifest;
import io.peerz.proof.sign.SigningKey;
import java.math.BigInteger;
import java.net.URI;
import java.util.List;

/**
 * The first transactions of a new network: contracts, the model, and money for everybody. Blocking.
 */
public final class Founding {
  private static final BigInteger GAS_MONEY_WEI =
      DevParameters.prz(100); // ether has 18 decimals too

  private final JsonRpc rpc;
  private final DevParameters parameters;
  private final SigningKey deployer = DevKeys.of(DevAccounts.DEPLOYER);

  private Founding(JsonRpc rpc, DevParameters parameters) {
    this.rpc = rpc;
    this.parameters = parameters;
  }

  /** Founds a network on a running chain. */
  public static Deployment found(
      URI chain, DevParameters parameters, ModelManifest model, List<NodePlan> nodes) {
    try (JsonRpc rpc = new JsonRpc(chain)) {
      return new Founding(rpc, parameters).found(model, nodes);
    }
  }

  private Deployment found(ModelManifest model, List<NodePlan> nodes) {
    TransactionPipe pipe = new TransactionPipe(rpc, deployer);
    long from = rpc.head();
    DeployedAddresses contracts = new Deployer(pipe, deployer.address(), parameters).deploy();
    pipe.call("register the model", contracts.modelRegistry(), Calls.registerModel(model));
    giveTokens(pipe, contracts.token(), contracts.contributionLedger(), parameters.poolWei());
    payPeople(pipe, contracts.token(), nodes);
    pipe.awaitAll();
    return contracts.minedIn(rpc.chainId(), from, genesisHash());
  }

  private void payPeople(TransactionPipe pipe, Address token, List<NodePlan> nodes) {
    Address wallet = DevKeys.of(DevAccounts.WALLET).address();
    pipe.pay("gas money of " + DevAccounts.WALLET, wallet, GAS_MONEY_WEI);
    giveTokens(pipe, token, wallet, DevParameters.prz(10_000));
    for (NodePlan node : nodes) {
      Address owner = DevKeys.of(node.owner()).address();
      pipe.pay("gas money of " + node.owner(), owner, GAS_MONEY_WEI);
      pipe.pay("gas money of " + node.name(), DevAccounts.signer(node).address(), GAS_MONEY_WEI);
      giveTokens(pipe, token, owner, DevParameters.prz(10_000));
    }
  }

  private static void giveTokens(
      TransactionPipe pipe, Address token, Address to, BigInteger amountWei) {
    pipe.call("tokens for " + to, token, Calls.transferTokens(to, amountWei));
  }

  private Digest genesisHash() {
    return Digest.ofHex(rpc.call("eth_getBlockByNumber", "0x0", false).path("hash").asString());
  }
}
