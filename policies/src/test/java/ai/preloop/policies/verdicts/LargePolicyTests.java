package ai.preloop.policies.verdicts;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.policies.documents.Entries;
import ai.preloop.policies.reading.LargePolicy;
import ai.preloop.policies.reading.PolicyReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A document for 2,000 tools is read and compiled; how long it takes is printed, not asserted. */
class LargePolicyTests {

  private static final System.Logger LOG = System.getLogger(LargePolicyTests.class.getName());

  @Test
  void aDocumentForTwoThousandToolsIsReadAndJudges() {
    var account = LargePolicy.account();
    byte[] source = LargePolicy.yaml();

    var written = timed("syntax", () -> new PolicyReader().written(source, Map.of()));
    var reading = timed("check", () -> written.in(account));
    assertThat(reading.findings()).isEmpty();
    var document = Objects.requireNonNull(reading.document());
    var policy =
        timed("compile", () -> CompiledPolicy.compile(1, List.of(document), account.tools()));

    assertThat(Entries.all(document)).hasSize(LargePolicy.TOOLS);
    assertThat(document.tools())
        .allMatch(tool -> tool.conditions().size() == LargePolicy.RULES_OF_A_TOOL);
    var tool = CalledTool.of(account.tools().get(1_700));
    assertThat(
            VerdictFixtures.word(
                policy.judge(
                    VerdictFixtures.call(
                        VerdictFixtures.ANA,
                        tool,
                        "{'recipient':'acct-1700-1234','amount':1701}"))))
        .isEqualTo("deny");
  }

  private static <T> T timed(String what, Supplier<T> work) {
    long start = System.nanoTime();
    T result = work.get();
    LOG.log(
        System.Logger.Level.INFO,
        "{0}: {1} ms",
        what,
        Duration.ofNanos(System.nanoTime() - start).toMillis());
    return result;
  }
}
