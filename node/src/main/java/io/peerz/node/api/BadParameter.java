package io.peerz.node.api;

/** A field of a request that cannot be served; names the field so that a client can point at it. */
public final class BadParameter extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final String param;

  private BadParameter(String code, String param, String message) {
    super(param + ": " + message);
    this.code = code;
    this.param = param;
  }

  public static BadParameter invalid(String param, String message) {
    return new BadParameter("invalid_value", param, message);
  }

  public static BadParameter unsupported(String param, String message) {
    return new BadParameter("unsupported_parameter", param, message);
  }

  public String param() {
    return param;
  }

  /** The machine-readable reason in the reply. */
  public String code() {
    return code;
  }
}
