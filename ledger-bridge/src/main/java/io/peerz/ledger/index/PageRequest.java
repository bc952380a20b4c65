package io.peerz.ledger.index;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Hex;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A page of a collection, newest first.
 *
 * @param key only rows that mention this id or address; for events also a transaction's hash
 * @param name only events of this name
 * @param before only rows with smaller ids: the last id of the page before
 */
public record PageRequest(
    Collection collection, Optional<byte[]> key, Optional<String> name, long before, int limit) {
  public static final int MOST_ROWS = 500;
  private static final Pattern KEY = Pattern.compile("0x([0-9a-fA-F]{2}){20,40}");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]{1,64}");

  public PageRequest {
    Require.range(ErrorCode.BAD_REQUEST, "limit", limit, 1, MOST_ROWS);
    name.ifPresent(
        text ->
            Require.that(
                NAME.matcher(text).matches(),
                ErrorCode.BAD_REQUEST,
                "name is not an event's name"));
  }

  public static PageRequest newest(Collection collection, int limit) {
    return new PageRequest(collection, Optional.empty(), Optional.empty(), Long.MAX_VALUE, limit);
  }

  public PageRequest mentioning(String hex) {
    return new PageRequest(collection, Optional.of(keyOf(hex)), name, before, limit);
  }

  public PageRequest named(String event) {
    return new PageRequest(collection, key, Optional.of(event), before, limit);
  }

  public PageRequest before(long id) {
    return new PageRequest(collection, key, name, id, limit);
  }

  /** The bytes of an id, a hash or an address in 0x-hex. */
  static byte[] keyOf(String hex) {
    if (!KEY.matcher(hex).matches()) {
      throw new PeerzException(
          ErrorCode.BAD_REQUEST, "'" + hex + "' is neither an id nor an address; give 0x-hex");
    }
    return Hex.decode("key", hex, (hex.length() - 2) / 2);
  }
}
