import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.web3j.codegen.SolidityFunctionWrapper;
import org.web3j.protocol.core.methods.response.AbiDefinition;

/** Writes one typed Java wrapper for each compiled contract; does nothing when the compiler's stamp has not changed. */
final class GenerateWrappers {
  private static final String PACKAGE = "io.peerz.contracts";
  private static final ObjectMapper JSON = new ObjectMapper();

  public static void main(String[] args) throws Exception {
    Path compiled = Path.of(args[0]);
    Path out = Path.of(args[1]);
    Path stamp = out.resolve(".stamp");
    String current = Files.readString(compiled.resolve(".stamp"));
    if (Files.exists(stamp) && Files.readString(stamp).equals(current)) {
      return;
    }
    deleteTree(out);
    Files.createDirectories(out);
    for (Path contract : contracts(compiled)) {
      generate(contract, out);
    }
    Files.writeString(stamp, current);
  }

  private static List<Path> contracts(Path compiled) throws IOException {
    try (Stream<Path> files = Files.list(compiled)) {
      return files.filter(f -> f.toString().endsWith(".json")).sorted().toList();
    }
  }

  private static void generate(Path contract, Path out) throws Exception {
    String name = contract.getFileName().toString().replace(".json", "");
    JsonNode compiled = JSON.readTree(Files.readString(contract, StandardCharsets.UTF_8));
    List<AbiDefinition> abi = new ArrayList<>();
    for (JsonNode entry : compiled.get("abi")) {
      abi.add(JSON.treeToValue(entry, AbiDefinition.class));
    }
    new SolidityFunctionWrapper(true, false, false, 160)
        .generateJavaFiles(name, compiled.at("/bytecode/object").asText().substring(2), abi, out.toString(), PACKAGE, null);
  }

  private static void deleteTree(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> tree = Files.walk(root)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
