package io.peerz.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Links between the pages of the repository. */
class DocumentLinksTest {
  private static final Path DIST = Path.of("..");
  private static final Pattern TARGET = Pattern.compile("\\]\\(([^)#\\s]+)(?:#[^)]*)?\\)");
  private static final Pattern ELSEWHERE = Pattern.compile("[a-z]+:.*");

  @Test
  void everyLinkLeadsToAFile() throws IOException {
    List<String> dead = new ArrayList<>();
    int links = 0;
    for (Path page : pages()) {
      Matcher link = TARGET.matcher(Files.readString(page));
      while (link.find()) {
        String target = link.group(1);
        boolean outside = ELSEWHERE.matcher(target).matches();
        links += outside ? 0 : 1;
        if (!outside && Files.notExists(page.resolveSibling(target))) {
          dead.add(page + " -> " + target);
        }
      }
    }
    assertThat(dead).isEmpty();
    assertThat(links).isGreaterThan(20);
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> top = Files.list(DIST);
        Stream<Path> docs = Files.walk(DIST.resolve("docs"))) {
      return Stream.concat(top, docs).filter(page -> page.toString().endsWith(".md")).toList();
    }
  }
}
