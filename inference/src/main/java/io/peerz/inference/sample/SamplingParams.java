package io.peerz.inference.sample;

import static io.peerz.proof.error.ErrorCode.BAD_REQUEST;

import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * How the next token is chosen; the payer signs its hash, so the choice can be checked.
 *
 * @param temperature 0 is greedy; else logits are divided by it
 * @param topP keep the likeliest tokens until their probability reaches this, in (0, 1]
 * @param topK keep at most this many of the likeliest tokens; 0 keeps all
 * @param minP drop tokens less likely than this times the likeliest
 * @param seed of the counter-based generator
 * @param maxTokens tokens to generate at most
 * @param repetitionPenalty divides positive and multiplies negative logits of tokens generated
 *     before; 1 is off
 * @param frequencyPenalty subtracted once per earlier occurrence
 * @param presencePenalty subtracted once if the token occurred
 * @param logitBias added to the logit of a token id
 * @param format what the text must be; empty for any text
 * @param logprobs how many of the likeliest tokens are told beside each drawn one; empty for no
 *     probabilities at all
 */
public record SamplingParams(
    double temperature,
    double topP,
    int topK,
    double minP,
    long seed,
    int maxTokens,
    double repetitionPenalty,
    double frequencyPenalty,
    double presencePenalty,
    Map<Integer, Double> logitBias,
    Optional<AnswerFormat> format,
    OptionalInt logprobs) {
  private static final int MAX_BIASES = 1024;
  private static final String DOMAIN = "peerz-sampling-1";
  private static final String EXTENDED_DOMAIN = "peerz-sampling-2";

  public SamplingParams {
    within("temperature", temperature, 0, 100);
    within("top_p", topP, Double.MIN_VALUE, 1);
    Require.range(BAD_REQUEST, "top_k", topK, 0, Integer.MAX_VALUE);
    within("min_p", minP, 0, 1);
    Require.range(BAD_REQUEST, "max_tokens", maxTokens, 1, Integer.MAX_VALUE);
    within("repetition_penalty", repetitionPenalty, 0.01, 100);
    within("frequency_penalty", frequencyPenalty, -100, 100);
    within("presence_penalty", presencePenalty, -100, 100);
    Require.range(BAD_REQUEST, "size of logit_bias", logitBias.size(), 0, MAX_BIASES);
    logitBias.values().forEach(bias -> within("logit_bias", bias, -1000, 1000));
    logitBias = Map.copyOf(logitBias);
    Objects.requireNonNull(format);
    logprobs.ifPresent(
        most -> Require.range(BAD_REQUEST, "top_logprobs", most, 0, Logprobs.MAX_LIKELIEST));
  }

  /** For text of any form, without probabilities. */
  public SamplingParams(
      double temperature,
      double topP,
      int topK,
      double minP,
      long seed,
      int maxTokens,
      double repetitionPenalty,
      double frequencyPenalty,
      double presencePenalty,
      Map<Integer, Double> logitBias) {
    this(
        temperature,
        topP,
        topK,
        minP,
        seed,
        maxTokens,
        repetitionPenalty,
        frequencyPenalty,
        presencePenalty,
        logitBias,
        Optional.empty(),
        OptionalInt.empty());
  }

  private static void within(String name, double value, double min, double max) {
    Require.that(
        value >= min && value <= max,
        BAD_REQUEST,
        name + " is " + value + " but must lie in " + min + ".." + max);
  }

  /** The likeliest token each time. */
  public static SamplingParams greedy(int maxTokens) {
    return new SamplingParams(0, 1, 0, 0, 0, maxTokens, 1, 0, 0, Map.of());
  }

  /** Drawn from the whole distribution at that temperature. */
  public static SamplingParams sampled(double temperature, long seed, int maxTokens) {
    return new SamplingParams(temperature, 1, 0, 0, seed, maxTokens, 1, 0, 0, Map.of());
  }

  public SamplingParams withSeed(long other) {
    return with(other, maxTokens, format);
  }

  public SamplingParams withMaxTokens(int other) {
    return with(seed, other, format);
  }

  public SamplingParams withFormat(AnswerFormat wanted) {
    return with(seed, maxTokens, Optional.of(wanted));
  }

  private SamplingParams with(long otherSeed, int otherMax, Optional<AnswerFormat> otherFormat) {
    return new SamplingParams(
        temperature,
        topP,
        topK,
        minP,
        otherSeed,
        otherMax,
        repetitionPenalty,
        frequencyPenalty,
        presencePenalty,
        logitBias,
        otherFormat,
        logprobs);
  }

  public boolean hasPenalties() {
    return repetitionPenalty != 1 || frequencyPenalty != 0 || presencePenalty != 0;
  }

  /**
   * keccak(domain ‖ fields in order, eight bytes each, big-endian ‖ biases by rising id). With a
   * format or probabilities: keccak(other domain ‖ that hash ‖ probabilities, -1 for none ‖ hash of
   * the format, zero for none).
   */
  public Digest hash() {
    ByteBuffer fields = ByteBuffer.allocate(Long.BYTES * (9 + 2 * logitBias.size()));
    putDouble(fields, temperature);
    putDouble(fields, topP);
    fields.putLong(topK);
    putDouble(fields, minP);
    fields.putLong(seed).putLong(maxTokens);
    putDouble(fields, repetitionPenalty);
    putDouble(fields, frequencyPenalty);
    putDouble(fields, presencePenalty);
    new TreeMap<>(logitBias)
        .forEach(
            (id, bias) -> {
              fields.putLong(id);
              putDouble(fields, bias);
            });
    Digest plain = Keccak.hash(DOMAIN.getBytes(StandardCharsets.US_ASCII), fields.array());
    return format.isEmpty() && logprobs.isEmpty() ? plain : extended(plain);
  }

  private Digest extended(Digest plain) {
    return Keccak.hash(
        EXTENDED_DOMAIN.getBytes(StandardCharsets.US_ASCII),
        plain.bytes(),
        ByteBuffer.allocate(Integer.BYTES).putInt(logprobs.orElse(-1)).array(),
        format.map(AnswerFormat::hash).orElse(Digest.ZERO).bytes());
  }

  /** Adding zero makes -0 and 0 the same, as they are in every use. */
  private static void putDouble(ByteBuffer target, double value) {
    target.putDouble(value + 0.0);
  }

  /** Whether tokens may be guessed ahead: not where a format or probabilities follow each one. */
  public boolean mayBeGuessed() {
    return format.isEmpty() && logprobs.isEmpty();
  }
}
