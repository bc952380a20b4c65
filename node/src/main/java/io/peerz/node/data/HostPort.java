package io.peerz.node.data;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A place to listen at or to reach, {@code host:port} or {@code [v6]:port}; port 0 means any. */
public record HostPort(String host, int port) {
  private static final Pattern WRITTEN =
      Pattern.compile("([a-zA-Z0-9.-]{1,253}|\\[[0-9a-fA-F:.]{2,45}]):([0-9]{1,5})");

  public HostPort {
    if (port < 0 || port > 0xffff) {
      throw new PeerzException(
          ErrorCode.BAD_REQUEST, "port %d is not between 0 and 65535".formatted(port));
    }
  }

  @JsonCreator
  public static HostPort parse(String written) {
    Matcher matcher = WRITTEN.matcher(written);
    if (!matcher.matches()) {
      throw new PeerzException(
          ErrorCode.BAD_REQUEST,
          "'%s' is not an address; write it like 127.0.0.1:7741".formatted(written));
    }
    return new HostPort(matcher.group(1), Integer.parseInt(matcher.group(2)));
  }

  public HostPort withPort(int newPort) {
    return new HostPort(host, newPort);
  }

  @JsonValue
  @Override
  public String toString() {
    return host + ":" + port;
  }
}
