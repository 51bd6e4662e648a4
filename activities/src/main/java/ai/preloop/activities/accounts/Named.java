package ai.preloop.activities.accounts;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.util.List;
import java.util.UUID;

/** A thing of an account that is called by its name or its id. */
public interface Named {

  UUID id();

  String name();

  /** The one that is called so, by its name before any id; NOT_FOUND, with this word, for none. */
  static <T extends Named> T find(List<T> all, String called, String word) {
    return all.stream()
        .filter(each -> each.name().equals(called))
        .findFirst()
        .or(() -> all.stream().filter(each -> each.id().toString().equals(called)).findFirst())
        .orElseThrow(() ->
            new ProblemException(ProblemType.NOT_FOUND, "There is no such %s.".formatted(word)));
  }
}
