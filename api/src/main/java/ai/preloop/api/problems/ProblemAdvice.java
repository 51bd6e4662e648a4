package ai.preloop.api.problems;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.validation.FieldError;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Turns whatever a controller throws into a problem; nothing of our insides leaves. */
@RestControllerAdvice
class ProblemAdvice {

  private static final String NO_BODY = "A body is needed here, and none that can be read came.";
  private static final String UNREADABLE = "The body cannot be read as JSON of the expected shape";

  @ExceptionHandler
  void any(Exception thrown, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!isGone(thrown)) {
      ProblemWriter.write(request, response, problem(thrown));
    }
  }

  /** A client that went away is nobody's fault, and there is nobody left to tell. */
  private static boolean isGone(Exception thrown) {
    return causes(thrown).anyMatch(AsyncRequestNotUsableException.class::isInstance);
  }

  private static ProblemException problem(Exception thrown) {
    return causes(thrown)
        .filter(ProblemException.class::isInstance)
        .map(ProblemException.class::cast)
        .findFirst()
        .or(() -> DatabaseProblems.of(thrown))
        .orElseGet(() -> translated(thrown));
  }

  private static ProblemException translated(Exception thrown) {
    return switch (thrown) {
      case HttpMessageNotReadableException e -> unreadable(e);
      case MethodArgumentNotValidException e -> invalid(e);
      case MethodArgumentTypeMismatchException e ->
          new ProblemException(
              ProblemType.INVALID_REQUEST, WrongForm.of(e.getName(), e.getRequiredType()) + ".");
      case ErrorResponse e -> Statuses.problem(e.getStatusCode().value());
      default ->
          new ProblemException(
                  ProblemType.INTERNAL,
                  "Something broke on our side; the log of the server has it.")
              .causedBy(thrown);
    };
  }

  private static ProblemException unreadable(HttpMessageNotReadableException thrown) {
    String where =
        causes(thrown)
            .filter(JacksonException.class::isInstance)
            .map(JacksonException.class::cast)
            .findFirst()
            .map(ProblemAdvice::where)
            .orElse("");
    return new ProblemException(
        ProblemType.INVALID_REQUEST, where.isEmpty() ? NO_BODY : UNREADABLE + where);
  }

  /** Says the place and never the content, which may hold a secret. */
  private static String where(JacksonException e) {
    if (e instanceof UnrecognizedPropertyException unknown) {
      return ": there is no member " + unknown.getPropertyName() + ".";
    }
    String member = member(e);
    var location = e.getLocation();
    return location == null || location.getLineNr() < 1
        ? member + "."
        : member + " (line %d, column %d).".formatted(location.getLineNr(), location.getColumnNr());
  }

  /** The member that has another type than is expected, where it is known. */
  private static String member(JacksonException e) {
    return e.getPath().stream()
        .map(JacksonException.Reference::getPropertyName)
        .filter(Objects::nonNull)
        .reduce((before, after) -> after)
        .map(name -> ": " + WrongForm.of(name, expected(e)))
        .orElse("");
  }

  private static @Nullable Class<?> expected(JacksonException e) {
    return e instanceof MismatchedInputException mismatch ? mismatch.getTargetType() : null;
  }

  private static ProblemException invalid(MethodArgumentNotValidException thrown) {
    List<String> errors = thrown.getFieldErrors().stream().map(WrongForm::of).sorted().toList();
    boolean unreadable = thrown.getFieldErrors().stream().anyMatch(FieldError::isBindingFailure);
    return new ProblemException(
        unreadable ? ProblemType.INVALID_REQUEST : ProblemType.UNPROCESSABLE,
        String.join("; ", errors) + ".",
        Map.of("errors", errors));
  }

  private static Stream<Throwable> causes(Throwable thrown) {
    return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause).limit(20);
  }
}
