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
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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

  /** Creates the folder, and its parents, readable by the owner only. */
  public static Path createFolder(Path folder) {
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(
            folder, PosixFilePermissions.asFileAttribute(FOLDER_MODE));
      }
      return folder;
    } catch (IOException e) {
      throw new PeerzException(
          ErrorCode.IO, "cannot create folder " + folder + ": " + e.getMessage(), e);
    }
  }

  /** Writes all or nothing: a crash leaves the old file or the new one, never half of either. */
  public static void write(Path file, String text) {
    createFolder(file.toAbsolutePath().getParent());
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.deleteIfExists(draft);
      Files.createFile(draft, PosixFilePermissions.asFileAttribute(FILE_MODE));
      Files.writeString(draft, text, StandardCharsets.UTF_8);
      try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(draft, file, ATOMIC_MOVE);
    } catch (IOException e) {
      throw new PeerzException(ErrorCode.IO, "cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  /** Reads a secret, or refuses it when group or others may read the file. */
  public static String read(Path file) {
    try {
      Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
      if (!FILE_MODE.containsAll(mode)) {
        throw new PeerzException(
            ErrorCode.LOOSE_KEY_PERMISSIONS,
            "%s is readable by others (%s); a key must be private; run: chmod 600 %s"
                .formatted(file, PosixFilePermissions.toString(mode), file));
      }
      if (Files.size(file) > MAX_SECRET_BYTES) {
        throw new PeerzException(
            ErrorCode.BAD_REQUEST,
            "%s is larger than %d bytes; that is not a key or password file"
                .formatted(file, MAX_SECRET_BYTES));
      }
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new PeerzException(
          ErrorCode.IO, "cannot read " + file + ": " + e.getMessage() + "; check the path", e);
    }
  }
}
