package io.peerz.devnet.link;

import static io.peerz.proof.error.ErrorCode.BAD_CONFIG;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.error.Require;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.toml.TomlMapper;

/**
 * The links of a world, read from a file:
 *
 * <pre>
 * [[link]]
 * between = ["client", "ada"]   # two names; "*" is everybody
 * delay_ms = 25                 # one way
 * jitter_ms = 3                 # up to so much on top
 * loss_percent = 0.5            # of packets, which TCP sends again
 * rate_mbit = 100               # in each direction
 * partition = false             # true: nothing passes
 * </pre>
 *
 * Of the links that name a pair the last one counts; a pair that none names has no delay at all.
 */
public final class LinkWorld {
  private static final long MAX_FILE_BYTES = 1 << 20;
  private static final String EVERYBODY = "*";
  private static final double BYTES_PER_MEGABIT = 1e6 / 8;
  private static final double MICROS_PER_MILLI = 1_000;
  private static final Set<String> KNOWN =
      Set.of("between", "delay_ms", "jitter_ms", "loss_percent", "rate_mbit", "partition");

  private record Pair(String one, String other, LinkTraits traits) {
    boolean joins(String a, String b) {
      return (matches(one, a) && matches(other, b)) || (matches(one, b) && matches(other, a));
    }

    private static boolean matches(String name, String who) {
      return name.equals(EVERYBODY) || name.equals(who);
    }
  }

  private final List<Pair> pairs;

  private LinkWorld(List<Pair> pairs) {
    this.pairs = List.copyOf(pairs);
  }

  public static LinkWorld read(Path file) {
    try {
      Require.that(Files.size(file) <= MAX_FILE_BYTES, BAD_CONFIG, file + " is too large");
      return parse(file.toString(), Files.readString(file));
    } catch (IOException e) {
      throw new PeerzException(
          ErrorCode.IO, "cannot read the links in %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  /**
   * Reads links from text.
   *
   * @param name of the text, for complaints
   */
  static LinkWorld parse(String name, String toml) {
    JsonNode root;
    try {
      root = new TomlMapper().readTree(toml);
    } catch (JacksonException e) {
      throw new PeerzException(
          BAD_CONFIG, "%s is not valid TOML: %s".formatted(name, e.getOriginalMessage()), e);
    }
    List<Pair> pairs = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : root.properties()) {
      Require.that(
          field.getKey().equals("link") && field.getValue().isArray(),
          BAD_CONFIG,
          "%s: '%s' is not known; links are written as [[link]]".formatted(name, field.getKey()));
      field.getValue().forEach(link -> pairs.add(pair(name, link)));
    }
    return new LinkWorld(pairs);
  }

  /** The link between two, whoever of them began. */
  public LinkTraits between(String one, String other) {
    LinkTraits last = LinkTraits.NONE;
    for (Pair pair : pairs) {
      last = pair.joins(one, other) ? pair.traits() : last;
    }
    return last;
  }

  /** Refuses a link that names nobody of these. */
  public void requireKnown(Set<String> names) {
    for (Pair pair : pairs) {
      for (String name : List.of(pair.one(), pair.other())) {
        Require.that(
            name.equals(EVERYBODY) || names.contains(name),
            BAD_CONFIG,
            "a link names '%s', but there are only %s".formatted(name, names));
      }
    }
  }

  private static Pair pair(String name, JsonNode link) {
    for (String key : link.propertyNames()) {
      Require.that(
          KNOWN.contains(key),
          BAD_CONFIG,
          "%s: a link has no '%s'; known are %s".formatted(name, key, KNOWN));
    }
    JsonNode between = link.path("between");
    Require.that(
        between.isArray() && between.size() == 2,
        BAD_CONFIG,
        name + ": each link says between = [\"one\", \"other\"]");
    LinkTraits traits =
        new LinkTraits(
            millis(name, link, "delay_ms"),
            millis(name, link, "jitter_ms"),
            number(name, link, "loss_percent") / 100,
            Math.round(number(name, link, "rate_mbit") * BYTES_PER_MEGABIT),
            link.path("partition").asBoolean(false));
    return new Pair(between.get(0).asString(), between.get(1).asString(), traits);
  }

  private static Duration millis(String name, JsonNode link, String key) {
    double micros = number(name, link, key) * MICROS_PER_MILLI;
    return Duration.ofNanos(Math.round(micros * MICROS_PER_MILLI));
  }

  private static double number(String name, JsonNode link, String key) {
    JsonNode value = link.path(key);
    boolean sound = value.isMissingNode() || (value.isNumber() && value.asDouble() >= 0);
    Require.that(sound, BAD_CONFIG, "%s: %s must be a number, 0 or more".formatted(name, key));
    return value.asDouble(0);
  }
}
