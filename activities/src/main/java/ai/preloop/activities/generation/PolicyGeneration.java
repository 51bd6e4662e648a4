package ai.preloop.activities.generation;

import ai.preloop.activities.gateway.ChatCompletions;
import ai.preloop.activities.gateway.ChatCompletions.Question;
import ai.preloop.activities.gateway.ListedModels;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.activities.models.AiModel;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.identity.AccountId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Has a model of the account draft a policy for a person. The draft is checked, repaired at most
 * twice, explained and tried by the product's own code; no version of the policy is made.
 */
public final class PolicyGeneration {

  /** What the ledger of usage says that these calls of models are for. */
  static final String AGENT = "preloop/policy-generate";

  private static final int MOST_OUTPUT_TOKENS = 8_000;

  /** From the request to its answer; a client waits for two minutes. */
  private static final Duration LONGEST = Duration.ofSeconds(115);

  /** What is kept of it for explaining the draft and trying it. */
  private static final Duration TRIAL = Duration.ofSeconds(25);

  private final ChatCompletions completions;
  private final ListedModels models;
  private final Tasks tasks;
  private final Proofs proofs;
  private final GenerationLog log;
  private final Set<AccountId> running = ConcurrentHashMap.newKeySet();

  PolicyGeneration(
      ChatCompletions completions,
      ListedModels models,
      Tasks tasks,
      Proofs proofs,
      GenerationLog log) {
    this.completions = completions;
    this.models = models;
    this.tasks = tasks;
    this.proofs = proofs;
    this.log = log;
  }

  /**
   * FORBIDDEN for whoever is no person that may write policies; RATE_LIMITED while another one is
   * drafted for the account here; UNPROCESSABLE where there is no model, or nothing to go by; and
   * what the first call of the model fails with. A draft that stays invalid is an answer.
   */
  public Generated generate(Principal person, Wish wish) {
    requireAuthor(person);
    if (!running.add(person.account())) {
      throw new ProblemException(
          ProblemType.RATE_LIMITED,
          "Another policy is being drafted for this account: try again when it is done.");
    }
    Assignment asked = new Assignment(person, wish, Deadline.in(LONGEST));
    try {
      return recorded(asked, model(person, wish), tasks.of(person, wish));
    } finally {
      running.remove(person.account());
    }
  }

  /** Before anything is read of the request: a key that writes policies calls no models. */
  public static void requireAuthor(Principal person) {
    person.require(Scope.POLICY_WRITE);
    if (!person.isPerson()) {
      throw new ProblemException(
          ProblemType.FORBIDDEN,
          "A policy is drafted for a person who signed in, and for no key: a key that writes policies calls no models.");
    }
  }

  private Generated recorded(Assignment asked, String model, Task task) {
    long begun = System.nanoTime();
    boolean isDone = false;
    try {
      Generated generated = generated(asked, model, task);
      isDone = true;
      log.ended(asked.person(), asked.wish(), generated, since(begun));
      return generated;
    } finally {
      if (!isDone) {
        log.failed(asked.person(), asked.wish(), model, since(begun));
      }
    }
  }

  private Generated generated(Assignment asked, String model, Task task) {
    Drafted drafted = drafting(asked, model, task).run(Briefing.begin(task.told()));
    Reply reply = drafted.reply();
    List<String> omitted = new ArrayList<>();
    Stream.ofNullable(drafted.stopped()).forEach(omitted::add);
    return new Generated(
        reply.document(),
        reply.tests(),
        drafted.findings(),
        drafted.attempts(),
        reply.note(),
        model,
        drafted.spending(),
        drafted.isValid() ? proofs.prove(asked, reply, omitted) : null,
        omitted);
  }

  private Drafting drafting(Assignment asked, String model, Task task) {
    return new Drafting(
        (messages, within) ->
            completions.ask(
                asked.person(), new Question(model, messages, MOST_OUTPUT_TOKENS, AGENT), within),
        document -> proofs.findings(asked.person(), task.policyName(), document),
        asked.end().before(TRIAL));
  }

  private String model(Principal person, Wish wish) {
    return wish.model() != null
        ? wish.model()
        : models.of(person).stream()
            .filter(model -> !model.embeds())
            .map(AiModel::alias)
            .findFirst()
            .orElseThrow(() ->
                new ProblemException(
                    ProblemType.UNPROCESSABLE,
                    "The account has no model that could write a policy: a person with account:admin adds one, by `preloop models add` or POST /api/v1/ai-models."));
  }

  private static Duration since(long begun) {
    return Duration.ofNanos(System.nanoTime() - begun);
  }
}
