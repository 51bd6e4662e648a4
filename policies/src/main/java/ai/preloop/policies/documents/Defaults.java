package ai.preloop.policies.documents;

import org.jspecify.annotations.Nullable;

/** What holds where no entry speaks; one owner in an account. */
public record Defaults(
    Unknowns unknown,
    boolean requireApprovalForNewTools,
    DefinitionChange onDefinitionChange,
    @Nullable String defaultApprovalWorkflow,
    Action onError,
    boolean validateArguments,
    Mode mode) {

  /** The defaults of an account in which no document has any. */
  public static final Defaults STANDARD =
      new Defaults(
          Unknowns.ofTools(Action.ALLOW),
          true,
          DefinitionChange.REQUIRE_APPROVAL,
          null,
          Action.REQUIRE_APPROVAL,
          true,
          Mode.ENFORCE);

  /** What a tool whose definition changed is, until a person accepts it. */
  public enum DefinitionChange {
    ALLOW,
    REQUIRE_APPROVAL,
    HOLD
  }
}
