package io.peerz.node.data;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.attribute.PosixFilePermission.OWNER_EXECUTE;
import static java.nio.file.attribute.PosixFilePermission.OWNER_READ;
import static java.nio.file.attribute.PosixFilePermission.OWNER_WRITE;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/**
 * Files that hold keys or passwords: written 0600 inside folders of 0700, and refused when anybody
 * else may read them.
 */
public final class SecretFiles {
  private static final Set<PosixFilePermission> FILE_MODE = EnumSet.of(OWNER_READ, OWNER_WRITE);
  private static final Set<PosixFilePermission> FOLDER_MODE =
      EnumSet.of(OWNER_READ, OWNER_WRITE, OWNER_EXECUTE);
  private static final int MAX_SECRET_BYTES = 64 * 1024;

  private SecretFiles() {}

  static FileAttribute<Set<PosixFilePermission>> fileMode() {
    return PosixFilePermissions.asFileAttribute(FILE_MODE);
  }

  /** Creates the folder, and its parents, readable by the owner only. */
  public static Path createFolder(Path folder) {
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(FOLDER_MODE));
      }
      return folder;
    } catch (IOException e) {
      throw new PeerzException(
          ErrorCode.IO,
          "cannot create folder %s: %s; check the path and its permissions"
              .formatted(folder, e.getMessage()),
          e);
    }
  }

  /** Makes new names in a folder survive a power cut. */
  static void syncFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Writes all or nothing: a crash leaves the old file or the new one, never half of either. */
  public static void write(Path file, String text) {
    Path folder = createFolder(file.toAbsolutePath().getParent());
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.deleteIfExists(draft);
      Files.createFile(draft, fileMode());
      Files.writeString(draft, text, StandardCharsets.UTF_8);
      try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(draft, file, ATOMIC_MOVE);
      syncFolder(folder);
    } catch (IOException e) {
      throw new PeerzException(
          ErrorCode.IO,
          "cannot write %s: %s; check the disk and its permissions".formatted(file, e.getMessage()),
          e);
    }
  }

  /** Reads a secret, or refuses it when group or others may read the file. */
  public static String read(Path file) {
    try {
      requirePrivate(file);
      if (Files.size(file) > MAX_SECRET_BYTES) {
        throw new PeerzException(
            ErrorCode.BAD_REQUEST,
            "%s is larger than %d bytes; that is not a key or password file"
                .formatted(file, MAX_SECRET_BYTES));
      }
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** Refuses a file whose group or others may use it. */
  public static void requirePrivate(Path file) {
    try {
      Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
      if (!FILE_MODE.containsAll(mode)) {
        throw new PeerzException(
            ErrorCode.LOOSE_KEY_PERMISSIONS,
            "%s is open to others (%s); a key must be private; run: chmod 600 %s"
                .formatted(file, PosixFilePermissions.toString(mode), file));
      }
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static PeerzException unreadable(Path file, IOException e) {
    String why = e instanceof NoSuchFileException ? "there is no such file" : e.getMessage();
    return new PeerzException(
        ErrorCode.IO, "cannot read %s: %s; check the path".formatted(file, why), e);
  }
}
