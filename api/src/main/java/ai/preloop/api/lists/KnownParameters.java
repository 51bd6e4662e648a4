package ai.preloop.api.lists;

import ai.preloop.activities.identity.Principal;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.policies.syntax.Suggestion;
import java.lang.annotation.Annotation;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.BindParam;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.method.HandlerMethod;

/**
 * The parameters that a query has; a mistyped one must not widen a list in silence, nor do what was
 * only to be tried.
 */
record KnownParameters(List<String> names) {

  KnownParameters {
    names = List.copyOf(names);
  }

  /** Those that the method declares, by themselves or as the components of a query. */
  static KnownParameters of(HandlerMethod method) {
    return new KnownParameters(
        Arrays.stream(method.getMethodParameters())
            .flatMap(KnownParameters::names)
            .sorted()
            .toList());
  }

  /** UNPROCESSABLE, naming those that there are, for one that there is not. */
  void require(Collection<String> sent) {
    List<String> unknown =
        sent.stream().filter(name -> !names.contains(name)).distinct().sorted().toList();
    if (!unknown.isEmpty()) {
      throw new ProblemException(
          ProblemType.UNPROCESSABLE,
          "There is no parameter %s here; there %s.%s"
              .formatted(
                  String.join(", ", unknown),
                  names.isEmpty() ? "is none" : "are " + String.join(", ", names),
                  Suggestion.of(unknown.getFirst(), names)),
          Map.of("unknown", unknown));
    }
  }

  private static Stream<String> names(MethodParameter parameter) {
    RequestParam named = parameter.getParameterAnnotation(RequestParam.class);
    if (named != null) {
      return Stream.of(named.name().isEmpty() ? parameter.getParameter().getName() : named.name());
    }
    RequestPart part = parameter.getParameterAnnotation(RequestPart.class);
    if (part != null) {
      return Stream.of(part.value());
    }
    Class<?> type = parameter.getParameterType();
    return type.isRecord() && !type.equals(Principal.class) && !isFromElsewhere(parameter)
        ? Arrays.stream(type.getRecordComponents()).map(KnownParameters::name)
        : Stream.empty();
  }

  /** From the path, the body, a header. */
  private static boolean isFromElsewhere(MethodParameter parameter) {
    return Arrays.stream(parameter.getParameterAnnotations())
        .map(Annotation::annotationType)
        .anyMatch(type -> type.getPackage().equals(RequestParam.class.getPackage()));
  }

  /** The compiler hands an annotation of a component on to the constructor's parameter. */
  private static String name(RecordComponent component) {
    Optional<BindParam> bound =
        Arrays.stream(component.getDeclaringRecord().getDeclaredConstructors())
            .flatMap(made -> Arrays.stream(made.getParameters()))
            .filter(parameter -> parameter.getName().equals(component.getName()))
            .flatMap(parameter -> Stream.ofNullable(parameter.getAnnotation(BindParam.class)))
            .findFirst();
    return bound.map(BindParam::value).orElseGet(component::getName);
  }
}
