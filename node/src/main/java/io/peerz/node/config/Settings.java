package io.peerz.node.config;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.toml.TomlMapper;

/**
 * The settings of one run: flag, then {@code PEERZ_…} variable, then {@code ./peerz.toml} (or
 * {@code --config FILE}), then the user's file, then the default. An unknown key is an error.
 */
public final class Settings {
  /** A value and the place it came from, for {@code peerz config show --origin}. */
  public record Resolved(SettingKey key, String value, String origin) {}

  private record Layer(String origin, Map<SettingKey, String> values) {}

  private static final int MAX_FILE_BYTES = 256 * 1024;

  private final List<Layer> layers;

  private Settings(List<Layer> layers) {
    this.layers = List.copyOf(layers);
  }

  /**
   * Reads all layers.
   *
   * @param flags values given on the command line
   * @param environment the process environment
   * @param files settings files, strongest first; a missing one is skipped
   */
  public static Settings load(
      Map<SettingKey, String> flags, Map<String, String> environment, List<Path> files) {
    List<Layer> layers = new ArrayList<>();
    layers.add(new Layer("flag", flags));
    layers.add(new Layer("environment", fromEnvironment(environment)));
    for (Path file : files) {
      if (Files.exists(file)) {
        layers.add(new Layer(file.toString(), fromFile(file)));
      }
    }
    return new Settings(layers);
  }

  public String get(SettingKey key) {
    return resolve(key).value();
  }

  public Resolved resolve(SettingKey key) {
    for (Layer layer : layers) {
      Optional<String> value = Optional.ofNullable(layer.values().get(key));
      if (value.isPresent()) {
        return new Resolved(key, value.get(), originOf(layer, key));
      }
    }
    return new Resolved(key, key.fallback(), "default");
  }

  /** True for yes, false for no, and one clear line for anything else. */
  public boolean yes(SettingKey key) {
    Resolved resolved = resolve(key);
    return switch (resolved.value().trim()) {
      case "yes" -> true;
      case "no" -> false;
      default ->
          throw new PeerzException(
              ErrorCode.BAD_REQUEST,
              "%s = '%s' (from %s) is neither yes nor no"
                  .formatted(key.word(), resolved.value(), resolved.origin()));
    };
  }

  /** A whole number, or one clear line that names the setting and where it came from. */
  public int integer(SettingKey key, int least, int most) {
    Resolved resolved = resolve(key);
    try {
      int value = Integer.parseInt(resolved.value().trim());
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // reported below, together with numbers out of range
    }
    throw new PeerzException(
        ErrorCode.BAD_REQUEST,
        "%s = '%s' (from %s) is not a whole number from %d to %d"
            .formatted(key.word(), resolved.value(), resolved.origin(), least, most));
  }

  private static String originOf(Layer layer, SettingKey key) {
    return layer.origin().equals("environment") ? key.environmentName() : layer.origin();
  }

  private static Map<SettingKey, String> fromEnvironment(Map<String, String> environment) {
    Map<SettingKey, String> values = new EnumMap<>(SettingKey.class);
    for (SettingKey key : SettingKey.values()) {
      String value = environment.get(key.environmentName());
      if (value != null && !value.isBlank()) {
        values.put(key, value);
      }
    }
    return values;
  }

  private static Map<SettingKey, String> fromFile(Path file) {
    JsonNode root = parse(file);
    Map<SettingKey, String> values = new EnumMap<>(SettingKey.class);
    for (Map.Entry<String, JsonNode> field : root.properties()) {
      SettingKey key =
          SettingKey.byWord(field.getKey())
              .orElseThrow(
                  () ->
                      new PeerzException(
                          ErrorCode.BAD_CONFIG,
                          "%s: unknown setting '%s'; `peerz config show` lists the known ones"
                              .formatted(file, field.getKey())));
      if (!field.getValue().isValueNode()) {
        throw new PeerzException(
            ErrorCode.BAD_CONFIG,
            "%s: setting '%s' must be one text or number".formatted(file, field.getKey()));
      }
      values.put(key, field.getValue().asString());
    }
    return values;
  }

  private static JsonNode parse(Path file) {
    try {
      if (Files.size(file) > MAX_FILE_BYTES) {
        throw new PeerzException(
            ErrorCode.BAD_CONFIG, file + " is too large for a settings file; check the path");
      }
      return new TomlMapper().readTree(Files.readString(file));
    } catch (JacksonException e) {
      throw new PeerzException(
          ErrorCode.BAD_CONFIG,
          "%s is not valid TOML: %s".formatted(file, e.getOriginalMessage()),
          e);
    } catch (IOException e) {
      throw new PeerzException(ErrorCode.IO, "cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
