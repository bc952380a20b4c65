package io.peerz.node.data;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.util.regex.Pattern;

/** Names that people give to accounts, nodes and networks; they become file names. */
public final class Names {
  private static final Pattern ALLOWED = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_-]{0,31}");

  private Names() {}

  /** Returns the name, or refuses one that could leave its folder or confuse a shell. */
  public static String checked(String kind, String name) {
    if (name == null || !ALLOWED.matcher(name).matches()) {
      throw new PeerzException(
          ErrorCode.BAD_REQUEST,
          "%s name '%s' is not allowed; use 1 to 32 letters, digits, '-' or '_'"
              .formatted(kind, name));
    }
    return name;
  }
}
