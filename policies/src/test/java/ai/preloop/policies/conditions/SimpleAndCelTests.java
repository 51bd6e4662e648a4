package ai.preloop.policies.conditions;

import static ai.preloop.policies.conditions.ConditionFixtures.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where both languages know the answer, they give the same one, tried with generated cases. */
class SimpleAndCelTests {

  private static final List<String> PATHS = List.of("a", "a.b", "a.b.c");
  private static final List<String> OPERATORS = List.of("==", "!=", "<", "<=", ">", ">=");
  private static final List<String> VALUES =
      List.of(
          "0", "1", "-1", "7", "300", "0.5", "-2.25", "300.0", "true", "false", "null", "'a'",
          "'b'", "'ab'", "'300'", "''");
  private static final Set<String> DEFINITE = Set.of("matched", "not");

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void comparisonsAgree(int seed) {
    var random = new Random(seed);
    int agreed = 0;
    for (int i = 0; i < 1_000; i++) {
      String path = pick(PATHS, random);
      String operator = pick(OPERATORS, random);
      String literal = pick(VALUES, random);
      String simple = "%s %s %s".formatted(path, operator, literal);
      String cel = "dyn(args.%s) %s %s".formatted(path, operator, literal);
      agreed += agree(simple, cel, arguments(random)) ? 1 : 0;
    }
    assertThat(agreed).isGreaterThan(50);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void searchesAgree(int seed) {
    var random = new Random(seed);
    int agreed = 0;
    for (int i = 0; i < 1_000; i++) {
      String simple =
          "%s.contains(%s)"
              .formatted(pick(PATHS, random), pick(List.of("'a'", "'b'", "'ab'", "''"), random));
      agreed += agree(simple, "args." + simple, arguments(random)) ? 1 : 0;
    }
    assertThat(agreed).isGreaterThan(50);
  }

  private static boolean agree(String simple, String cel, String arguments) {
    String one = outcome(simple, Language.SIMPLE, arguments);
    String other = outcome(cel, Language.CEL, arguments);
    if (!DEFINITE.contains(one) || !DEFINITE.contains(other)) {
      return false;
    }
    assertThat(one).as("%s with %s", simple, arguments).isEqualTo(other);
    return true;
  }

  private static String arguments(Random random) {
    String value = pick(VALUES, random);
    for (String name :
        pick(List.of(List.of("a"), List.of("b", "a"), List.of("c", "b", "a")), random)) {
      value = "{\"%s\":%s}".formatted(name, value);
    }
    return value.replace('\'', '"');
  }

  private static <T> T pick(List<T> values, Random random) {
    return Objects.requireNonNull(values.get(random.nextInt(values.size())));
  }
}
