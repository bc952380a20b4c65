package io.peerz.devnet.drill;

import io.peerz.devnet.network.DevAccounts;
import io.peerz.devnet.network.DevKeys;
import io.peerz.devnet.network.DevParameters;
import io.peerz.inference.engine.exact.ExactEngine;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.ledger.chain.Deployment;
import io.peerz.proof.announce.NodeBinding;
import io.peerz.proof.encode.Domain;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import io.peerz.proof.receipt.Delivery;
import io.peerz.proof.receipt.InferenceReceipt;
import io.peerz.proof.sign.SigningKey;
import io.peerz.proof.voucher.Voucher;
import java.math.BigInteger;
import org.web3j.abi.datatypes.DynamicArray;
import org.web3j.abi.datatypes.Utf8String;
import org.web3j.abi.datatypes.generated.Bytes32;
import org.web3j.abi.datatypes.generated.Uint128;

/** Contracts, people, nodes and money of a drill, and the steps that most attacks share. */
final class DrillWorld {
  static final BigInteger STAKE_WEI = DevParameters.prz(5_000);

  /** Serve, train, evaluate and audit. */
  private static final int ALL_ROLES = 15;

  final DrillChain chain;
  final Deployment at;
  final ModelFolder model;
  final ExactEngine honest;
  final SigningKey bank = DevKeys.of(DevAccounts.DEPLOYER);
  private int people;

  DrillWorld(DrillChain chain, Deployment at, ModelFolder model) {
    this.chain = chain;
    this.at = at;
    this.model = model;
    this.honest = Cheat.NONE.engine(model);
  }

  /** Somebody with ether for gas and this many tokens. */
  SigningKey person(String name, BigInteger tokensWei) {
    SigningKey key = DevKeys.of("drill " + name + " " + people++);
    chain.pay(bank, key.address(), DevParameters.prz(10));
    if (tokensWei.signum() > 0) {
      chain.must(
          bank,
          "tokens for " + name,
          at.token(),
          Abi.call("transfer", Abi.of(key.address()), Abi.uint("uint256", tokensWei)));
    }
    return key;
  }

  /** A registered node with its stake. */
  DrillNode node(String name) {
    DrillNode node =
        new DrillNode(
            name, person(name + " owner", STAKE_WEI), person(name + " signer", BigInteger.ZERO));
    NodeBinding binding = new NodeBinding(node.account(), node.signer().address(), BigInteger.ZERO);
    Domain domain = at.domains().nodeRegistry();
    chain.must(
        node.owner(),
        "register " + name,
        at.nodeRegistry(),
        Abi.call(
            "register",
            Abi.of(node.signer().address()),
            Abi.of(node.account()),
            Abi.uint("uint8", ALL_ROLES),
            new Utf8String("127.0.0.1:1"),
            Abi.of(Keccak.hash(name)),
            Abi.of(node.signer().sign(domain.digestOf(binding.structHash())).bytes())));
    approve(node.owner(), at.nodeRegistry(), STAKE_WEI);
    chain.must(
        node.owner(),
        "stake of " + name,
        at.nodeRegistry(),
        Abi.call("stake", Abi.of(node.id()), Abi.uint("uint128", STAKE_WEI)));
    return node;
  }

  void approve(SigningKey who, Address spender, BigInteger wei) {
    chain.must(
        who,
        "allowance",
        at.token(),
        Abi.call("approve", Abi.of(spender), Abi.uint("uint256", wei)));
  }

  /** A channel from the payer to the node. */
  Digest channel(SigningKey payer, DrillNode node, BigInteger depositWei) {
    Digest id =
        chain
            .ask(
                at.paymentChannels(),
                Abi.call("nextChannelId", Abi.of(payer.address()), Abi.of(node.id())))
            .getFirst();
    approve(payer, at.paymentChannels(), depositWei);
    chain.must(
        payer,
        "open a channel",
        at.paymentChannels(),
        Abi.call(
            "openMany",
            new DynamicArray<>(Bytes32.class, new Bytes32(node.id().bytes())),
            new DynamicArray<>(Uint128.class, new Uint128(depositWei)),
            Abi.of(Address.ZERO)));
    return id;
  }

  /** Tokens of the owner and everything that the node could still lose or get back. */
  BigInteger worth(DrillNode node) {
    return tokens(node.account())
        .add(chain.askNumber(at.nodeRegistry(), Abi.call("slashable", Abi.of(node.id()))));
  }

  BigInteger tokens(Address who) {
    return chain.askNumber(at.token(), Abi.call("balanceOf", Abi.of(who)));
  }

  Digest digest(Delivery delivery) {
    return at.domains().contributionLedger().digestOf(delivery.structHash());
  }

  Digest digest(InferenceReceipt receipt) {
    return at.domains().contributionLedger().digestOf(receipt.structHash());
  }

  Digest digest(Voucher voucher) {
    return at.domains().paymentChannels().digestOf(voucher.structHash());
  }

  long epoch() {
    return chain.askNumber(at.epochManager(), Abi.call("currentEpoch")).longValueExact();
  }

  /** Lets the epoch begin, and seals what can be sealed until it. */
  void enterEpoch(long epoch) {
    long first =
        chain
            .askNumber(at.epochManager(), Abi.call("firstBlock", Abi.uint("uint64", epoch)))
            .longValueExact();
    chain.awaitBlock(first + 1);
    chain.send(
        bank,
        "seal epoch " + epoch,
        at.epochManager(),
        Abi.call("sealEpoch", Abi.uint("uint64", epoch)));
  }

  WorkLog work(DrillNode node, Digest channelId, Cheat cheat) {
    return new WorkLog(
        new WorkLog.Parties(
            node.id(),
            channelId,
            model.manifest().modelId(),
            Keccak.hash("drill session of " + node.name() + " " + cheat)),
        cheat,
        cheat.engine(model),
        honest);
  }
}
