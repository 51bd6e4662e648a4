package ai.preloop.policies.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import ai.preloop.policies.conditions.Compilation;
import ai.preloop.policies.conditions.Defect;
import ai.preloop.policies.conditions.Draft;
import ai.preloop.policies.conditions.Language;
import ai.preloop.policies.conditions.Schema;
import ai.preloop.policies.syntax.Finding;
import ai.preloop.policies.syntax.Position;
import ai.preloop.policies.syntax.Severity;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** With a compiler that refuses {@code bad}, frowns at {@code odd}, and looks fields up. */
class ConditionCheckTests {

  private final List<String> compiled = new ArrayList<>();

  @Test
  void placesADefectInAPlainScalar() {
    assertThat(positions("      - expression: args.x == bad\n"))
        .containsExactly(new Position(6, 31));
  }

  @Test
  void placesADefectInAQuotedScalar() {
    assertThat(positions("      - expression: 'args.x == bad'\n"))
        .containsExactly(new Position(6, 32));
  }

  @Test
  void placesADefectInABlockScalar() {
    assertThat(positions("      - expression: |\n          true &&\n          args.x == bad\n"))
        .containsExactly(new Position(8, 21));
  }

  @Test
  void placesADefectAtTheStartOfAScalarWithEscapes() {
    assertThat(positions("      - expression: \"args.x == '\\\\\\\\' || bad\"\n"))
        .containsExactly(new Position(6, 21));
  }

  @Test
  void aDefectThatIsNoErrorIsAWarning() {
    var reading = read("      - expression: odd\n", "bash", SurroundingsFixtures.OFFLINE);

    assertThat(reading.findings())
        .extracting(Finding::severity, Finding::code, Finding::path)
        .contains(tuple(Severity.WARNING, "condition.odd", "$.tools[0].conditions[0].expression"));
    assertThat(reading.valid()).isTrue();
  }

  @Test
  void anExactNameIsCheckedAgainstTheSchemaOfItsTool() {
    var reading = read("      - expression: args.amont > 1\n", "pay", SurroundingsFixtures.ACCOUNT);

    assertThat(reading.findings())
        .extracting(Finding::severity, Finding::code, Finding::message)
        .contains(
            tuple(
                Severity.ERROR, "condition.unknown_field", "no field amont (for `pay` of `bank`)"));
  }

  @Test
  void aStarIsWrongOnlyWhereItChecksAgainstNoneOfItsTools() {
    var some = read("      - expression: args.amount > 1\n", "pay*", SurroundingsFixtures.ACCOUNT);
    var none = read("      - expression: args.sum > 1\n", "pay*", SurroundingsFixtures.ACCOUNT);

    assertThat(some.findings())
        .extracting(Finding::severity, Finding::message)
        .contains(tuple(Severity.WARNING, "no field amount (for `pay_later` of `bank`)"));
    assertThat(some.valid()).isTrue();
    assertThat(none.valid()).isFalse();
  }

  @Test
  void aStarIsNotWrongWhereItFitsMoreToolsThanAreTried() {
    var tools =
        IntStream.range(0, 30)
            .mapToObj(i -> SurroundingsFixtures.tool("big", "t" + i, Map.of("f" + i, Map.of())))
            .toList();

    var reading =
        read(
            "      - expression: args.f29 > 1\n",
            "*",
            SurroundingsFixtures.withTools(SurroundingsFixtures.ACCOUNT, tools));

    assertThat(reading.valid()).isTrue();
    assertThat(reading.findings())
        .extracting(Finding::code)
        .containsOnlyOnce("condition.unknown_field");
  }

  @Test
  void compilesAnExpressionThatReadsNoArgumentsOnce() {
    read("      - expression: tool.read_only\n", "*", SurroundingsFixtures.ACCOUNT);

    assertThat(compiled).containsExactly("tool.read_only");
  }

  @Test
  void compilesTheSameExpressionOfTwoRulesOnce() {
    var rule = "      - expression: tool.read_only\n";

    read(rule.repeat(2), "bash", SurroundingsFixtures.OFFLINE);

    assertThat(compiled).containsExactly("tool.read_only");
  }

  private List<Position> positions(String conditions) {
    return read(conditions, "bash", SurroundingsFixtures.OFFLINE).findings().stream()
        .filter(Finding::isError)
        .map(Finding::position)
        .toList();
  }

  private Reading read(String conditions, String tool, Surroundings surroundings) {
    var text =
        """
        version: "1.0"
        metadata: { name: Conditions }
        tools:
          - name: "%s"
            conditions:
        %s\
        """
            .formatted(tool, conditions);
    return new PolicyReader(this::draft).read(text.getBytes(StandardCharsets.UTF_8), surroundings);
  }

  private Draft draft(String expression, Language language) {
    return new Draft() {

      @Override
      public List<Defect> defects(Schema schema) {
        return found(expression, schema.argumentNames());
      }

      @Override
      public Compilation runnable() {
        throw new AssertionError("nothing runs here");
      }
    };
  }

  private List<Defect> found(String expression, Set<String> arguments) {
    compiled.add(expression);
    var defects = new ArrayList<Defect>();
    at(expression, "bad", new Defect("condition.bad", true, 1, 1, "bad"), defects);
    at(expression, "odd", new Defect("condition.odd", false, 1, 1, "odd"), defects);
    var field = expression.replaceAll("args\\.(\\w+).*", "$1");
    if (!arguments.isEmpty() && !arguments.contains(field)) {
      defects.add(new Defect("condition.unknown_field", true, 1, 6, "no field " + field));
    }
    return defects;
  }

  private static void at(String expression, String word, Defect defect, List<Defect> defects) {
    int at = expression.indexOf(word);
    if (at >= 0) {
      var before = expression.substring(0, at);
      int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
      int column = at - before.lastIndexOf('\n');
      defects.add(new Defect(defect.code(), defect.error(), line, column, defect.message()));
    }
  }
}
