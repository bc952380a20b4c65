package io.peerz.inference.session;

import io.peerz.inference.route.RoutePlan;
import io.peerz.proof.id.Digest;
import java.util.Optional;
import java.util.Set;

/**
 * Where an answer may go on when nodes of its route failed. Called on the session's thread; may
 * block.
 */
public interface OtherRoutes {
  /** Only the standbys of the first plan. */
  OtherRoutes NONE =
      new OtherRoutes() {
        @Override
        public void failed(Set<Digest> nodeIds) {}

        @Override
        public Optional<RoutePlan> without(Set<Digest> nodeIds) {
          return Optional.empty();
        }
      };

  /** These nodes gave no sign of life, or did not do what they had promised. */
  void failed(Set<Digest> nodeIds);

  /**
   * A route for the rest of the answer, asked for when nobody stands by any more.
   *
   * @param nodeIds nodes that were given up in this answer; the plan must use none of them
   */
  Optional<RoutePlan> without(Set<Digest> nodeIds);
}
