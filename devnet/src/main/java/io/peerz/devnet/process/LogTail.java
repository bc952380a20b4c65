package io.peerz.devnet.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The end of a log file; never more than 64 KiB of it is read. */
public record LogTail(Path file) {
  private static final int MAX_BYTES = 64 * 1024;

  /** At most the given number of last lines, oldest first; none when there is no file. */
  public List<String> last(int lines) {
    List<String> all = read().lines().toList();
    return all.subList(Math.max(0, all.size() - lines), all.size());
  }

  /** The last line that contains the given words, ignoring case. */
  public Optional<String> lineWith(String words) {
    String wanted = words.toLowerCase(java.util.Locale.ROOT);
    return read()
        .lines()
        .filter(l -> l.toLowerCase(java.util.Locale.ROOT).contains(wanted))
        .reduce((a, b) -> b);
  }

  private String read() {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      long from = Math.max(0, in.length() - MAX_BYTES);
      byte[] bytes = new byte[(int) (in.length() - from)];
      in.seek(from);
      in.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException noLog) {
      return "";
    }
  }
}
