package io.peerz.node.cli;

import io.peerz.inference.placement.PlacedShard;
import io.peerz.node.config.SettingKey;
import io.peerz.node.config.Settings;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Layers {@code [start, end)} as people write them: {@code 0:12}, or {@code all}. */
record LayerRange(int start, int end) {
  private static final Pattern WRITTEN = Pattern.compile("([0-9]{1,5}):([0-9]{1,5})");

  /** Written instead of a range: the network decides. */
  static final String AUTO = "auto";

  static LayerRange of(PlacedShard place) {
    return new LayerRange(place.layerStart(), place.layerEnd());
  }

  /** The most layers that {@code auto} may choose; 0 means as many as memory holds. */
  static int mostLayers(Settings settings) {
    return settings.integer(SettingKey.MOST_LAYERS, 0, 0xffff);
  }

  static LayerRange parse(String written, int layers) {
    if (written.equals("all")) {
      return new LayerRange(0, layers);
    }
    Matcher matcher = WRITTEN.matcher(written);
    if (matcher.matches()) {
      int start = Integer.parseInt(matcher.group(1));
      int end = Integer.parseInt(matcher.group(2));
      if (start < end && end <= layers) {
        return new LayerRange(start, end);
      }
    }
    throw new PeerzException(
        ErrorCode.BAD_REQUEST,
        "layers '%s' are not a range of this model; write START:END within 0:%d, all or auto"
            .formatted(written, layers));
  }
}
