package io.peerz.node.jobs;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.Require;

/**
 * A data set that was uploaded and read without a fault.
 *
 * @param id {@code file-} and 24 letters
 * @param filename as the uploader called it; only shown
 * @param examples how many lines teach something
 */
public record UploadedFile(
    String id, String filename, String purpose, long bytes, int examples, long createdAtSeconds) {
  private static final String ID = "file-[0-9a-f]{24}";

  public UploadedFile {
    requireId(id);
    Require.range(ErrorCode.BAD_REQUEST, "length of the file's name", filename.length(), 1, 255);
  }

  /** Ids become file names: nothing else may. */
  static void requireId(String id) {
    Require.that(
        id.matches(ID),
        ErrorCode.NOT_FOUND,
        "no file '%s'; GET /v1/files lists them".formatted(id));
  }
}
