package io.peerz.inference.gossip;

import io.peerz.inference.swarm.DirectoryEntry;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A registry in memory that counts its questions and may fall silent. */
final class ListedNodes implements Registry {
  private final Map<Digest, DirectoryEntry> nodes = new LinkedHashMap<>();
  private boolean silent;
  private int questions;

  static ListedNodes of(Speaker... speakers) {
    ListedNodes listed = new ListedNodes();
    for (Speaker speaker : speakers) {
      listed.nodes.put(speaker.nodeId(), speaker.entry());
    }
    return listed;
  }

  void fallSilent() {
    silent = true;
  }

  void remove(Speaker speaker) {
    nodes.remove(speaker.nodeId());
  }

  int questions() {
    return questions;
  }

  @Override
  public List<DirectoryEntry> all() {
    ask();
    return List.copyOf(nodes.values());
  }

  @Override
  public Optional<DirectoryEntry> find(Digest nodeId) {
    ask();
    return Optional.ofNullable(nodes.get(nodeId));
  }

  private void ask() {
    questions++;
    if (silent) {
      throw new PeerzException(ErrorCode.CHAIN_UNREACHABLE, "the chain does not answer");
    }
  }
}
