package io.peerz.proof.error;

import java.util.Objects;

/** A failure with its code and one clear line: what happened, why, and what to do next. */
public final class PeerzException extends RuntimeException {
  private final ErrorCode code;

  public PeerzException(ErrorCode code, String message) {
    this(code, message, null);
  }

  public PeerzException(ErrorCode code, String message, Throwable cause) {
    super(Objects.requireNonNull(message), cause);
    this.code = Objects.requireNonNull(code);
  }

  public ErrorCode code() {
    return code;
  }

  public ErrorKind kind() {
    return code.kind();
  }
}
