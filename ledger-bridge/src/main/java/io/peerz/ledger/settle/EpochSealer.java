package io.peerz.ledger.settle;

import io.peerz.ledger.chain.ChainClient;
import io.peerz.ledger.chain.Contracts;
import io.peerz.ledger.chain.PreparedCall;
import io.peerz.ledger.chain.TransactionSender;
import java.math.BigInteger;
import org.web3j.protocol.core.RemoteFunctionCall;

/**
 * Gives epochs their seeds. Anybody may, the first wins; a node does it for the epochs that its own
 * batches, or the rounds it plays, wait for.
 */
public final class EpochSealer {
  /** Epochs that one call can seal. */
  private static final long MAX_SEALS = 64;

  private final ChainClient chain;
  private final Contracts contracts;
  private final TransactionSender sender;

  public EpochSealer(ChainClient chain, TransactionSender sender) {
    this.chain = chain;
    this.contracts = chain.contracts();
    this.sender = sender;
  }

  /** As far as the chain stands now, makes sure that an epoch has a seed. Blocking. */
  public void seal(long wantedEpoch) {
    seal(wantedEpoch, Moment.of(chain));
  }

  /** Makes sure that an epoch has a seed, if its first block is behind us. */
  void seal(long wantedEpoch, Moment now) {
    boolean firstBlockIsPast =
        wantedEpoch < now.epoch() || (wantedEpoch == now.epoch() && now.blocksIntoEpoch() > 0);
    if (!firstBlockIsPast || isSealed(wantedEpoch)) {
      return;
    }
    long last = number(contracts.epochManager().lastSealed());
    long fresh = number(contracts.epochManager().firstFreshEpoch());
    if (wantedEpoch >= fresh) {
      sealFrom(last, fresh, wantedEpoch);
    } else {
      sealMissed(wantedEpoch, last, fresh, now);
    }
  }

  /** After a silence the first epoch whose hash is still known must be sealed by itself. */
  private void sealFrom(long last, long fresh, long wanted) {
    long next = last + 1;
    if (fresh > next) {
      sealUpTo(fresh);
      next = fresh + 1;
    }
    for (long to = next + MAX_SEALS - 1; to < wanted; to += MAX_SEALS) {
      sealUpTo(to);
    }
    if (next <= wanted) {
      sealUpTo(wanted);
    }
  }

  private void sealUpTo(long epoch) {
    send("sealEpoch:" + epoch, contracts.epochManager().sealEpoch(BigInteger.valueOf(epoch)));
  }

  /** The chain no longer tells the first block's hash: the seed follows from the one before. */
  private void sealMissed(long wanted, long last, long fresh, Moment now) {
    long anchor = last < wanted ? last : anchorBefore(wanted);
    if (last < wanted && fresh <= now.epoch()) {
      // A later epoch must be sealed first, to fix the gap in which the wanted one lies.
      sealUpTo(fresh);
    }
    send(
        "sealMissed:" + wanted,
        contracts
            .epochManager()
            .sealMissed(BigInteger.valueOf(wanted), BigInteger.valueOf(anchor)));
  }

  private long anchorBefore(long wanted) {
    long anchor = wanted - 1;
    while (anchor > 0 && !isSealed(anchor)) {
      anchor--;
    }
    return anchor;
  }

  /** Whether an epoch has its seed. */
  public boolean isSealed(long epoch) {
    return number(contracts.epochManager().sealedAt(BigInteger.valueOf(epoch))) > 0;
  }

  private long number(RemoteFunctionCall<BigInteger> view) {
    return contracts.read(view).longValueExact();
  }

  private void send(String intentId, RemoteFunctionCall<?> call) {
    sender.send(
        PreparedCall.of(
            intentId,
            contracts.deployment().epochManager(),
            call.encodeFunctionCall(),
            intentId.replace(':', ' ')));
  }
}
