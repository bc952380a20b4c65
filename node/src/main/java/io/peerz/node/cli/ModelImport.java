package io.peerz.node.cli;

import io.peerz.inference.gguf.GgufImport;
import io.peerz.inference.model.Quantisation;
import io.peerz.inference.weights.ImportedFolder;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.node.data.ModelPlace;
import io.peerz.proof.manifest.ModelManifest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code peerz model import}: a checkpoint as it comes, checked and put where it can be named. */
@Command(
    name = "import",
    description = "Check every byte of a HuggingFace or GGUF checkpoint and store it by layers.")
final class ModelImport extends PeerzAction {
  @Parameters(
      paramLabel = "CHECKPOINT",
      description = "folder with config.json and safetensors, or a GGUF file")
  private Path checkpoint;

  @Option(names = "--id", required = true, paramLabel = "ID", description = "its name from now on")
  private String id;

  @Option(
      names = "--quant",
      paramLabel = "FORM",
      description = "q8 or q4: rounded when it is loaded (default: as it is stored)")
  private String form;

  @Override
  protected int run(Cli cli) {
    Optional<Quantisation> wanted = Optional.ofNullable(form).map(ModelRound::form);
    Path target = ModelPlace.make(cli.home(), id);
    ModelManifest manifest = make(target, wanted).manifest();
    cli.print(
        "model.import",
        Map.of("name", id, "modelId", manifest.modelId().hex(), "folder", target.toString()),
        () ->
            "✔ model '%s' (%s) in %s; next: peerz model register %s"
                .formatted(id, manifest.modelId().shortHex(), target, id));
    return ExitCodes.OK;
  }

  private ModelFolder make(Path target, Optional<Quantisation> wanted) {
    return Files.isRegularFile(checkpoint)
        ? GgufImport.make(checkpoint, target, wanted, _ -> {})
        : ImportedFolder.make(checkpoint, target, wanted, _ -> {});
  }
}
