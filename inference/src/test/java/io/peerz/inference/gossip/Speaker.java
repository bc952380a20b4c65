package io.peerz.inference.gossip;

import io.peerz.inference.swarm.DirectoryEntry;
import io.peerz.inference.wire.NodeAddress;
import io.peerz.proof.announce.NodeBinding;
import io.peerz.proof.announce.ShardAnnouncement;
import io.peerz.proof.announce.ShardNotice;
import io.peerz.proof.announce.SignedNotice;
import io.peerz.proof.encode.Domain;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import io.peerz.proof.sign.SigningKey;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;

/** A node that says what it is told to say. */
record Speaker(SigningKey key, NodeAddress address, int layerStart, int layerEnd) {
  static final Domain REGISTRY = Domain.ofContract("NodeRegistry", 1, Address.ZERO);
  static final Digest MODEL = Keccak.hash("model");
  static final int LIFE_MILLIS = 3_000;

  static Speaker of(String name, int layerStart, int layerEnd) {
    return new Speaker(
        SigningKey.of(Keccak.hash(name).bytes()),
        new NodeAddress(name, 1, Keccak.hash("tls of " + name)),
        layerStart,
        layerEnd);
  }

  Digest nodeId() {
    return NodeBinding.nodeIdOf(key.address());
  }

  DirectoryEntry entry() {
    return new DirectoryEntry(
        nodeId(), key.address(), key.address(), BigInteger.ONE, address, List.of());
  }

  SignedNotice says(Instant at) {
    return says(at, address, false);
  }

  SignedNotice farewell(Instant at) {
    return says(at, address, true);
  }

  SignedNotice says(Instant at, NodeAddress where, boolean gone) {
    long seq = at.toEpochMilli();
    ShardAnnouncement announcement =
        new ShardAnnouncement(
            nodeId(),
            MODEL,
            layerStart,
            layerEnd,
            0,
            BigInteger.TEN,
            ShardNotice.endpointHash(where.host(), where.port(), where.spkiHash()),
            seq,
            at.getEpochSecond() + 60);
    ShardNotice notice = new ShardNotice(announcement, 2_000, 3_000, 4, gone, LIFE_MILLIS);
    return SignedNotice.by(key, notice, REGISTRY);
  }
}
