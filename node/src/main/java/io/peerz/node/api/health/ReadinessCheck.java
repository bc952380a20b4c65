package io.peerz.node.api.health;

import java.util.Optional;

/**
 * One thing that must be so before work can be taken.
 *
 * @param name one word for monitors
 * @param test what is wrong in one line, or nothing; may block for a few seconds
 */
public record ReadinessCheck(String name, Test test) {
  /** Looks whether something is wrong. */
  @FunctionalInterface
  public interface Test {
    Optional<String> problem();
  }

  /** What is wrong; a check that fails itself counts as wrong. */
  Optional<String> problem() {
    try {
      return test.problem();
    } catch (RuntimeException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
