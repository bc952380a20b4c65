package io.peerz.node.cli;

import io.peerz.ledger.chain.ChainClient;
import io.peerz.ledger.finetune.JobReader;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A job as people write it: its id on chain, the id that {@code finetune list} shows, or the name
 * of its adapter. The last two hold the first digits of the id.
 */
final class JobName {
  private static final Pattern WHOLE = Pattern.compile("0x[0-9a-f]{64}");
  private static final Pattern SHORT =
      Pattern.compile("(?:ftjob-|ft:[^:]*:[^:]*:)([0-9a-f]{8,24})(?::ckpt-round-[0-9]+)?");

  private JobName() {}

  /** The id that is meant; asks the chain for all jobs unless it is whole. Blocking. */
  static Digest resolve(String written, ChainClient chain) {
    if (WHOLE.matcher(written).matches()) {
      return Digest.ofHex(written);
    }
    Matcher matcher = SHORT.matcher(written);
    Require.that(
        matcher.matches(),
        ErrorCode.BAD_REQUEST,
        "'%s' names no job; write ftjob-…, ft:BASE:SUFFIX:JOB or 0x and 64 digits"
            .formatted(written));
    String digits = matcher.group(1);
    List<Digest> found =
        new JobReader(chain).jobs().stream().filter(id -> id.hex().startsWith(digits, 2)).toList();
    Require.that(
        found.size() == 1,
        ErrorCode.NOT_FOUND,
        "%d jobs on this chain begin with %s; peerz finetune list shows those of the gateway"
            .formatted(found.size(), digits));
    return found.getFirst();
  }
}
