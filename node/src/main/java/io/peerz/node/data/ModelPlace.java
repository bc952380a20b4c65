package io.peerz.node.data;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.error.Require;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Finds the folder of a model: a path, or a name in the user's or the program's own models. */
public final class ModelPlace {
  /** System property with the folder that the program was started from. */
  private static final String PROGRAM_FOLDER = "peerz.home.dist";

  private ModelPlace() {}

  public static Path find(PeerzHome home, String model) {
    for (Path candidate : candidates(home, model)) {
      if (Files.isRegularFile(candidate.resolve("config.json"))) {
        return candidate.toAbsolutePath().normalize();
      }
    }
    throw new PeerzException(
        ErrorCode.MODEL_NOT_FOUND,
        "no model '%s'; put its folder (HuggingFace layout) at %s or give a path"
            .formatted(model, home.models().resolve(model)));
  }

  /** Folders that hold models, the user's first. */
  public static List<Path> shelves(PeerzHome home) {
    List<Path> shelves = new ArrayList<>(List.of(home.models()));
    String program = System.getProperty(PROGRAM_FOLDER);
    if (program != null) {
      shelves.add(Path.of(program, "models"));
    }
    return shelves;
  }

  private static List<Path> candidates(PeerzHome home, String model) {
    if (model.contains("/")) {
      return List.of(Path.of(model));
    }
    String name = isName(model) ? model : "none";
    return shelves(home).stream().map(shelf -> shelf.resolve(name)).toList();
  }

  /** Where a new model of that name goes. */
  public static Path make(PeerzHome home, String name) {
    Require.that(
        isName(name),
        ErrorCode.BAD_REQUEST,
        "a model's name has letters, digits, dots, dashes and underscores, at most 64");
    return home.models().resolve(name);
  }

  private static boolean isName(String text) {
    return text.matches("[a-zA-Z0-9][a-zA-Z0-9._-]{0,63}");
  }
}
