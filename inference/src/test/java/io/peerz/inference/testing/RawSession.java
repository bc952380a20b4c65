package io.peerz.inference.testing;

import com.google.protobuf.ByteString;
import io.peerz.inference.sample.SamplingParams;
import io.peerz.inference.session.PayerChannel;
import io.peerz.inference.session.Payment;
import io.peerz.inference.wire.ClientMessage;
import io.peerz.inference.wire.ServerMessage;
import io.peerz.inference.wire.SessionIds;
import io.peerz.inference.wire.SessionStream;
import io.peerz.proof.cost.Price;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import io.peerz.proof.receipt.Delivery;
import io.peerz.proof.receipt.InferenceReceipt;
import io.peerz.proof.voucher.SignedVoucher;
import io.peerz.proof.voucher.Voucher;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A client that says exactly what a test wants said, right or wrong. */
public final class RawSession implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final SamplingParams SAMPLING = SamplingParams.greedy(100);

  private final LoopbackNetwork network;
  private final TestNode node;
  private final SessionStream stream;

  public RawSession(LoopbackNetwork network, TestNode node) {
    this.network = network;
    this.node = node;
    this.stream = network.clients().openStream(node.address());
  }

  /** The honest first message to a node, under a nonce made of a number. */
  public static ClientMessage.Open open(LoopbackNetwork network, TestNode node, int nonce) {
    PayerChannel channel = network.purse().channel(node.nodeId());
    Digest payerNonce = Keccak.hash("nonce " + nonce);
    Digest session = SessionIds.sessionId(channel.channelId(), payerNonce, SAMPLING.hash());
    return new ClientMessage.Open(
        channel.channelId(),
        payerNonce,
        SAMPLING.hash(),
        node.shard(),
        100,
        TestNode.PRICE,
        network.purse().countersign(SessionIds.openDigest(session, node.nodeId())),
        channel.delegation(),
        Optional.of(SAMPLING),
        Optional.empty(),
        List.of(),
        true,
        Optional.empty());
  }

  public ServerMessage ask(ClientMessage message) {
    stream.send(message);
    return receive();
  }

  public void send(ClientMessage message) {
    stream.send(message);
  }

  public ServerMessage receive() {
    return stream.receive(PATIENCE);
  }

  public ServerMessage.Opened opened(int nonce) {
    return (ServerMessage.Opened) ask(open(network, node, nonce));
  }

  /** Token ids into the first shard. */
  public static ClientMessage.Step tokens(long seq, int position, boolean close, Integer... ids) {
    return new ClientMessage.Step(seq, position, List.of(ids), ByteString.EMPTY, false, close);
  }

  /** Sends a step that closes its chunk and returns the receipt. */
  public ServerMessage.Receipt receiptFor(ClientMessage.Step step) {
    ask(step);
    return (ServerMessage.Receipt) receive();
  }

  /** The payment that an honest purse makes on top of all its payments before. */
  public ClientMessage.Pay honestPayment(ServerMessage.Receipt receipt) {
    InferenceReceipt inner = receipt.signed().receipt();
    BigInteger before = inner.cumulativeMacs().subtract(inner.macs());
    BigInteger wei = Price.chunkWei(before, inner.cumulativeMacs(), TestNode.PRICE);
    Payment payment = new Payment(inner.channelId(), wei, inner.macs(), inner.structHash());
    return payment(receipt, network.purse().pay(payment));
  }

  /** The honest payment for a receipt of the first session on its channel. */
  public ClientMessage.Pay payment(ServerMessage.Receipt receipt) {
    return payment(receipt, UnaryOperator.identity());
  }

  /** A payment whose voucher was changed before it was signed. */
  public ClientMessage.Pay payment(ServerMessage.Receipt receipt, UnaryOperator<Voucher> change) {
    InferenceReceipt inner = receipt.signed().receipt();
    Voucher honest =
        new Voucher(
            inner.channelId(),
            inner.cumulativeAmountWei(),
            inner.cumulativeMacs(),
            inner.structHash());
    return payment(receipt, network.purse().sign(change.apply(honest)));
  }

  public ClientMessage.Pay payment(ServerMessage.Receipt receipt, SignedVoucher voucher) {
    InferenceReceipt inner = receipt.signed().receipt();
    Digest digest =
        LoopbackNetwork.DOMAINS
            .contributionLedger()
            .digestOf(Delivery.of(inner, true).structHash());
    return new ClientMessage.Pay(inner.seq(), true, network.purse().countersign(digest), voucher);
  }

  @Override
  public void close() {
    stream.close();
  }
}
