package io.peerz.devnet.drill;

import io.peerz.contracts.FineTuneMarket;
import io.peerz.devnet.network.DevParameters;
import io.peerz.proof.encode.AbiWriter;
import io.peerz.proof.encode.Domain;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import io.peerz.proof.receipt.FineTuneReceipt;
import io.peerz.proof.sign.SigningKey;
import java.math.BigInteger;
import java.util.List;
import org.web3j.abi.datatypes.Type;
import org.web3j.abi.datatypes.Utf8String;

/** One fine-tuning job of a drill, and what its client and its nodes do with the market. */
final class JobPlay {
  static final BigInteger FUNDS_WEI = DevParameters.prz(1_000);

  private static final Digest RECIPE = Keccak.hash("drill recipe");
  private static final Digest SALT = Keccak.hash("drill unit salt");
  private static final int UNITS = 2;
  private static final int SEQUENCES = 2;
  private static final int LENGTH = 64;
  private static final int STEPS = 5;
  private static final int SECONDS = 100_000;

  private final DrillWorld world;
  private final SigningKey client;
  private final Digest jobId;

  private JobPlay(DrillWorld world, SigningKey client, Digest jobId) {
    this.world = world;
    this.client = client;
    this.jobId = jobId;
  }

  /** A client with a posted job; whoever has all units claimed moves the round on. */
  static JobPlay post(DrillWorld world) {
    SigningKey client = world.person("client", FUNDS_WEI);
    world.approve(client, world.at.fineTuneMarket(), FUNDS_WEI);
    String post = Abi.call("postJob", params(world), new Utf8String("drill:1"));
    Digest jobId = world.chain.result(client, world.at.fineTuneMarket(), post);
    world.chain.must(client, "post a job", world.at.fineTuneMarket(), post);
    return new JobPlay(world, client, jobId);
  }

  private static FineTuneMarket.JobParams params(DrillWorld world) {
    BigInteger base = DevParameters.prz(30);
    BigInteger improvement = DevParameters.prz(60);
    return new FineTuneMarket.JobParams(
        world.model.manifest().modelId().bytes(),
        Digest.ZERO.bytes(),
        Digest.ZERO.bytes(),
        Digest.ZERO.bytes(),
        RECIPE.bytes(),
        number(2),
        number(UNITS),
        number(7),
        number(2_000),
        number(SEQUENCES),
        number(LENGTH),
        number(STEPS),
        number(4),
        number(127),
        number(1_000_000),
        base,
        improvement,
        base.add(improvement),
        DevParameters.prz(1),
        number(SECONDS),
        number(SECONDS),
        number(SECONDS),
        number(SECONDS),
        number(SECONDS));
  }

  SigningKey client() {
    return client;
  }

  /** Everything that the client fixed, as the chain has it. */
  List<Digest> terms() {
    return ask(Abi.call("paramsOf", Abi.of(jobId)));
  }

  Sent move(String uri) {
    return send(client, "move the job", Abi.call("moveJob", Abi.of(jobId), new Utf8String(uri)));
  }

  Sent cancel() {
    return send(client, "cancel the job", Abi.call("cancel", Abi.of(jobId)));
  }

  void claim(DrillNode node) {
    must(
        node.owner(),
        "claim a unit",
        Abi.call("claimUnit", Abi.of(jobId), round(), Abi.of(node.id())));
  }

  void commit(DrillNode node, int unit, Digest commitment) {
    must(
        node.owner(),
        "commit unit " + unit,
        Abi.call("commitUnit", Abi.of(jobId), round(), unit(unit), Abi.of(commitment)));
  }

  Digest commitment(FineTuneReceipt receipt) {
    return new AbiWriter(2).digest(digest(receipt)).digest(SALT).hash();
  }

  /** Opens the commitment of a unit with a receipt, whoever made it. */
  Sent reveal(DrillNode by, int unit, FineTuneReceipt r, SigningKey signer) {
    return send(
        by.owner(),
        "reveal unit " + unit,
        Abi.call(
            "revealUnit",
            Abi.of(jobId),
            round(),
            unit(unit),
            struct(r),
            Abi.of(SALT),
            Abi.of(signer.sign(digest(r)).bytes()),
            new Utf8String("drill:1")));
  }

  /** What the node of a unit would honestly sign. */
  FineTuneReceipt receipt(DrillNode node, int unit) {
    List<Digest> round = ask(Abi.call("roundOf", Abi.of(jobId), round()));
    List<Digest> job = ask(Abi.call("job", Abi.of(jobId)));
    return new FineTuneReceipt(
        node.id(),
        jobId,
        0,
        unit,
        round.get(9),
        ask(Abi.call("dataShard", Abi.of(jobId), round(), unit(unit))).getFirst(),
        RECIPE,
        STEPS,
        STEPS * SEQUENCES * LENGTH,
        new BigInteger(1, job.get(3).bytes()),
        Keccak.hash("update of " + node.name()),
        Digest.ZERO,
        world.chain.nowSeconds());
  }

  private Digest digest(FineTuneReceipt receipt) {
    return Domain.ofContract("FineTuneMarket", world.at.chainId(), world.at.fineTuneMarket())
        .digestOf(receipt.structHash());
  }

  private static FineTuneMarket.FineTuneReceipt struct(FineTuneReceipt r) {
    return new FineTuneMarket.FineTuneReceipt(
        r.nodeId().bytes(),
        r.jobId().bytes(),
        number(r.round()),
        number(r.unit()),
        r.baseRoot().bytes(),
        r.dataShard().bytes(),
        r.recipeHash().bytes(),
        number(r.steps()),
        number(r.tokens()),
        r.macs(),
        r.updateRoot().bytes(),
        r.traceRoot().bytes(),
        number(r.issuedAtSeconds()));
  }

  private static Type<?> round() {
    return Abi.uint("uint16", 0);
  }

  private static Type<?> unit(int unit) {
    return Abi.uint("uint8", unit);
  }

  private static BigInteger number(long value) {
    return BigInteger.valueOf(value);
  }

  private List<Digest> ask(String data) {
    return world.chain.ask(world.at.fineTuneMarket(), data);
  }

  private Sent send(SigningKey who, String what, String data) {
    return world.chain.send(who, what, world.at.fineTuneMarket(), data);
  }

  private void must(SigningKey who, String what, String data) {
    world.chain.must(who, what, world.at.fineTuneMarket(), data);
  }
}
