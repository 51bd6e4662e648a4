package ai.preloop.cli.commands.policy;

import ai.preloop.cli.client.UsageException;
import ai.preloop.cli.terminal.Shell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A policy document as it was given: what it is called in messages, and its bytes. */
final class PolicySource {

  private static final Pattern DOCUMENT = Pattern.compile("[^.].*\\.(ya?ml|json)");

  private final String name;
  private final byte[] bytes;

  private PolicySource(String name, byte[] bytes) {
    this.name = name;
    this.bytes = bytes;
  }

  /** Files as named, {@code -} as standard input, folders as the documents below them in order. */
  static List<PolicySource> of(List<String> arguments, Shell shell) {
    return arguments.stream().flatMap(argument -> of(argument, shell)).toList();
  }

  static PolicySource named(String name, byte[] bytes) {
    return new PolicySource(name, bytes);
  }

  String name() {
    return name;
  }

  /** As they were read; the caller changes nothing in them. */
  byte[] bytes() {
    return bytes;
  }

  String contentType() {
    return name.endsWith(".json") ? "application/json" : "application/yaml";
  }

  /** A line of the document, counted from 1; "" when there is no such line. */
  String line(int number) {
    return new String(bytes, StandardCharsets.UTF_8)
        .lines()
        .skip(Math.max(0, number - 1))
        .findFirst()
        .filter(line -> number > 0)
        .orElse("");
  }

  private static Stream<PolicySource> of(String argument, Shell shell) {
    try {
      if (argument.equals("-")) {
        return Stream.of(new PolicySource("-", shell.in().readAllBytes()));
      }
      Path path = Path.of(argument);
      return Files.isDirectory(path) ? folder(path) : Stream.of(file(path));
    } catch (IOException e) {
      throw new UsageException("'" + argument + "' cannot be read.");
    }
  }

  private static Stream<PolicySource> folder(Path folder) throws IOException {
    List<Path> documents;
    try (var paths = Files.walk(folder)) {
      documents = paths.filter(PolicySource::isDocument).sorted().toList();
    }
    if (documents.isEmpty()) {
      throw new UsageException("There is no policy document in the folder '" + folder + "'.");
    }
    var sources = Stream.<PolicySource>builder();
    for (Path document : documents) {
      sources.add(file(document));
    }
    return sources.build();
  }

  private static boolean isDocument(Path path) {
    String name = path.getFileName().toString();
    return Files.isRegularFile(path) && DOCUMENT.matcher(name).matches() && !TestFile.isTests(path);
  }

  private static PolicySource file(Path path) throws IOException {
    return new PolicySource(path.toString(), Files.readAllBytes(path));
  }
}
