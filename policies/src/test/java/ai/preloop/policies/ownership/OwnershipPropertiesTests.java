package ai.preloop.policies.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.policies.documents.KnownTool;
import ai.preloop.policies.documents.PolicyDocument;
import ai.preloop.policies.reading.PolicyReader;
import ai.preloop.policies.reading.Surroundings;
import ai.preloop.policies.verdicts.Call;
import ai.preloop.policies.verdicts.CalledTool;
import ai.preloop.policies.verdicts.Caller;
import ai.preloop.policies.verdicts.CompiledPolicy;
import ai.preloop.policies.verdicts.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every account and every change of it, tried with documents made from seeds. */
class OwnershipPropertiesTests {

  private static final int SEEDS = 600;
  private static final int BLOCKS = 20;
  private static final PolicyReader READER = new PolicyReader();
  private static final List<String> OWNERS = List.of("ops", "team", "data");

  static Stream<Integer> blocks() {
    return IntStream.range(0, BLOCKS).boxed();
  }

  @ParameterizedTest
  @MethodSource("blocks")
  void whatIsAppliedIsThereAndWhatTheDifferenceSaysLeadsToIt(int block) {
    each(
        block,
        made -> {
          var before = account(made);
          var next = next(before, made);

          var accepted = accepted(before, next);

          var after = accepted.policy();
          assertThat(after.of(next.owner())).contains(next);
          for (var owner : OWNERS) {
            if (!owner.equals(next.owner())) {
              assertThat(after.of(owner)).isEqualTo(before.of(owner));
            }
          }
          assertThat(followed(content(before, next.owner()), accepted.changes(), next))
              .isEqualTo(Content.of(next.document()).entries());
        });
  }

  @ParameterizedTest
  @MethodSource("blocks")
  void toApplyTwiceIsToApplyOnce(int block) {
    each(
        block,
        made -> {
          var before = account(made);
          var next = next(before, made);
          var once = accepted(before, next).policy();

          var twice = accepted(once, again(once, next));

          assertThat(twice.isNoOp()).isTrue();
          assertThat(twice.policy()).isEqualTo(once);
        });
  }

  @ParameterizedTest
  @MethodSource("blocks")
  void whatIsExportedMakesTheSamePolicyOfAnEmptyAccount(int block) {
    each(
        block,
        made -> {
          var account = account(made);
          var exported = new ArrayList<>(account.documents());
          Collections.shuffle(exported, made.random());
          var copy = AccountPolicy.EMPTY;
          for (var document : exported) {
            copy = accepted(copy, again(copy, document)).policy();
          }

          assertThat(copy).isEqualTo(account);
          assertThat(verdicts(copy)).isEqualTo(verdicts(account));
        });
  }

  private static void each(int block, Consumer<GeneratedSource> property) {
    int size = SEEDS / BLOCKS;
    for (int seed = block * size; seed < (block + 1) * size; seed++) {
      property.accept(new GeneratedSource(new Random(seed)));
    }
  }

  private static AccountPolicy account(GeneratedSource made) {
    var account = AccountPolicy.EMPTY;
    for (var owner : OWNERS) {
      if (made.random().nextBoolean()) {
        account = accepted(account, read(account, owner, made)).policy();
      }
    }
    return account;
  }

  /** Another document of somebody: a new one, or what is there with a small change. */
  private static OwnedDocument next(AccountPolicy before, GeneratedSource made) {
    var owner = made.pick(OWNERS);
    var present = before.of(owner);
    return present.isPresent() && made.random().nextBoolean()
        ? read(before, made.edited(present.get().source()))
        : read(before, owner, made);
  }

  /** What was before, as the changes say that it becomes. */
  private static Map<Content.Entry, Object> followed(
      Map<Content.Entry, Object> before, List<Change> changes, OwnedDocument next) {
    var target = Content.of(next.document());
    var content = new LinkedHashMap<>(before);
    Set<Change> unlike = new LinkedHashSet<>(changes);
    for (var change : unlike) {
      var entry = new Content.Entry(change.part(), change.key());
      switch (change.kind()) {
        case ADDED -> assertThat(content.put(entry, value(target, entry))).isNull();
        case CHANGED -> {
          if (change.part() != Change.Part.LAYOUT) {
            assertThat(content.put(entry, value(target, entry))).isNotNull();
          }
        }
        case REMOVED -> assertThat(content.remove(entry)).isNotNull();
      }
    }
    return content;
  }

  private static Object value(Content content, Content.Entry entry) {
    return Objects.requireNonNull(content.at(entry));
  }

  private static Map<Content.Entry, Object> content(AccountPolicy account, String owner) {
    return account
        .of(owner)
        .map(document -> Content.of(document.document()).entries())
        .orElse(Map.of());
  }

  private static List<String> verdicts(AccountPolicy account) {
    List<PolicyDocument> documents =
        account.documents().stream().map(OwnedDocument::document).toList();
    var policy = CompiledPolicy.compile(1, documents, List.of());
    return Stream.of("bash", "bat", "cat", "cut", "dog", "always")
        .flatMap(name ->
            Stream.of("{}", "{\"x\":1}", "{\"x\":3}").map(args -> policy.judge(call(name, args))))
        .map(Verdict::toString)
        .toList();
  }

  private static Call call(String name, String args) {
    var tool = new KnownTool("shell", name, "mcp", Map.of(), KnownTool.Hints.UNTRUSTED);
    var principal =
        new Caller.Principal(
            "api_key", "k1", "nightly-job", "ana", List.of(), List.of(), List.of());
    byte[] bytes = args.getBytes(StandardCharsets.UTF_8);
    return new Call(
        Caller.of(principal), CalledTool.of(tool), () -> bytes, "", Instant.EPOCH, false);
  }

  private static Replacement.Accepted accepted(AccountPolicy policy, OwnedDocument next) {
    return switch (policy.replace(next)) {
      case Replacement.Accepted accepted -> accepted;
      case Replacement.Refused refused -> throw new AssertionError(refused);
    };
  }

  private static OwnedDocument read(AccountPolicy account, String owner, GeneratedSource made) {
    return read(account, made.of(owner));
  }

  private static OwnedDocument again(AccountPolicy account, OwnedDocument document) {
    return read(account, document.source());
  }

  private static OwnedDocument read(AccountPolicy account, String source) {
    var written = READER.written(source.getBytes(StandardCharsets.UTF_8), Map.of());
    var reading =
        written.in(
            new Surroundings(
                true,
                Surroundings.Names.NONE,
                List.of(),
                account.approvalWorkflowsBeside(written.owner()),
                account.claimsBeside(written.owner()),
                Map.of(),
                true));
    var document = Objects.requireNonNull(reading.document(), reading.findings()::toString);
    return new OwnedDocument(OwnedDocument.Format.YAML, source, document);
  }
}
