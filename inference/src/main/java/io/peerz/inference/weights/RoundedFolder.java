package io.peerz.inference.weights;

import static io.peerz.inference.weights.Checkpoints.bad;

import io.peerz.inference.model.Quantisation;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes a model of fewer bits out of another: a folder of links to its files and a config.json that
 * names the form. It holds no weights of its own, for they are rounded whenever they are loaded.
 */
public final class RoundedFolder {
  private static final String CONFIG = "config.json";
  private static final long MAX_CONFIG_BYTES = 1L << 20;

  private RoundedFolder() {}

  /** Makes the folder {@code target}, which must not exist; the source has to stay where it is. */
  public static ModelFolder make(Path source, Path target, Quantisation form) {
    if (ModelFolder.open(source).config().quantisation().isPresent()) {
      throw bad(source + " is rounded already; name the model that it was made of.");
    }
    if (Files.exists(target)) {
      throw new PeerzException(
          ErrorCode.BAD_REQUEST, target + " exists already; choose another name.");
    }
    try {
      Files.createDirectories(target);
      for (Path file : files(source)) {
        Files.createSymbolicLink(
            target.resolve(file.getFileName()), file.toAbsolutePath().normalize());
      }
      Files.write(target.resolve(CONFIG), config(source, form));
    } catch (IOException e) {
      throw new PeerzException(ErrorCode.IO, "cannot make " + target + ": " + e.getMessage(), e);
    }
    return ModelFolder.open(target);
  }

  private static List<Path> files(Path source) throws IOException {
    try (Stream<Path> files = Files.list(source)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.getFileName().toString().equals(CONFIG))
          .toList();
    }
  }

  /** The source's config.json with the form in it. */
  static byte[] config(Path source, Quantisation form) {
    byte[] json = Checkpoints.readSmall(source.resolve(CONFIG), MAX_CONFIG_BYTES);
    ObjectNode root = (ObjectNode) Checkpoints.parseObject(json, CONFIG);
    root.put(ConfigReader.QUANTISATION, form.label());
    return JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
  }
}
