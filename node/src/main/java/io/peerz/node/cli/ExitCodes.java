package io.peerz.node.cli;

import io.peerz.proof.error.ErrorCode;

/** What the process says to its caller; 2 is picocli's own word for bad usage. */
public final class ExitCodes {
  public static final int OK = 0;
  public static final int FAILED = 1;
  public static final int USAGE = 2;
  public static final int NOT_FOUND = 3;
  public static final int REFUSED = 4;
  public static final int UNREACHABLE = 5;
  public static final int UNHEALTHY = 6;
  public static final int INTERRUPTED = 130;

  private ExitCodes() {}

  /** The kind of an error decides, but for the two cases that scripts tell apart by name. */
  public static int of(ErrorCode code) {
    if (code.name().endsWith("NOT_FOUND")) {
      return NOT_FOUND;
    }
    if (code.name().endsWith("_UNREACHABLE") || code == ErrorCode.TIMEOUT) {
      return UNREACHABLE;
    }
    return switch (code.kind()) {
      case CALLER, LEDGER -> REFUSED;
      case PEER, RESOURCE, BUG -> FAILED;
    };
  }
}
