package io.peerz.inference.serve;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The accounts of the channels in use, and which channels left work unpaid. Thread-safe; {@link
 * #open} may read the chain, so call it on a virtual thread.
 */
final class ChannelBook {
  /** Channels whose unpaid chunks are remembered; opening more of them costs a stranger more. */
  private static final int REMEMBERED = 10_000;

  private final Digest nodeId;
  private final PaymentDesk desk;
  private final int maxUnpaidChunks;
  private final Map<Digest, Entry> open = new HashMap<>();
  private final Map<Digest, Integer> unpaid =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Digest, Integer> eldest) {
          return size() > REMEMBERED;
        }
      };

  private static final class Entry {
    private final ChannelAccount account;
    private int sessions;

    private Entry(ChannelAccount account) {
      this.account = account;
    }
  }

  ChannelBook(Digest nodeId, PaymentDesk desk, int maxUnpaidChunks) {
    this.nodeId = nodeId;
    this.desk = desk;
    this.maxUnpaidChunks = maxUnpaidChunks;
  }

  /** The terms of a channel that pays this node and is trusted with another chunk. */
  ChannelTerms lookUp(Digest channelId, long nowSeconds) {
    synchronized (this) {
      Require.that(
          unpaid.getOrDefault(channelId, 0) <= maxUnpaidChunks,
          ErrorCode.UNPAID,
          "this channel has left "
              + unpaid.get(channelId)
              + " chunks unpaid; open another channel");
    }
    ChannelTerms terms = desk.terms(channelId);
    Require.that(
        terms.nodeId().equals(nodeId),
        ErrorCode.BAD_REQUEST,
        "the channel pays another node; open one with this node");
    Require.that(
        terms.collateral().redeemableAt(nowSeconds),
        ErrorCode.BAD_REQUEST,
        "the channel is closed; open another one");
    return terms;
  }

  /** Begins the use of a channel by one more session. */
  synchronized ChannelAccount open(ChannelTerms terms) {
    Entry entry =
        open.computeIfAbsent(terms.channelId(), id -> new Entry(new ChannelAccount(terms)));
    entry.sessions++;
    return entry.account;
  }

  /** Ends the use by one session; {@code leftUnpaid} when it was owed for work. */
  synchronized void close(Digest channelId, boolean leftUnpaid) {
    Entry entry = open.get(channelId);
    if (entry == null) {
      throw new PeerzException(ErrorCode.BUG, "channel " + channelId + " was not open");
    }
    if (--entry.sessions == 0) {
      open.remove(channelId);
    }
    if (leftUnpaid) {
      unpaid.merge(channelId, 1, Integer::sum);
    }
  }
}
