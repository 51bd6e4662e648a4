package ai.preloop.cli.commands.policy;

import ai.preloop.cli.client.UsageException;
import ai.preloop.cli.terminal.Shell;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A policy document as it was given: what it is called in messages, its bytes, and its place. */
final class PolicySource {

  private static final Pattern DOCUMENT = Pattern.compile("[^.].*\\.(ya?ml|json)");

  private final String name;
  private final byte[] bytes;
  private final Within within;

  private PolicySource(String name, byte[] bytes, Within within) {
    this.name = name;
    this.bytes = bytes;
    this.within = within;
  }

  /** The file that a document stands in, perhaps with others, and where it begins in it. */
  private record Within(String file, int line, int column, int documents) {}

  /** Files as named, {@code -} as standard input, folders as the documents below them in order. */
  static List<PolicySource> of(List<String> arguments, Shell shell) {
    return arguments.stream().flatMap(argument -> of(argument, shell)).toList();
  }

  /** One document, whatever its bytes are. */
  static PolicySource named(String name, byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    return new PolicySource(name, bytes, new Within(text, 1, 1, 1));
  }

  String name() {
    return name;
  }

  /** With its line, where the file has several documents. */
  String title() {
    return within.documents > 1 ? name + ":" + within.line : name;
  }

  /** As they were read; the caller changes nothing in them. */
  byte[] bytes() {
    return bytes;
  }

  String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  String contentType() {
    return name.endsWith(".json") ? "application/json" : "application/yaml";
  }

  /** The same finding at its place in the file. */
  JsonNode placed(JsonNode finding) {
    int line = finding.path("line").asInt(0);
    if (line < 1 || !(finding.deepCopy() instanceof ObjectNode placed)) {
      return finding;
    }
    if (line == 1) {
      placed.put("column", finding.path("column").asInt(1) + within.column - 1);
    }
    return placed.put("line", line + within.line - 1);
  }

  /** A line of the file, counted from 1; "" when there is no such line. */
  String line(int number) {
    return within
        .file
        .lines()
        .skip(Math.max(0, number - 1))
        .findFirst()
        .filter(line -> number > 0)
        .orElse("");
  }

  private static Stream<PolicySource> of(String argument, Shell shell) {
    try {
      if (argument.equals("-")) {
        return documents("-", shell.in().readAllBytes());
      }
      Path path = Path.of(argument);
      return Files.isDirectory(path) ? folder(path) : file(path);
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
      file(document).forEach(sources);
    }
    return sources.build();
  }

  private static boolean isDocument(Path path) {
    String name = path.getFileName().toString();
    return Files.isRegularFile(path) && DOCUMENT.matcher(name).matches() && !TestFile.isTests(path);
  }

  private static Stream<PolicySource> file(Path path) throws IOException {
    return documents(path.toString(), Files.readAllBytes(path));
  }

  /** What is not UTF-8 stays whole: whoever reads it says where. */
  private static Stream<PolicySource> documents(String name, byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      var parts = DocumentStream.parts(text);
      return parts.stream()
          .map(part ->
              new PolicySource(
                  name,
                  part.text().getBytes(StandardCharsets.UTF_8),
                  new Within(text, part.line(), part.column(), parts.size())));
    } catch (CharacterCodingException e) {
      return Stream.of(named(name, bytes));
    }
  }
}
