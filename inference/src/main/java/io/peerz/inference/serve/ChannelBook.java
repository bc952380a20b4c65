package io.peerz.inference.serve;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The accounts of the channels in use, and which channels left work unpaid. A client whose network
 * failed owes a chunk through no fault of its own, so some are forgiven, and more for good payers;
 * but nobody can live on first chunks. Thread-safe; {@link #lookUp} may read the chain, so call it
 * on a virtual thread.
 */
final class ChannelBook {
  /** Channels whose debts are remembered; opening more of them costs a stranger more. */
  private static final int REMEMBERED = 10_000;

  /** So many paid chunks make up for an unpaid one. */
  private static final long PAID_PER_UNPAID = 10;

  private final Digest nodeId;
  private final PaymentDesk desk;
  private final int maxUnpaidChunks;
  private final Map<Digest, Entry> open = new HashMap<>();
  // What a channel owes in tenths of a chunk; only channels that owe.
  private final Map<Digest, Long> debts =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Digest, Long> eldest) {
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
  ChannelTerms lookUp(Digest channelId) {
    requireTrusted(channelId);
    ChannelTerms terms = desk.terms(channelId);
    Require.that(
        terms.nodeId().equals(nodeId),
        ErrorCode.BAD_REQUEST,
        "the channel pays another node; open one with this node");
    return terms;
  }

  /** Begins the use of a channel by one more session. */
  synchronized ChannelAccount open(ChannelTerms terms) {
    Entry entry =
        open.computeIfAbsent(terms.channelId(), id -> new Entry(new ChannelAccount(terms)));
    entry.sessions++;
    return entry.account;
  }

  /** Ends the use by one session that paid some chunks and perhaps left one. */
  synchronized void close(Digest channelId, long paidChunks, boolean leftUnpaid) {
    Entry entry = open.get(channelId);
    if (entry == null) {
      throw new PeerzException(ErrorCode.BUG, "channel " + channelId + " was not open");
    }
    if (--entry.sessions == 0) {
      open.remove(channelId);
    }
    long owed = debts.getOrDefault(channelId, 0L) + (leftUnpaid ? PAID_PER_UNPAID : 0);
    if (owed > paidChunks) {
      debts.put(channelId, owed - paidChunks);
    } else {
      debts.remove(channelId);
    }
  }

  private synchronized void requireTrusted(Digest channelId) {
    Require.that(
        debts.getOrDefault(channelId, 0L) <= maxUnpaidChunks * PAID_PER_UNPAID,
        ErrorCode.UNPAID,
        "this channel has left more than "
            + maxUnpaidChunks
            + " chunks unpaid; open another channel");
  }
}
