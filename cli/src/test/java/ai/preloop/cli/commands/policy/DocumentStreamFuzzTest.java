package ai.preloop.cli.commands.policy;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.cli.commands.policy.DocumentStream.Part;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Whatever a file holds is taken apart into what stands in it, where it stands. */
class DocumentStreamFuzzTest {

  @FuzzTest(maxDuration = "1m")
  void takesApartWhateverItIsGiven(byte[] source) {
    String text = new String(source, StandardCharsets.UTF_8);

    List<Part> parts = DocumentStream.parts(text);

    assertThat(parts).isNotEmpty();
    int from = 0;
    for (Part part : parts) {
      int at = text.indexOf(part.text(), from);
      assertThat(at).as("what is in %s stands in the text, in this order", part).isNotNegative();
      from = at + part.text().length();
      assertThat((long) part.line()).isBetween(1L, text.chars().filter(c -> c == '\n').count() + 1);
      assertThat(part.column()).isPositive();
    }
  }

  @FuzzTest(maxDuration = "1m")
  void saysWhateverADocumentIsAbout(byte[] source) {
    var outline = Outline.of(new String(source, StandardCharsets.UTF_8));

    assertThat(outline.mode()).isIn("shadow", "enforce");
    assertThat(outline.rules()).isNotNegative();
    assertThat(outline.count("tools")).isGreaterThanOrEqualTo(outline.names("tools").size());
    assertThat(outline.owner()).isNotNull();
  }
}
