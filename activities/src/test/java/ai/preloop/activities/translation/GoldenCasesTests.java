package ai.preloop.activities.translation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class GoldenCasesTests {

  @TestFactory
  Stream<DynamicTest> requestsBecomeTheProviders() {
    return cases(
        "request.json",
        golden ->
            assertThat(
                    new String(
                        golden
                            .translation()
                            .request(golden.bytes("request.json"), golden.model(), true, 32_000),
                        UTF_8))
                .isEqualTo(golden.json("expected.json")));
  }

  @TestFactory
  Stream<DynamicTest> answersBecomeTheClients() {
    return cases(
        "answer.json",
        golden ->
            assertThat(
                    new String(
                        golden.translation().answer(golden.bytes("answer.json"), "asked"), UTF_8))
                .isEqualTo(golden.json("expected-answer.json")));
  }

  @TestFactory
  Stream<DynamicTest> streamsBecomeTheClientsHoweverTheyAreCut() {
    return cases(
        "stream.txt",
        golden -> {
          for (int size : new int[] {1, 7, Integer.MAX_VALUE}) {
            assertThat(streamed(golden, size))
                .as("in pieces of %d", size)
                .isEqualTo(golden.text("expected-stream.txt"));
          }
        });
  }

  @Test
  void thereIsACaseForEachPair() {
    assertThat(GoldenCase.all().map(golden -> golden.client() + " " + golden.provider()).distinct())
        .hasSize(12);
  }

  static String streamed(GoldenCase golden, int size) {
    byte[] stream = golden.bytes("stream.txt");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StreamTranslation translation = golden.translation().stream("asked");
    for (int at = 0; at < stream.length; at += Math.min(size, stream.length - at)) {
      int to = at + Math.min(size, stream.length - at);
      translation.feed(stream, at, to, out::writeBytes);
    }
    translation.end(out::writeBytes);
    return out.toString(UTF_8);
  }

  private static Stream<DynamicTest> cases(String file, Consumer<GoldenCase> check) {
    return GoldenCase.all()
        .filter(golden -> golden.has(file))
        .map(golden -> DynamicTest.dynamicTest(golden.name(), () -> check.accept(golden)));
  }
}
