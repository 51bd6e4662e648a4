package ai.preloop.activities.dialects;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/** An answer in the shape that a provider documents, and what it says. */
record GoldenCase(Operation operation, Path answer) {

  /** All whose name ends so. */
  static Stream<GoldenCase> all(String ending) {
    URL root = Objects.requireNonNull(GoldenCase.class.getResource("/dialects"));
    try (Stream<Path> files = Files.walk(Path.of(root.toURI()))) {
      return files
          .filter(file -> file.toString().endsWith(ending))
          .sorted()
          .map(file -> new GoldenCase(operationOf(file), file))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Operation operationOf(Path file) {
    return Operation.valueOf(
        file.getName(file.getNameCount() - 2).toString().toUpperCase(Locale.ROOT));
  }

  byte[] bytes() {
    return read(answer);
  }

  /** What a client sees that did not ask for usage. */
  Optional<byte[]> hidden() {
    Path hidden = sibling("hidden");
    return Files.exists(hidden) ? Optional.of(read(hidden)) : Optional.empty();
  }

  Properties expected() {
    Properties expected = new Properties();
    try (InputStream in = Files.newInputStream(sibling("expected"))) {
      expected.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return expected;
  }

  Optional<Usage> usage() {
    String said = expected().getProperty("usage");
    if (said.equals("unsaid")) {
      return Optional.empty();
    }
    long[] counts = Arrays.stream(said.split(" ")).mapToLong(Long::parseLong).toArray();
    assertThat(counts).hasSizeBetween(5, 6);
    long hour = counts.length == 6 ? counts[5] : 0;
    return Optional.of(new Usage(counts[0], counts[1], counts[2], hour, counts[3], counts[4]));
  }

  private Path sibling(String ending) {
    return answer.resolveSibling(answer.getFileName() + "." + ending);
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return operation.word() + "/" + answer.getFileName();
  }
}
