package io.peerz.ledger.registry;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a node listens, as registered: {@code host:port}. */
public record Endpoint(String host, int port) {
  private static final int MAX_LENGTH = 253;
  private static final Pattern FORM =
      Pattern.compile("(\\[[0-9a-fA-F:.]{2,45}]|[A-Za-z0-9._-]{1,246}):([0-9]{1,5})");

  public Endpoint {
    if (host.isEmpty() || port < 1 || port > 0xffff) {
      throw new IllegalArgumentException("not an endpoint: " + host + ":" + port);
    }
  }

  /** Reads what a stranger registered; anything but host:port is no endpoint. */
  public static Optional<Endpoint> parse(String text) {
    Matcher matcher = FORM.matcher(text.length() > MAX_LENGTH ? "" : text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int port = Integer.parseInt(matcher.group(2));
    return port < 1 || port > 0xffff
        ? Optional.empty()
        : Optional.of(new Endpoint(matcher.group(1), port));
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
