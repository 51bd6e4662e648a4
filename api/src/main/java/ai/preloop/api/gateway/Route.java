package ai.preloop.api.gateway;

import ai.preloop.activities.dialects.Operation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an address of an interface asks for. */
sealed interface Route {

  /** A call of a model, which the address may name. */
  record Call(Operation operation, @Nullable String model) implements Route {}

  /** The list of models. */
  record Models() implements Route {}

  /** One model of the list. */
  record Model(String name) implements Route {}

  /** An address that has other methods than this. */
  record OtherMethod(String allowed) implements Route {}

  /** A WebSocket where there is none: the same address takes POST. */
  record Upgrade() implements Route {}

  /** No address of the interface. */
  record Nowhere() implements Route {}

  /**
   * What is asked by this method, where the address has but one; what may be got may be asked for
   * without its body (RFC 9110, section 9.3.2), which the container leaves out.
   */
  static Route only(String method, String asked, Route route) {
    List<String> allowed = method.equals("GET") ? List.of("GET", "HEAD") : List.of(method);
    return allowed.contains(asked) ? route : new OtherMethod(String.join(", ", allowed));
  }
}
