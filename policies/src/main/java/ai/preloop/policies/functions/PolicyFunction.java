package ai.preloop.policies.functions;

import dev.cel.common.CelFunctionDecl;
import dev.cel.runtime.CelFunctionBinding;
import java.util.List;
import java.util.Set;

/** A function of conditions: how the checker sees it, and what runs. It is pure and thread-safe. */
public interface PolicyFunction {

  /** The name and the overloads; a name of the standard replaces the standard's function. */
  CelFunctionDecl declaration();

  Set<CelFunctionBinding> bindings();

  /** What every condition can call, but for {@link RegexMatch}, which has state. */
  static List<PolicyFunction> builtIn() {
    return List.of(
        new EqualTo(),
        new UnequalTo(),
        new MemberOf(),
        new NumberRange(),
        new Joined(),
        new Flattened(),
        new Finite(),
        new ShortText());
  }
}
