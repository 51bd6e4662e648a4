package ai.preloop.cli.commands.policy;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.cli.commands.policy.DocumentStream.Part;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentStreamTests {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: 1\n",
        "a: 1",
        "---\na: 1\n",
        "# why\n---\na: 1\n...\n",
        "%YAML 1.2\n---\na: 1\n",
        "a: '\n  ---\n  b'\nc: |\n  ---\n  ...\n",
        "a: ---\nb: ---c\n---d: 1\n",
        "",
        "# nothing\n",
        "[1, 2",
        "[]",
        "[a, b]"
      })
  void oneDocumentIsTheTextToTheLetter(String text) {
    assertThat(DocumentStream.parts(text)).containsExactly(new Part(text, 1, 1));
  }

  @Test
  void eachDocumentKeepsItsCommentsAndItsPlace() {
    assertThat(DocumentStream.parts("# first\na: 1\n# after\n---\n# second\nb: 1\n---  \nc: 1"))
        .containsExactly(
            new Part("# first\na: 1\n# after\n", 1, 1),
            new Part("# second\nb: 1\n", 5, 1),
            new Part("c: 1", 8, 1));
  }

  @Test
  void whatADocumentBeganAndEndedWithIsItsOwn() {
    var documents =
        List.of("---\na: 1\n", "# why\n---\nb: 1\n...\n", "---\nc: 1\n", "%YAML 1.2\n---\nd: 1\n");

    assertThat(DocumentStream.parts(String.join("---\n", documents)))
        .extracting(Part::text)
        .containsExactlyElementsOf(documents);
  }

  @Test
  void whatStandsBesideTheMarkerIsContent() {
    assertThat(DocumentStream.parts("a: 1\n--- {b: 1}\n--- # c\nc: 1\n"))
        .containsExactly(
            new Part("a: 1\n", 1, 1),
            new Part("--- {b: 1}\n", 2, 1),
            new Part("--- # c\nc: 1\n", 3, 1));
  }

  @Test
  void emptyDocumentsAreNone() {
    assertThat(DocumentStream.parts("---\n# nothing\n---\na: 1\n---\n\n...\n---\n"))
        .containsExactly(new Part("a: 1\n", 4, 1));
  }

  @Test
  void linesMayEndAsWindowsEndsThem() {
    assertThat(DocumentStream.parts("a: 1\r\n---\r\nb: 1\r\n"))
        .containsExactly(new Part("a: 1\r\n", 1, 1), new Part("b: 1\r\n", 3, 1));
  }

  @Test
  void theElementsOfAnArrayAreDocuments() {
    assertThat(DocumentStream.parts(" [ {\"a\": [1, {\"b\": \"]\"}]},\n  {\"c\": 2} ]\n"))
        .containsExactly(
            new Part("{\"a\": [1, {\"b\": \"]\"}]}", 1, 4), new Part("{\"c\": 2}", 2, 3));
  }
}
