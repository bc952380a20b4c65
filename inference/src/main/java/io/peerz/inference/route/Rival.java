package io.peerz.inference.route;

import java.util.OptionalLong;

/**
 * An offer that a route does not use.
 *
 * @param extraNanos how much longer the best route over it would take; empty when there is none
 */
public record Rival(Offer offer, Reason reason, OptionalLong extraNanos) {
  /** Why an offer was not used. */
  public enum Reason {
    /** It stands by for a hop. */
    STANDBY,
    /** Routes over it take longer. */
    SLOWER,
    /** It asks more than the limit. */
    TOO_DEAR,
    /** There is less stake behind it than the limit. */
    TOO_LITTLE_STAKE,
    /** Only an operator that another hop needs could complete a route over it. */
    SAME_OPERATOR,
    /** No other offers complete its layers to a route. */
    DOES_NOT_JOIN
  }
}
