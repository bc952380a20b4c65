package io.peerz.node.api;

import java.util.Set;

/**
 * Which web pages may call a server.
 *
 * @param ownPages the server has pages of its own, which may call it under its own address
 * @param origins other pages that may, as browsers name them: {@code https://host:port}
 */
public record WebPolicy(boolean ownPages, Set<String> origins) {
  /** For programs only. */
  public static final WebPolicy NO_PAGES = new WebPolicy(false, Set.of());

  /** For the server's own pages and for programs. */
  public static final WebPolicy OWN_PAGES = new WebPolicy(true, Set.of());

  public WebPolicy {
    origins = Set.copyOf(origins);
  }
}
