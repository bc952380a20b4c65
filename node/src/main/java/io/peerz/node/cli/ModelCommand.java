package io.peerz.node.cli;

import io.peerz.inference.weights.ModelFolder;
import io.peerz.ledger.model.ModelDesk;
import io.peerz.node.chain.NetworkAccess;
import io.peerz.node.config.SettingKey;
import io.peerz.node.data.ModelPlace;
import io.peerz.proof.cost.Geometry;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.manifest.ModelManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code peerz model}: model folders on this machine, checked byte by byte. */
@Command(
    name = "model",
    description = "Models on this machine.",
    subcommands = {
      ModelCommand.ListAll.class,
      ModelCommand.Show.class,
      ModelCommand.Verify.class,
      ModelRegister.class,
      ModelImport.class,
      ModelFetch.class,
      ModelRound.class
    })
public final class ModelCommand {
  private ModelCommand() {}

  @Command(name = "list", description = "Model folders that can be named.")
  static final class ListAll extends PeerzAction {
    @Override
    protected int run(Cli cli) {
      List<Path> folders = folders(cli);
      cli.print(
          "model.list",
          Map.of("models", folders.stream().map(Path::toString).toList()),
          () ->
              folders.isEmpty()
                  ? "no models; put a folder in HuggingFace layout into " + cli.home().models()
                  : String.join("\n", folders.stream().map(ListAll::line).toList()));
      return ExitCodes.OK;
    }

    private static String line(Path folder) {
      return "%-24s %s".formatted(folder.getFileName(), folder);
    }

    private static List<Path> folders(Cli cli) {
      List<Path> found = new ArrayList<>();
      for (Path shelf : ModelPlace.shelves(cli.home())) {
        if (Files.isDirectory(shelf)) {
          found.addAll(models(shelf));
        }
      }
      return found;
    }

    private static List<Path> models(Path shelf) {
      try (Stream<Path> folders = Files.list(shelf)) {
        return folders
            .filter(folder -> Files.isRegularFile(folder.resolve("config.json")))
            .sorted()
            .toList();
      } catch (IOException e) {
        throw new PeerzException(
            ErrorCode.IO, "cannot list %s: %s".formatted(shelf, e.getMessage()), e);
      }
    }
  }

  @Command(name = "show", description = "Shape and id of a model.")
  static final class Show extends PeerzAction {
    @Parameters(paramLabel = "MODEL", description = "name or folder")
    private String model;

    @Option(names = "--engine", paramLabel = "NAME", description = "exact or fast: which id")
    private String engine;

    @Override
    protected void addFlags(Map<SettingKey, String> flags) {
      GlobalOptions.put(flags, SettingKey.ENGINE, engine);
    }

    @Override
    protected int run(Cli cli) {
      show(cli, folder(cli, model), "");
      return ExitCodes.OK;
    }
  }

  @Command(name = "verify", description = "Read every byte of a model and compare with the chain.")
  static final class Verify extends PeerzAction {
    @Parameters(paramLabel = "MODEL", description = "name or folder")
    private String model;

    @Option(names = "--offline", description = "check the files only")
    private boolean offline;

    @Override
    protected int run(Cli cli) {
      ModelFolder folder = folder(cli, model);
      folder.requireFinite();
      ModelManifest manifest = folder.manifest();
      if (!offline) {
        requireRegistered(cli, manifest);
      }
      show(cli, folder, offline ? "✔ files are whole\n" : "✔ files are what the chain says\n");
      return ExitCodes.OK;
    }

    private static void requireRegistered(Cli cli, ModelManifest manifest) {
      try (NetworkAccess network = cli.network()) {
        if (new ModelDesk(network.chain()).find(manifest.modelId()).isEmpty()) {
          throw new PeerzException(
              ErrorCode.MODEL_NOT_FOUND,
              "no model with the bytes of '%s' (%s) is registered on %s; get the files anew"
                  .formatted(
                      manifest.name(), manifest.modelId().shortHex(), network.network().name()));
        }
      }
    }
  }

  static ModelFolder folder(Cli cli, String model) {
    return ModelFolder.open(ModelPlace.find(cli.home(), model)).in(cli.arithmetic());
  }

  private static void show(Cli cli, ModelFolder folder, String first) {
    ModelManifest manifest = folder.manifest();
    Geometry shape = manifest.geometry();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", manifest.name());
    fields.put("modelId", manifest.modelId().hex());
    fields.put("weightsRoot", manifest.weightsRoot().hex());
    fields.put("tokenizerHash", manifest.tokenizerHash().hex());
    fields.put("layers", shape.layers());
    fields.put("dModel", shape.dModel());
    fields.put("heads", shape.heads());
    fields.put("kvHeads", shape.kvHeads());
    fields.put("dFf", shape.dFf());
    fields.put("vocab", shape.vocab());
    fields.put("results", shape.isExact() ? "exact" : "within a tolerance");
    folder
        .configuration()
        .lines()
        .skip(1)
        .map(line -> line.split("=", 2))
        .forEach(line -> fields.put(line[0], line[1]));
    cli.print(
        "model",
        fields,
        () -> {
          StringBuilder text = new StringBuilder(first);
          fields.forEach((name, value) -> text.append("%-17s %s%n".formatted(name, value)));
          return text.toString().stripTrailing();
        });
  }
}
