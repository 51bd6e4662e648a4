package ai.preloop.policies.verdicts;

import static ai.preloop.policies.verdicts.VerdictFixtures.bash;
import static ai.preloop.policies.verdicts.VerdictFixtures.call;
import static ai.preloop.policies.verdicts.VerdictFixtures.word;
import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.policies.redaction.Redaction;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Recorded calls before a policy: what their records lack is never guessed. */
class ReplayTests {

  private static final String SECRET = "{'password':'hunter2','amount':7,'tags':['a','b']}";

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      quoteCharacter = '`',
      value = {
        "args.amount == 7 => deny",
        "args.amount == 8 => allow",
        "args.password == 'hunter2' => unknown",
        "args.password == '[redacted]' => unknown",
        "args.password != 'x' => unknown",
        "args.password.size() > 3 => unknown",
        "args.password in ['a', 'b'] => unknown",
        "args.password == null => unknown",
        "args['password'] == 'x' => unknown",
        "args.?password.orValue('') == 'x' => unknown",
        "args == {'password': 'x'} => allow",
        "args == {'password': 'x', 'amount': 7, 'tags': ['a', 'b']} => unknown",
        "args.exists(k, args[k] == 'x') => unknown",
        "type(args.password) == string => unknown",
        "args.password == 'x' || args.amount == 7 => deny",
        "args.amount == 7 || args.password == 'x' => deny",
        "args.password == 'x' && args.amount == 8 => allow",
        "args.password == 'x' && args.amount == 7 => unknown",
        "args.password == 'x' ? true : true => unknown",
        "'a' in args.tags => deny",
        "has(args.nothing) => allow",
        "size(args) == 3 => deny",
        "args.exists(k, k == 'password') => unknown",
      })
  void knowsWhatARecordCanTell(String condition, String expected) {
    String rule = "conditions: [ { expression: \"%s\", action: deny } ]".formatted(condition);

    assertThat(replayed(bash(rule), SECRET)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"password == 'x', unknown", "amount > 6, deny", "password.contains('x'), unknown"})
  void knowsItForTheSimpleLanguageToo(String condition, String expected) {
    String rule =
        "conditions: [ { expression: \"%s\", action: deny, condition_type: simple } ]"
            .formatted(condition);

    assertThat(replayed(bash(rule), SECRET)).isEqualTo(expected);
  }

  @Test
  void isCertainWhereEveryEndIsTheSame() {
    String both =
        """
        conditions:
          - { expression: "args.password == 'x'", action: deny }
          - { expression: "args.amount == 7", action: deny }
        """;
    String asks =
        """
        approval_workflow: first
        conditions: [ { expression: "args.password == 'x'" } ]
        otherwise: require_approval
        """;

    assertThat(replayed(bash(both), SECRET)).isEqualTo("deny");
    assertThat(replayed(bash(asks), SECRET)).isEqualTo("ask first");
  }

  @Test
  void saysNothingOfArgumentsThatWereCut() {
    String large = "{'a':'%s','z':1}".formatted("x".repeat(5_000));
    String many =
        "{'list':[%s],'z':1}"
            .formatted(
                IntStream.range(0, 30_000)
                    .mapToObj(String::valueOf)
                    .collect(Collectors.joining(",")));

    assertThat(replayed(rule("args.a.size() > 3"), large)).isEqualTo("unknown");
    assertThat(replayed(rule("args.z == 1"), large)).isEqualTo("deny");
    assertThat(replayed(rule("has(args.z)"), many)).isEqualTo("unknown");
    assertThat(replayed(rule("args.list.size() > 3"), many)).isEqualTo("unknown");
    assertThat(replayed(rule("size(args) > 3"), many)).isEqualTo("unknown");
    assertThat(replayed(rule("tool.name == 'bash'"), many)).isEqualTo("deny");
  }

  @ParameterizedTest
  @CsvSource({
    "release 7, allow",
    "'', deny",
    "with password=[redacted], unknown",
    "long… [cut; 9000 characters in all], unknown"
  })
  void readsTheReasonAsFarAsItWasRecorded(String justification, String expected) {
    assertThat(replayed(rule("!justification.contains('release')"), justification, "{}"))
        .isEqualTo(expected);
    assertThat(replayed(rule("args.a == 1"), justification, "{'a':1}")).isEqualTo("deny");
  }

  @Test
  void deniesWhereAReasonIsWantedAndNoneWasGiven() {
    CompiledPolicy policy = bash("justification: required");

    assertThat(replayed(policy, "release 7", "{}")).isEqualTo("allow");
    assertThat(replayed(policy, " ", "{}")).isEqualTo("deny");
  }

  @Test
  void readsHowManyCallsASessionHadMadeWhereTheRecordKnowsIt() {
    CompiledPolicy often = rule("session.calls > 3");
    RecordedCall fifth = inSession(5, true);
    RecordedCall old = inSession(0, false);

    assertThat(often.replay(fifth)).isInstanceOf(Replay.Certain.class);
    assertThat(word(((Replay.Certain) often.replay(fifth)).verdict())).isEqualTo("deny");
    assertThat(often.replay(old)).isInstanceOf(Replay.Unknown.class);
    assertThat(often.retell(fifth).tried().getFirst().values())
        .containsExactly(new Explanation.Value("session.calls", "5"));
    assertThat(often.retell(old).tried().getFirst().values())
        .containsExactly(new Explanation.Value("session.calls", null));
    assertThat(rule("tool.name == 'bash'").replay(old)).isInstanceOf(Replay.Certain.class);
  }

  private static RecordedCall inSession(long calls, boolean counted) {
    Call call = call("bash", "{}");
    Caller caller =
        new Caller(
            call.caller().principal(),
            Caller.Agent.NONE,
            new Caller.Session("s", "mcp", Instant.EPOCH, calls),
            Caller.Flow.NONE);
    return new RecordedCall(
        new Call(caller, call.tool(), call.arguments(), "", call.now(), false),
        "{}",
        true,
        counted);
  }

  @Test
  void tellsWhatItReadOfARecord() {
    assertThat(
            rule("args.amount == 8 || args.password == 'x'")
                .retell(recorded("", SECRET))
                .tried()
                .getFirst()
                .values())
        .containsExactly(
            new Explanation.Value("args.amount", "7"),
            new Explanation.Value("args.password", "\"[redacted]\""));
  }

  @Test
  void countsTheStepsThatItCannotTell() {
    Replay replay = replay(rule("args.password == 'x'"), SECRET);

    assertThat(replay.steps())
        .extracting(Step::outcome)
        .containsExactly(Step.Outcome.UNKNOWN, Step.Outcome.MATCHED);
  }

  /**
   * A certain verdict is the one that the whole call gets, whatever was taken out of its record.
   */
  @Test
  void isNeverWrong() {
    Random random = new Random(20_261_122);
    int certain = 0;
    for (int i = 0; i < 4_000; i++) {
      String entry = entry(random);
      CompiledPolicy policy = bash(entry);
      String args = arguments(random);
      String truth = word(policy.judge(call("bash", args)));
      String told = replayed(policy, args);
      assertThat(told).as("%s%s", entry, args).isIn(truth, "unknown");
      certain += told.equals("unknown") ? 0 : 1;
    }
    assertThat(certain).isBetween(1_500, 3_900);
  }

  private static String entry(Random random) {
    List<String> rules = new ArrayList<>();
    for (int i = 0; i < 1 + random.nextInt(3); i++) {
      rules.add(
          "  - { expression: \"%s\", action: %s, mode: %s }"
              .formatted(
                  expression(random, 2),
                  pick(random, "allow", "deny", "require_approval"),
                  pick(random, "enforce", "enforce", "shadow")));
    }
    return "approval_workflow: first\nconditions:\n%s\notherwise: %s\n"
        .formatted(String.join("\n", rules), pick(random, "allow", "deny", "require_approval"));
  }

  private static String expression(Random random, int depth) {
    if (depth == 0) {
      String field = pick(random, "a", "token", "c", "d.secret", "d.e", "list[0]", "none");
      return switch (random.nextInt(6)) {
        case 0 -> "args.%s == 'x'".formatted(field);
        case 1 -> "args.%s != 'x'".formatted(field);
        case 2 -> "args.%s.contains('x')".formatted(field);
        case 3 -> "has(args.a)";
        case 4 -> "'x' in args.list";
        default -> "args.list.exists(i, i == 'y')";
      };
    }
    String left = expression(random, depth - 1);
    String right = expression(random, depth - 1);
    return switch (random.nextInt(5)) {
      case 0 -> "(%s && %s)".formatted(left, right);
      case 1 -> "(%s || %s)".formatted(left, right);
      case 2 -> "!(%s)".formatted(left);
      case 3 -> "(%s ? %s : true)".formatted(left, right);
      default -> left;
    };
  }

  private static String arguments(Random random) {
    return "{'a':'%s','token':'%s','c':%s,'d':{'secret':'%s','e':'%s'},'list':['%s','%s']}"
        .formatted(
            pick(random, "x", "y"),
            pick(random, "x", "abcdef"),
            pick(random, "1", "'x'", "null"),
            pick(random, "x", "y"),
            pick(random, "x", "z"),
            pick(random, "x", "password=hunter2x"),
            pick(random, "y", "z"));
  }

  private static String pick(Random random, String... some) {
    return some[random.nextInt(some.length)];
  }

  private static CompiledPolicy rule(String expression) {
    return bash("conditions: [ { expression: \"%s\", action: deny } ]".formatted(expression));
  }

  private static String replayed(CompiledPolicy policy, String args) {
    return replay(policy, args) instanceof Replay.Certain(Verdict verdict)
        ? word(verdict)
        : "unknown";
  }

  private static Replay replay(CompiledPolicy policy, String args) {
    return policy.replay(recorded("", args));
  }

  private static String replayed(CompiledPolicy policy, String justification, String args) {
    return policy.replay(recorded(justification, args)) instanceof Replay.Certain(Verdict verdict)
        ? word(verdict)
        : "unknown";
  }

  private static RecordedCall recorded(String justification, String args) {
    Call call = call("bash", "{}");
    byte[] bytes = args.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return new RecordedCall(
        new Call(call.caller(), call.tool(), call.arguments(), justification, call.now(), false),
        Redaction.redact(bytes),
        true,
        true);
  }
}
