package io.peerz.inference.session;

import io.peerz.inference.wire.ClientMessage;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Finds out why a ring is silent. Every hop is asked for a sign of life: who gives none hangs; who
 * says it works but has worked for too long is too slow; when nobody works, rows were lost on the
 * way to the first hop that is behind the one before it. Owned by the session's thread.
 */
final class RingProbe {
  /** A living node answers a ping within this or eight times what it took at most before. */
  private static final Duration LEAST_PING = Duration.ofMillis(500);

  /** Nobody works and no token comes for so long: rows were lost, not late. */
  private static final Duration LOST_AFTER = Duration.ofSeconds(1);

  private static final Duration LOOK_EVERY = Duration.ofMillis(20);
  private static final int PING_FACTOR = 8;
  private static final int SLOW_TOKENS = 3;

  private final List<RingHop> hops;
  private final IntPredicate replaceable;
  private final Duration most;
  private final Pace pace;
  private long lastTokenNanos = System.nanoTime();
  private long longestPingNanos;
  private int slowTokens;
  private int slowest = -1;
  private boolean asked;
  private boolean sampled;

  /**
   * @param hops filled before the first look
   * @param replaceable whether somebody stands by for a hop: others get all the time there is
   * @param most longest wait for one step
   */
  RingProbe(List<RingHop> hops, IntPredicate replaceable, Duration most) {
    this.hops = hops;
    this.replaceable = replaceable;
    this.most = most;
    this.pace = new Pace(most);
  }

  /** The prompt is under way. */
  void begin() {
    lastTokenNanos = System.nanoTime();
  }

  Duration patience() {
    return pace.patience();
  }

  /** A token came. */
  void token() {
    long now = System.nanoTime();
    if (sampled) { // the first token's time is the prompt's
      pace.token(now - lastTokenNanos);
    }
    sampled = true;
    lastTokenNanos = now;
    if (!asked) {
      slowTokens = 0;
    }
    asked = false;
  }

  /** Asks who is alive, and throws when somebody has to be replaced. */
  void lookAround() throws RingBroken {
    Set<Integer> silent = ping();
    long silentNanos = System.nanoTime() - lastTokenNanos;
    if (!silent.isEmpty()) {
      if (silent.stream().allMatch(replaceable::test) || silentNanos > most.toNanos()) {
        throw broken(silent, false, "gave no sign of life");
      }
      return; // a busy machine is silent too, and nobody could do better
    }
    int working = working();
    if (hops.stream().anyMatch(hop -> hop.pong().waitsForPay())) {
      return; // it is for this side to move
    }
    if (working < 0) {
      if (asked && silentNanos > lostAfterNanos()) { // nothing is under way any more
        throw broken(
            Set.of(behind()),
            true,
            "did not get the rows of the hop before it (positions " + positions() + ")");
      }
    } else if (silentNanos > pace.longest().toNanos() || isSlowAgain(working)) {
      throw broken(Set.of(working), true, "is too slow");
    }
    asked = true;
  }

  /** A hop says that it lost the next one. */
  RingBroken linkLost(int hop, String why) {
    Set<Integer> silent = ping();
    return silent.isEmpty()
        ? broken(Set.of((hop + 1) % hops.size()), true, why)
        : broken(silent, false, "gave no sign of life");
  }

  /** The same hop held up one token after another. */
  private boolean isSlowAgain(int working) {
    if (!asked) {
      slowTokens = working == slowest ? slowTokens + 1 : 1;
      slowest = working;
    }
    return slowTokens >= SLOW_TOKENS;
  }

  /** Who gave no sign of life in time. */
  private Set<Integer> ping() {
    long start = System.nanoTime();
    hops.forEach(hop -> hop.send(new ClientMessage.Ping()));
    long patience = Math.max(LEAST_PING.toNanos(), PING_FACTOR * longestPingNanos);
    Set<Integer> silent = silentSince(start);
    while (!silent.isEmpty() && System.nanoTime() - start < patience) {
      pause();
      silent = silentSince(start);
    }
    if (silent.isEmpty()) {
      longestPingNanos = Math.max(longestPingNanos, longest(start));
    }
    return silent;
  }

  private Set<Integer> silentSince(long start) {
    Set<Integer> silent = new HashSet<>();
    for (int i = 0; i < hops.size(); i++) {
      if (hops.get(i).pongNanos() - start < 0 || hops.get(i).pongNanos() == 0) {
        silent.add(i);
      }
    }
    return silent;
  }

  private long longest(long start) {
    return hops.stream().mapToLong(hop -> hop.pongNanos() - start).max().orElse(0);
  }

  private int working() {
    for (int i = 0; i < hops.size(); i++) {
      if (hops.get(i).pong().working()) {
        return i;
      }
    }
    return -1;
  }

  /** The first hop that is behind the one before it; the first of all where none is. */
  private int behind() {
    for (int i = 1; i < hops.size(); i++) {
      if (hops.get(i).pong().position() < hops.get(i - 1).pong().position()) {
        return i;
      }
    }
    return 0;
  }

  /** Where signs of life take long, so may rows. */
  private long lostAfterNanos() {
    return Math.max(LOST_AFTER.toNanos(), 2 * PING_FACTOR * longestPingNanos);
  }

  private List<Integer> positions() {
    return hops.stream().map(hop -> hop.pong().position()).toList();
  }

  private RingBroken broken(Set<Integer> who, boolean alive, String why) {
    List<String> names = new ArrayList<>();
    who.forEach(i -> names.add(hops.get(i).hop() + " at " + hops.get(i).seat().address()));
    return new RingBroken(
        who,
        alive,
        new PeerzException(
            ErrorCode.PEER_UNREACHABLE, String.join(", ", names) + ": " + why + "; replaced"));
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_EVERY);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PeerzException(ErrorCode.CANCELLED, "interrupted while looking for a node", e);
    }
  }
}
