package ai.preloop.api.lists;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.BindParam;

/** The parameters that a query has; a mistyped filter must not widen a list in silence. */
public record KnownParameters(List<String> names) {

  /** As the components of the query are called, or bound. */
  public static KnownParameters of(Class<? extends Record> query) {
    return new KnownParameters(
        Arrays.stream(query.getRecordComponents()).map(KnownParameters::name).sorted().toList());
  }

  /** UNPROCESSABLE, naming those that there are, for one that there is not. */
  public void require(Collection<String> sent) {
    List<String> unknown = sent.stream().filter(name -> !names.contains(name)).sorted().toList();
    if (!unknown.isEmpty()) {
      throw new ProblemException(
          ProblemType.UNPROCESSABLE,
          "There is no parameter %s here; there are %s."
              .formatted(String.join(", ", unknown), String.join(", ", names)),
          Map.of("unknown", unknown));
    }
  }

  /** The compiler hands an annotation of a component on to the constructor's parameter. */
  private static String name(RecordComponent component) {
    BindParam bound =
        Arrays.stream(component.getDeclaringRecord().getDeclaredConstructors())
            .flatMap(made -> Arrays.stream(made.getParameters()))
            .filter(parameter -> parameter.getName().equals(component.getName()))
            .findFirst()
            .map(parameter -> parameter.getAnnotation(BindParam.class))
            .orElse(null);
    return bound == null ? component.getName() : bound.value();
  }
}
