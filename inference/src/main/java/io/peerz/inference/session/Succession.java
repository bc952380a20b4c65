package io.peerz.inference.session;

import io.peerz.inference.route.RoutePlan;
import io.peerz.proof.error.ErrorKind;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Who takes over in an answer from nodes that are given up: a standby of the plan, and where nobody
 * stands by, another route. Owned by the session's thread.
 */
public final class Succession {
  /** Nodes that one answer may lose before it is the answer that is to blame. */
  private static final int MOST_GIVEN_UP = 16;

  private final OtherRoutes others;
  private final Set<Digest> givenUp = new HashSet<>();
  private RoutePlan current;

  public Succession(RoutePlan plan, OtherRoutes others) {
    this.current = plan;
    this.others = others;
  }

  /** The plan that the answer goes by. */
  public RoutePlan current() {
    return current;
  }

  /**
   * Gives nodes of the current plan up. Throws the reason where nobody can take over.
   *
   * @param alive whether they still answer, so that the client may carry their rows instead
   * @return whether the answer goes by another plan now; if not, the client carries the rows
   */
  public boolean replace(Set<Digest> broken, boolean alive, PeerzException reason) {
    givenUp.addAll(broken);
    if (!alive) {
      others.failed(broken);
    }
    Optional<RoutePlan> next = current.without(broken);
    if (next.isEmpty() && alive) {
      return false;
    }
    current = next.or(() -> elsewhere(reason)).orElseThrow(() -> reason);
    return true;
  }

  /** What no other node could do better is not tried again. */
  private Optional<RoutePlan> elsewhere(PeerzException reason) {
    return reason.kind() == ErrorKind.PEER && givenUp.size() <= MOST_GIVEN_UP
        ? others.without(givenUp)
        : Optional.empty();
  }
}
