package io.peerz.devnet.explorer;

import io.peerz.ledger.index.ChainFollower;
import io.peerz.ledger.index.Collection;
import io.peerz.ledger.index.LedgerIndex;
import io.peerz.node.api.explorer.LiveStream;
import io.peerz.proof.error.PeerzException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Tells the open pages that the chain moved. Runs on the follower's thread. */
final class NewsDesk {
  private static final Logger LOG = LoggerFactory.getLogger(NewsDesk.class);

  private final LedgerIndex index;
  private final NodeReceipts receipts;
  private final LiveStream live;
  private ChainFollower follower;

  NewsDesk(LedgerIndex index, NodeReceipts receipts, LiveStream live) {
    this.index = index;
    this.receipts = receipts;
    this.live = live;
  }

  void follow(ChainFollower newFollower) {
    follower = newFollower;
  }

  void tell() {
    try {
      receipts.take();
    } catch (PeerzException e) {
      LOG.warn("receipts cannot be read: {}", e.getMessage());
    }
    index
        .tip()
        .ifPresent(
            tip -> {
              ObjectNode news = JsonMapper.shared().createObjectNode();
              news.put("head", follower.head());
              news.put("indexed", tip.number());
              news.put("time", tip.timeSeconds());
              news.put("trouble", follower.trouble());
              index
                  .find(Collection.BLOCKS, String.valueOf(tip.number()))
                  .ifPresent(block -> news.set("gasPriceWei", block.path("baseFeeWei")));
              live.publish("tip", news);
            });
  }
}
