package io.peerz.ledger.escrow;

import io.peerz.contracts.PaymentChannels;
import io.peerz.ledger.chain.ChainClient;
import io.peerz.ledger.chain.ConfirmedTx;
import io.peerz.ledger.chain.Contracts;
import io.peerz.ledger.chain.Intents;
import io.peerz.ledger.chain.PreparedCall;
import io.peerz.ledger.chain.TransactionSender;
import io.peerz.ledger.token.Permit;
import io.peerz.ledger.token.TokenDesk;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.sign.Signature;
import io.peerz.proof.sign.SigningKey;
import io.peerz.proof.voucher.SignedVoucher;
import java.math.BigInteger;
import java.util.List;
import org.web3j.protocol.core.RemoteFunctionCall;

/** A payer's channels, and the node's side of closing one by agreement. Blocking. */
public final class ChannelDesk {
  /** Channels that one transaction can open. */
  public static final int MAX_OPENS = 32;

  private final ChainClient chain;
  private final Contracts contracts;
  private final TransactionSender sender;
  private final SigningKey key;
  private final ChannelReader reader;

  /**
   * @param key the key of the sender's account; it signs permits
   */
  public ChannelDesk(ChainClient chain, TransactionSender sender, SigningKey key) {
    this.chain = chain;
    this.contracts = chain.contracts();
    this.sender = sender;
    this.key = key;
    this.reader = new ChannelReader(chain);
  }

  /** Opens a channel to each node with one transaction; ids in the order of the nodes. */
  public List<Digest> openMany(List<Digest> nodeIds, List<BigInteger> depositsWei) {
    Require.range(ErrorCode.BAD_REQUEST, "channels to open", nodeIds.size(), 1, MAX_OPENS);
    Require.that(
        nodeIds.size() == depositsWei.size(), ErrorCode.BAD_REQUEST, "one deposit for each node");
    BigInteger totalWei = depositsWei.stream().reduce(BigInteger.ZERO, BigInteger::add);
    TokenDesk.mustHold(chain, sender.address(), totalWei);
    Address channels = contracts.deployment().paymentChannels();
    Permit permit = Permit.sign(chain, key, channels, totalWei);
    ConfirmedTx done =
        send(
            "openMany:" + permit.nonce(),
            "open " + nodeIds.size() + " payment channels",
            contracts
                .paymentChannels()
                .openManyWithPermit(
                    nodeIds.stream().map(Digest::bytes).toList(),
                    depositsWei,
                    Address.ZERO.hex(),
                    totalWei,
                    permit.deadlineSeconds(),
                    permit.v(),
                    permit.r(),
                    permit.s()));
    return Contracts.select(done.logs(), channels, PaymentChannels.CHANNELOPENED_EVENT).stream()
        .map(log -> Digest.ofHex(log.getTopics().get(1)))
        .toList();
  }

  public ChannelTerms read(Digest channelId) {
    return reader.read(channelId);
  }

  /** This account's open channels, oldest first. */
  public List<ChannelTerms> open() {
    return reader.openOf(sender.address());
  }

  /** Adds to the deposit of an open channel; takes an approval and a transfer. */
  public ConfirmedTx topUp(Digest channelId, BigInteger amountWei) {
    TokenDesk.mustHold(chain, sender.address(), amountWei);
    new TokenDesk(chain, sender).approve(contracts.deployment().paymentChannels(), amountWei);
    return send(
        Intents.unique("topUp"),
        "top up channel " + channelId.shortHex(),
        contracts.paymentChannels().topUp(channelId.bytes(), amountWei));
  }

  /** Asks to close: the node may redeem for a while longer, then {@link #settle} refunds. */
  public ConfirmedTx requestClose(Digest channelId) {
    return send(
        "requestClose:" + channelId,
        "ask to close channel " + channelId.shortHex(),
        contracts.paymentChannels().requestClose(channelId.bytes()));
  }

  /** Refunds what is left once the requested close has taken effect. */
  public ConfirmedTx settle(Digest channelId) {
    return send(
        "settle:" + channelId,
        "settle channel " + channelId.shortHex(),
        contracts.paymentChannels().settle(channelId.bytes()));
  }

  /** Closes at once, with the last voucher and the node's signature over the final amount. */
  public ConfirmedTx closeCooperatively(SignedVoucher last, Signature nodeSig) {
    return send(
        "closeByNode:" + last.voucher().channelId(),
        "close channel " + last.voucher().channelId().shortHex(),
        contracts.paymentChannels().closeByNode(ChannelStructs.of(last), nodeSig.bytes()));
  }

  private ConfirmedTx send(String intentId, String what, RemoteFunctionCall<?> call) {
    return sender.send(
        PreparedCall.of(
            intentId, contracts.deployment().paymentChannels(), call.encodeFunctionCall(), what));
  }
}
