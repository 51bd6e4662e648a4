package ai.preloop.activities.translation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What the providers' own references show as answers and streams says the same to a client of each
 * other format; beside each file is what it says. Readers of usage are tested with the same files.
 */
class DocumentedAnswersTests {

  private static final Path ROOT = Path.of("src/test/resources/dialects");
  private static final Map<String, Format> CONVERSATIONS =
      Map.of(
          "chat_completions", Format.CHAT_COMPLETIONS,
          "responses", Format.RESPONSES,
          "messages", Format.MESSAGES,
          "generate_content", Format.GENERATE_CONTENT,
          "stream_generate_content", Format.GENERATE_CONTENT);

  private record Documented(Format provider, Path file) {}

  @TestFactory
  Stream<DynamicTest> clientsOfEveryOtherFormatAreToldTheSame() {
    return documented()
        .flatMap(answer ->
            Arrays.stream(Format.values())
                .filter(client -> client != answer.provider())
                .map(client ->
                    DynamicTest.dynamicTest(
                        ROOT.relativize(answer.file()) + " to " + client,
                        () -> check(answer, client))));
  }

  private static Stream<Documented> documented() {
    try (Stream<Path> files = Files.walk(ROOT, 2)) {
      return files
          .filter(file -> file.getFileName().toString().matches("documented[a-z-]*\\.(json|sse)"))
          .filter(file -> CONVERSATIONS.containsKey(folder(file)))
          .sorted()
          .map(
              file -> new Documented(Objects.requireNonNull(CONVERSATIONS.get(folder(file))), file))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String folder(Path file) {
    return file.getName(file.getNameCount() - 2).toString();
  }

  private static void check(Documented answer, Format client) throws IOException {
    Properties said = new Properties();
    try (InputStream in = Files.newInputStream(Path.of(answer.file() + ".expected"))) {
      said.load(in);
    }
    long[] usage =
        Arrays.stream(said.getProperty("usage").split(" ")).mapToLong(Long::parseLong).toArray();

    ToldAnswer told = told(answer, client);

    assertThat(told.text()).isEqualTo(said.getProperty("text"));
    assertThat(told.thought()).isEqualTo(said.getProperty("thought", ""));
    assertThat(told.call()).isEqualTo(said.getProperty("call", ""));
    assertThat(told.stop()).isEqualTo(said.getProperty("stop"));
    assertThat(told.input()).isEqualTo(usage[0] + usage[1] + usage[2]);
    assertThat(told.output()).isEqualTo(usage[3]);
  }

  private static ToldAnswer told(Documented answer, Format client) throws IOException {
    Translation translation =
        Translation.between(client, answer.provider(), InstantSource.system());
    byte[] bytes = Files.readAllBytes(answer.file());
    if (answer.file().toString().endsWith(".json")) {
      return ToldAnswer.whole(client, new String(translation.answer(bytes, "m"), UTF_8));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StreamTranslation stream = translation.stream("m");
    stream.feed(bytes, 0, bytes.length, out::writeBytes);
    stream.end(out::writeBytes);
    return ToldAnswer.streamed(client, out.toString(UTF_8));
  }
}
