package io.peerz.node.cli;

import io.peerz.inference.model.Quantisation;
import io.peerz.inference.weights.RoundedFolder;
import io.peerz.node.data.ModelPlace;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.manifest.ModelManifest;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code peerz model round}: the same weights with fewer bits, as a model of its own. */
@Command(name = "round", description = "Make a model of fewer bits that links to another's files.")
final class ModelRound extends PeerzAction {
  @Parameters(paramLabel = "MODEL", description = "name or folder of a stored model")
  private String model;

  @Option(names = "--quant", required = true, paramLabel = "FORM", description = "q8 or q4")
  private String form;

  @Option(names = "--as", paramLabel = "NAME", description = "its name (default: MODEL-FORM)")
  private String name;

  @Override
  protected int run(Cli cli) {
    Quantisation wanted = form(form);
    Path source = ModelPlace.find(cli.home(), model);
    String made = name == null ? source.getFileName() + "-" + form : name;
    Path target = ModelPlace.make(cli.home(), made);
    ModelManifest manifest = RoundedFolder.make(source, target, wanted).manifest();
    cli.print(
        "model.round",
        Map.of("name", made, "modelId", manifest.modelId().hex(), "folder", target.toString()),
        () ->
            "✔ model '%s' (%s) in %s; next: peerz model register %s"
                .formatted(made, manifest.modelId().shortHex(), target, made));
    return ExitCodes.OK;
  }

  static Quantisation form(String name) {
    return Quantisation.of(name)
        .orElseThrow(
            () ->
                new PeerzException(
                    ErrorCode.BAD_REQUEST, "no form '%s'; choose q8 or q4".formatted(name)));
  }
}
