package io.peerz.node.gateway;

import io.peerz.ledger.chain.ConfirmedTx;
import io.peerz.ledger.escrow.ChannelDesk;
import io.peerz.ledger.escrow.ChannelTerms;
import io.peerz.ledger.escrow.PurseStore;
import io.peerz.node.log.OperatorLog;
import io.peerz.proof.id.Digest;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * Opens, tops up and closes the payer's channels. Blocking; one change at a time, so that two
 * requests never open two channels to one node.
 */
final class ChannelKeeper implements Coffer {
  private final ChannelDesk desk;
  private final PurseStore store;
  private final ChannelPurse purse;
  private final BigInteger depositWei;
  private final OperatorLog log;
  private final Map<Digest, BigInteger> heldWei = new HashMap<>();

  ChannelKeeper(
      ChannelDesk desk,
      PurseStore store,
      ChannelPurse purse,
      BigInteger depositWei,
      OperatorLog log) {
    this.desk = desk;
    this.store = store;
    this.purse = purse;
    this.depositWei = depositWei;
    this.log = log;
  }

  /** Takes over the channels that an earlier run left open. */
  synchronized void recover() {
    desk.open().forEach(purse::keep);
  }

  /** Opens a channel to each node that has none, as many as fit with one transaction. */
  @Override
  public synchronized void open(Collection<Digest> nodeIds) {
    List<Digest> missing = new ArrayList<>(new LinkedHashSet<>(nodeIds));
    missing.removeIf(nodeId -> purse.open(nodeId).isPresent());
    for (int from = 0; from < missing.size(); from += ChannelDesk.MAX_OPENS) {
      openTogether(missing.subList(from, Math.min(missing.size(), from + ChannelDesk.MAX_OPENS)));
    }
  }

  private void openTogether(List<Digest> nodeIds) {
    List<Digest> channelIds =
        desk.openMany(nodeIds, Collections.nCopies(nodeIds.size(), depositWei));
    channelIds.forEach(channelId -> purse.keep(desk.read(channelId)));
    log.channelsOpened(channelIds.size(), depositWei);
  }

  /** Tops the channel up where it would not pay for all sessions under way. */
  @Override
  public synchronized void hold(Digest nodeId, BigInteger priceWei) {
    BigInteger neededWei = heldWei.merge(nodeId, priceWei, BigInteger::add);
    BigInteger missingWei = neededWei.subtract(purse.leftWei(nodeId));
    if (missingWei.signum() > 0) {
      BigInteger amountWei = missingWei.max(depositWei);
      ChannelTerms terms = purse.open(nodeId).orElseThrow();
      desk.topUp(terms.channelId(), amountWei);
      purse.keep(desk.read(terms.channelId()));
      log.channelToppedUp(nodeId, amountWei);
    }
  }

  @Override
  public synchronized void release(Digest nodeId, BigInteger priceWei) {
    heldWei.merge(nodeId, priceWei.negate(), BigInteger::add);
  }

  /** Every channel that was ever promised on and that the chain still has. */
  List<ChannelStatus> list() {
    return store.all().stream().map(this::status).toList();
  }

  private ChannelStatus status(PurseStore.Promised promised) {
    ChannelTerms terms = desk.read(promised.channelId());
    return new ChannelStatus(
        promised.channelId(),
        promised.nodeId(),
        terms.depositWei(),
        promised.last().cumulativeAmountWei(),
        promised.last().cumulativeMacs(),
        terms.claimedWei(),
        terms.closesAtSeconds(),
        terms.closed());
  }

  /** Asks the chain to close what is open. */
  synchronized List<ConfirmedTx> requestClose() {
    List<ConfirmedTx> sent = new ArrayList<>();
    for (ChannelTerms terms : desk.open()) {
      purse.drop(terms.nodeId());
      sent.add(desk.requestClose(terms.channelId()));
    }
    return sent;
  }

  /** Takes back what is left where the closing time has passed. */
  synchronized List<ConfirmedTx> settle(long chainTimeSeconds) {
    List<ConfirmedTx> sent = new ArrayList<>();
    for (ChannelStatus channel : list()) {
      long closesAt = channel.closesAtSeconds();
      if (!channel.closed() && closesAt > 0 && closesAt <= chainTimeSeconds) {
        sent.add(desk.settle(channel.channelId()));
      }
    }
    return sent;
  }
}
