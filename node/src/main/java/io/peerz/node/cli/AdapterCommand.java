package io.peerz.node.cli;

import io.peerz.finetune.adapter.PeftAdapter;
import io.peerz.finetune.evaluate.MergedCheckpoint;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.node.chain.NetworkAccess;
import io.peerz.node.config.SettingKey;
import io.peerz.node.data.ModelPlace;
import io.peerz.node.finetune.AdapterArchive;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code peerz finetune adapter}. */
@Command(
    name = "adapter",
    description = "List, fetch and merge adapters that jobs made.",
    subcommands = {
      AdapterCommand.ListThem.class,
      AdapterCommand.Show.class,
      AdapterCommand.Download.class,
      AdapterCommand.Merge.class
    })
public final class AdapterCommand {
  private AdapterCommand() {}

  @Command(name = "list", description = "Adapters that the gateway serves as models.")
  static final class ListThem extends GatewayAction {
    @Override
    protected int run(Cli cli) {
      List<Map<String, Object>> adapters = new ArrayList<>();
      StringBuilder text = new StringBuilder();
      for (JsonNode model : gateway(cli).get("/v1/models").path("data")) {
        JsonNode extras = model.path("peerz");
        if (extras.has("adapterRoot")) {
          String name = model.path("id").asString();
          String root = extras.path("adapterRoot").asString();
          adapters.add(Map.of("name", name, "root", root, "job", extras.path("job").asString()));
          text.append("%s  root %s%n".formatted(name, root));
        }
      }
      cli.print(
          "adapter.list",
          Map.of("adapters", adapters),
          () -> text.isEmpty() ? "no adapters yet" : text.toString().stripTrailing());
      return ExitCodes.OK;
    }
  }

  /** What commands share that make an adapter again from the chain and the nodes' blobs. */
  abstract static class OfJob extends PeerzAction {
    @Parameters(
        paramLabel = "JOB",
        description = "ftjob-…, the adapter's name, or 0x and 64 digits")
    private String job;

    @Option(names = "--round", paramLabel = "N", description = "after that many rounds; else last")
    private int round;

    @Option(names = "--model", paramLabel = "MODEL", description = "folder or name of the base")
    private String model;

    @Override
    protected void addFlags(Map<SettingKey, String> flags) {
      GlobalOptions.put(flags, SettingKey.MODEL, model);
    }

    /** The folder of the base that the adapter was trained on; another one is refused. */
    Path base(Cli cli, PeftAdapter adapter) {
      Path folder = ModelPlace.find(cli.home(), cli.settings().get(SettingKey.MODEL));
      Digest here = ModelFolder.open(folder).manifest().modelId();
      Digest wanted = adapter.lineage().baseModel();
      Require.that(
          here.equals(wanted),
          ErrorCode.BAD_REQUEST,
          "the adapter of job %s belongs to base %s, and %s is %s; name its base with --model"
              .formatted(
                  adapter.lineage().jobId().shortHex(),
                  wanted.shortHex(),
                  folder,
                  here.shortHex()));
      return folder;
    }

    /** Fetched in checked chunks, with resume, and compared with the root on chain. */
    PeftAdapter adapter(Cli cli) {
      try (NetworkAccess network = cli.network();
          AdapterArchive archive = AdapterArchive.open(network, cli.home().adapters())) {
        return archive.adapter(JobName.resolve(job, network.chain()), round);
      }
    }
  }

  @Command(name = "show", description = "Where an adapter comes from.")
  static final class Show extends OfJob {
    @Override
    protected int run(Cli cli) {
      PeftAdapter adapter = adapter(cli);
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("base", adapter.lineage().baseModel().hex());
      fields.put("job", adapter.lineage().jobId().hex());
      fields.put("rounds", adapter.lineage().round());
      fields.put("root", adapter.lineage().root().hex());
      fields.put("parentRoot", adapter.lineage().parentRoot().hex());
      fields.put("rank", adapter.config().rank());
      fields.put("parameters", adapter.weights().elements());
      cli.print("adapter.show", fields, () -> lines(fields));
      return ExitCodes.OK;
    }

    private static String lines(Map<String, Object> fields) {
      StringBuilder text = new StringBuilder();
      fields.forEach((name, value) -> text.append("%-11s %s%n".formatted(name, value)));
      return text.toString().stripTrailing();
    }
  }

  @Command(name = "download", description = "Write an adapter as PEFT reads it.")
  static final class Download extends OfJob {
    @Option(names = "--out", required = true, paramLabel = "DIR", description = "where to")
    private Path out;

    @Override
    protected int run(Cli cli) {
      PeftAdapter adapter = adapter(cli);
      String base = base(cli, adapter).getFileName().toString();
      try {
        adapter.write(out, base);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      cli.print(
          "adapter.download",
          Map.of("folder", out.toString(), "root", adapter.lineage().root().hex()),
          () ->
              "✔ adapter_model.safetensors and adapter_config.json in %s, root %s as on chain"
                  .formatted(out, adapter.lineage().root().hex()));
      return ExitCodes.OK;
    }
  }

  @Command(name = "merge", description = "Write the base with an adapter folded in.")
  static final class Merge extends OfJob {
    @Option(names = "--out", required = true, paramLabel = "DIR", description = "where to")
    private Path out;

    @Override
    protected int run(Cli cli) {
      PeftAdapter adapter = adapter(cli);
      try {
        MergedCheckpoint.write(base(cli, adapter), adapter.config(), adapter.weights(), out);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      cli.print(
          "adapter.merge",
          Map.of("folder", out.toString()),
          () -> "✔ merged checkpoint in %s; a model of its own".formatted(out));
      return ExitCodes.OK;
    }
  }
}
