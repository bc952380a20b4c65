package io.peerz.ledger.escrow;

import io.peerz.contracts.PaymentChannels;
import io.peerz.ledger.chain.ChainClient;
import io.peerz.ledger.chain.Contracts;
import io.peerz.ledger.chain.Deployment;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Hex;
import java.util.List;
import java.util.Optional;
import org.web3j.abi.EventEncoder;

/** Reads channels; needs no key, so both sides of a channel use it. Blocking. */
public final class ChannelReader {
  private final ChainClient chain;
  private final Contracts contracts;

  public ChannelReader(ChainClient chain) {
    this.chain = chain;
    this.contracts = chain.contracts();
  }

  public Optional<ChannelTerms> find(Digest channelId) {
    PaymentChannels.Channel channel =
        contracts.read(contracts.paymentChannels().channel(channelId.bytes()));
    Address payer = Address.ofHex(channel.payer);
    if (payer.equals(Address.ZERO)) {
      return Optional.empty();
    }
    return Optional.of(
        new ChannelTerms(
            channelId,
            payer,
            Address.ofHex(channel.delegate),
            Digest.of(channel.nodeId),
            channel.deposit,
            channel.claimed,
            channel.closesAt.longValueExact(),
            channel.closed));
  }

  /** As {@link #find}, for a channel that must exist. */
  public ChannelTerms read(Digest channelId) {
    return find(channelId)
        .orElseThrow(
            () ->
                new PeerzException(
                    ErrorCode.NOT_FOUND,
                    "no payment channel " + channelId + " on this chain; open one first"));
  }

  /** The channels that a payer ever opened and that are not closed, oldest first. */
  public List<ChannelTerms> openOf(Address payer) {
    Deployment deployment = contracts.deployment();
    byte[] padded = new byte[Digest.LENGTH];
    System.arraycopy(payer.bytes(), 0, padded, Digest.LENGTH - Address.LENGTH, Address.LENGTH);
    List<String> topics =
        List.of(EventEncoder.encode(PaymentChannels.CHANNELOPENED_EVENT), "", Hex.encode(padded));
    return chain
        .logs(deployment.paymentChannels(), topics, deployment.deployedAtBlock(), chain.head())
        .stream()
        .map(log -> read(Digest.ofHex(log.getTopics().get(1))))
        .filter(ChannelTerms::isOpen)
        .toList();
  }
}
