package io.peerz.node.gateway;

/** A field of a request that other models may serve, but the one asked for does not. */
public final class UnservedByModel extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String param;

  public UnservedByModel(String param, String message) {
    super(param + ": " + message);
    this.param = param;
  }

  public String param() {
    return param;
  }
}
