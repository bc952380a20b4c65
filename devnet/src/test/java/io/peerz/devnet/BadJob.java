package io.peerz.devnet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.peerz.node.cli.ExitCodes;
import java.nio.charset.Charset;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One thing that is wrong with a job, and what both doors say to it.
 *
 * @param fault in words
 * @param text of the file
 * @param charset that it is written in
 * @param model the base that is asked for
 * @param maxSpend in PRZ; empty for what the gateway proposes
 * @param status of the HTTP reply that refuses it
 * @param code in OpenAI's error
 * @param words in the message, at both doors
 * @param exitCode of the command that refuses it
 * @param seenBy the first that can tell
 */
record BadJob(
    String fault,
    String text,
    Charset charset,
    String model,
    String maxSpend,
    int status,
    String code,
    String words,
    int exitCode,
    SeenBy seenBy) {
  /** Where a fault shows. */
  enum SeenBy {
    /** The file alone shows it: an upload is refused, and {@code finetune check} too. */
    FILE,
    /** The base's tokens and the split show it: {@code finetune check} too. */
    CHECK,
    /** Prices and models show it: an estimate is refused. */
    ESTIMATE,
    /** The ceiling or the wallet shows it: only who submits is refused. */
    SUBMIT
  }

  private static final String BASE = "pebble-1.6m";
  private static final String GOOD = examples(40);
  private static final String GERMAN = "{\"prompt\":\"gr\u00fc\u00df\",\"completion\":\"dich\"}\n";
  private static final int MOST_LINE_BYTES = 1 << 20;

  static List<BadJob> all() {
    return List.of(
        file("broken JSONL", examples(2) + "{\"messages\": [}\n", "line 3: not JSON"),
        file("an empty file", "", "the data holds no example; add"),
        file(
            "one huge line",
            examples(1) + "x".repeat(MOST_LINE_BYTES + 1) + "\n",
            "line 2: longer than 1048576 bytes"),
        file("Latin-1", GERMAN, ISO_8859_1, "line 1: not UTF-8; save the file"),
        file("UTF-16 with its mark", GERMAN, UTF_16, "line 1: not UTF-8"),
        check("too small to hold out from", examples(19), "19 different examples; 20 are needed"),
        check(
            "an example longer than the context",
            examples(30) + "{\"prompt\":\"a\",\"completion\":\"" + "long ".repeat(600) + "\"}\n",
            "example 31 has"),
        money("a budget below the estimate", "0.000000001", "raise the ceiling"),
        money("a budget above the wallet", "900000000", "the wallet holds"),
        model("an unknown base", "gpt-9", 404, "model_not_found", "'gpt-9'", ExitCodes.NOT_FOUND),
        model(
            "an adapter as the base",
            "ft:pebble-1.6m:zorv:01234567",
            400,
            "bad_request",
            "begins from a base",
            ExitCodes.REFUSED));
  }

  private static BadJob file(String fault, String data, String words) {
    return file(fault, data, UTF_8, words);
  }

  private static BadJob file(String fault, String data, Charset charset, String words) {
    return new BadJob(
        fault, data, charset, BASE, "", 400, "bad_request", words, ExitCodes.REFUSED, SeenBy.FILE);
  }

  private static BadJob check(String fault, String data, String words) {
    return new BadJob(
        fault, data, UTF_8, BASE, "", 400, "bad_request", words, ExitCodes.REFUSED, SeenBy.CHECK);
  }

  private static BadJob money(String fault, String maxSpend, String words) {
    return new BadJob(
        fault,
        GOOD,
        UTF_8,
        BASE,
        maxSpend,
        402,
        "insufficient_funds",
        words,
        ExitCodes.REFUSED,
        SeenBy.SUBMIT);
  }

  private static BadJob model(
      String fault, String model, int status, String code, String words, int exitCode) {
    return new BadJob(
        fault, GOOD, UTF_8, model, "", status, code, words, exitCode, SeenBy.ESTIMATE);
  }

  /** Different conversations, one a line. */
  static String examples(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                """
                {"messages":[{"role":"user","content":"say %d"},{"role":"assistant","content":"%d"}]}
                """
                    .formatted(i, i))
        .collect(Collectors.joining());
  }

  byte[] data() {
    return text.getBytes(charset);
  }

  /** The job's request for an uploaded file. */
  String request(String fileId) {
    String spend = maxSpend.isEmpty() ? "" : ",\"peerz\":{\"max_spend\":\"" + maxSpend + "\"}";
    return "{\"training_file\":\"%s\",\"model\":\"%s\"%s}".formatted(fileId, model, spend);
  }

  @Override
  public String toString() {
    return fault;
  }
}
