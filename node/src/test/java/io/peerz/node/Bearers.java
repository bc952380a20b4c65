package io.peerz.node;

import io.peerz.node.api.BearerCheck;
import io.peerz.node.api.RateLimit;
import io.peerz.node.data.ApiKeys;
import io.peerz.node.data.KeySpending;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/** Who may call a server under test. */
final class Bearers {
  static final RateLimit NO_LIMIT = new RateLimit(0, System::nanoTime);

  private Bearers() {}

  static BearerCheck of(Optional<String> masterKey, Path folder) {
    return new BearerCheck(
        masterKey, new ApiKeys(folder), new KeySpending(folder), InstantSource.system());
  }
}
