package ai.preloop.cli.commands.policy;

import ai.preloop.cli.client.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A file of tests, and the files that it names. */
record TestFile(Path path) {

  private static final Pattern TESTS = Pattern.compile("(.*\\.)?tests\\.(ya?ml|json)");

  /** Files as named; of folders those below them whose names end in {@code tests.yaml}. */
  static List<TestFile> of(List<String> arguments) {
    var files = arguments.stream().flatMap(TestFile::paths).map(TestFile::new).toList();
    if (files.isEmpty()) {
      throw new UsageException(
          "There are no tests here: name a tests.yaml, or a folder that has some.");
    }
    return files;
  }

  static boolean isTests(Path path) {
    return TESTS.matcher(path.getFileName().toString()).matches();
  }

  byte[] bytes() {
    return bytesOf(path);
  }

  /** The file of this name, as seen from where this one is. */
  byte[] beside(String name) {
    return bytesOf(path.resolveSibling(name));
  }

  private static Stream<Path> paths(String argument) {
    Path path = Path.of(argument);
    if (!Files.isDirectory(path)) {
      return Stream.of(path);
    }
    try (var below = Files.walk(path)) {
      return below
          .filter(Files::isRegularFile)
          .filter(TestFile::isTests)
          .sorted()
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UsageException("'" + argument + "' cannot be read.");
    }
  }

  private static byte[] bytesOf(Path path) {
    try {
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw new UsageException("'" + path + "' cannot be read.");
    }
  }
}
