package io.peerz.ledger.chain;

import java.util.UUID;

/** Names for wishes that nothing on chain names. */
public final class Intents {
  private Intents() {}

  /** A wish that is new each time it is made. */
  public static String unique(String what) {
    return what + ":" + UUID.randomUUID();
  }
}
