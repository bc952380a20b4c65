package io.peerz.devnet.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What is written to a log file from now on, whole lines only. Belongs to one thread. */
public final class LogFollower {
  private static final int MAX_BYTES = 1 << 20;

  private final Path file;
  private long position;

  public LogFollower(Path file) {
    this.file = file;
    this.position = file.toFile().length();
  }

  /** The lines that were finished since the last call; none when there is no file. */
  public List<String> newLines() {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      if (in.length() < position) {
        position = 0; // the file began anew
      }
      byte[] bytes = new byte[(int) Math.min(MAX_BYTES, in.length() - position)];
      in.seek(position);
      in.readFully(bytes);
      return finished(bytes);
    } catch (IOException noLog) {
      return List.of();
    }
  }

  private List<String> finished(byte[] bytes) {
    List<String> lines = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        lines.add(new String(bytes, start, i - start, StandardCharsets.UTF_8));
        start = i + 1;
      }
    }
    boolean longerThanWeRead = start == 0 && bytes.length == MAX_BYTES;
    position += longerThanWeRead ? bytes.length : start;
    return lines;
  }
}
