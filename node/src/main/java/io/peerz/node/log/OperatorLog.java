package io.peerz.node.log;

import io.peerz.node.units.Amounts;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.ShardId;
import java.math.BigInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One method per line that an operator reads, so that all of them are in one place. */
public final class OperatorLog {
  private static final Logger LOG = LoggerFactory.getLogger("io.peerz.operator");

  public void nodeReady(String name, String services, int port, int httpPort) {
    LOG.info(
        "node {} is ready to {} on port {}, health and metrics on port {}",
        name,
        services,
        port,
        httpPort);
  }

  public void gatewayReady(String model, int httpPort) {
    LOG.info("gateway answers for {} on port {}", model, httpPort);
  }

  /** How a node trains, in one line. */
  public void trains(String how) {
    LOG.info("{}", how);
  }

  public void guestTrains(Digest nodeId, int layerStart, int layerEnd) {
    LOG.info(
        "node {} begins to train through layers {}:{}", nodeId.shortHex(), layerStart, layerEnd);
  }

  public void guestTrained(Digest nodeId, long steps, long macs) {
    LOG.info(
        "node {} trained {} steps here, {} million MACs",
        nodeId.shortHex(),
        steps,
        macs / 1_000_000);
  }

  public void stopping(String what) {
    LOG.info("{} stops", what);
  }

  public void endpointAnnounced(String endpoint) {
    LOG.info("told the chain that this node is at {}", endpoint);
  }

  public void shardAnnounced(ShardId shard) {
    LOG.info(
        "told the chain that this node offers layers {}:{} of model {}",
        shard.layerStart(),
        shard.layerEnd(),
        shard.modelId().shortHex());
  }

  public void channelsOpened(int count, BigInteger depositWei) {
    LOG.info("opened {} payment channels with {} PRZ each", count, Amounts.exact(depositWei));
  }

  public void channelToppedUp(Digest nodeId, BigInteger amountWei) {
    LOG.info(
        "topped up the channel to node {} by {} PRZ", nodeId.shortHex(), Amounts.exact(amountWei));
  }

  public void noChannelsYet(String why) {
    LOG.warn("no payment channels yet: {}", why);
  }

  public void answered(int promptTokens, int tokens, BigInteger costWei, String finish) {
    LOG.info(
        "answered: {} prompt tokens, {} tokens, {} PRZ, {}",
        promptTokens,
        tokens,
        Amounts.exact(costWei),
        finish);
  }

  /** The id is the one on the reply, so that a client's report can be found here. */
  public void replied(String requestId, String what, int status, long millis) {
    LOG.info("request {}: {} got {} after {} ms", requestId, what, status, millis);
  }

  public void takesAnotherRoute(int nodes) {
    LOG.warn("an answer lost {} nodes and goes on over another route", nodes);
  }

  public void accused(Digest receipt, Address challenger) {
    LOG.warn("{} disputes receipt {} of this node; answering", challenger, receipt.shortHex());
  }

  public void cannotDefend(Digest receipt, boolean missing) {
    LOG.error(
        "receipt {} cannot be defended: {}",
        receipt.shortHex(),
        missing
            ? "what it was computed from is not on this disk"
            : "computing it again gives something else; check this machine");
  }

  public void judged(boolean guilty, BigInteger slashedWei, String how) {
    if (guilty) {
      LOG.error("a dispute is lost by {}: {} PRZ of stake", how, Amounts.exact(slashedWei));
    } else {
      LOG.info("a dispute is won by {}; the stake is untouched", how);
    }
  }

  public void auditorReady(double rate, BigInteger balanceWei) {
    LOG.info(
        "auditor watches {} % of all batches; balance {} PRZ",
        rate * 100, Amounts.exact(balanceWei));
  }

  public void asks(Digest nodeId, long epoch, int sample) {
    LOG.info("asks node {} for sample {} of epoch {}", nodeId.shortHex(), sample, epoch);
  }

  public void audited(Digest nodeId, Digest receipt, String finding) {
    LOG.info("receipt {} of node {}: {}", receipt.shortHex(), nodeId.shortHex(), finding);
  }

  public void disputes(Digest nodeId, Digest receipt) {
    LOG.warn("disputes receipt {} of node {}", receipt.shortHex(), nodeId.shortHex());
  }

  public void verdict(Digest nodeId, boolean guilty, BigInteger slashedWei, String how) {
    LOG.warn(
        "dispute with node {} decided by {}: {}, {} PRZ slashed",
        nodeId.shortHex(),
        how,
        guilty ? "guilty" : "not guilty",
        Amounts.exact(slashedWei));
  }

  public void auditorBalance(BigInteger balanceWei, BigInteger changeWei) {
    LOG.info(
        "balance {} PRZ, {}{} since the start",
        Amounts.exact(balanceWei),
        changeWei.signum() < 0 ? "" : "+",
        Amounts.exact(changeWei));
  }
}
