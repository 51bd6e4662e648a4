package ai.preloop.api.idempotency;

import ai.preloop.activities.idempotency.Idempotency;
import ai.preloop.activities.idempotency.Idempotency.Answer;
import ai.preloop.activities.idempotency.Idempotency.Asked;
import ai.preloop.activities.identity.Principal;
import ai.preloop.api.problems.ProblemWriter;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/** Honours {@code Idempotency-Key} where a second sending would create a second thing. */
public final class IdempotencyFilter extends OncePerRequestFilter {

  public static final String HEADER = "Idempotency-Key";

  /** Says that an answer is the one of before. */
  public static final String REPLAYED = "Idempotency-Replayed";

  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");

  private final Idempotency idempotency;

  public IdempotencyFilter(Idempotency idempotency) {
    this.idempotency = idempotency;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return request.getHeader(HEADER) == null || !CreatingPaths.REQUESTS.matches(request);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    try {
      answer(request, response, chain);
    } catch (ProblemException e) {
      ProblemWriter.write(request, response, e);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void answer(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException {
    KeptBody body = KeptBody.of(request);
    Asked asked =
        new Asked(
            principal(),
            request.getRequestURI(),
            required(request.getHeader(HEADER)),
            body.content());
    var caught = new ContentCachingResponseWrapper(response);
    AtomicBoolean created = new AtomicBoolean();
    Answer answer =
        idempotency.once(
            asked,
            () -> {
              created.set(true);
              return run(body, caught, chain);
            });
    if (created.get()) {
      caught.copyBodyToResponse();
    } else {
      repeat(response, answer);
    }
  }

  private static Answer run(
      KeptBody body, ContentCachingResponseWrapper response, FilterChain chain) {
    try {
      chain.doFilter(body, response);
      return new Answer(response.getStatus(), response.getContentAsByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ServletException e) {
      throw new ProblemException(
              ProblemType.INTERNAL, "Something broke on our side; the log of the server has it.")
          .causedBy(e);
    }
  }

  private static void repeat(HttpServletResponse response, Answer answer) throws IOException {
    response.setStatus(answer.status());
    response.setContentType("application/json");
    response.setHeader(REPLAYED, "true");
    response.getOutputStream().write(answer.body());
  }

  /** The key, if it is one. */
  public static String required(String key) {
    if (KEY.matcher(key).matches()) {
      return key;
    }
    throw new ProblemException(
        ProblemType.INVALID_REQUEST, "An Idempotency-Key has 1 to 255 visible ASCII characters.");
  }

  private static Principal principal() {
    Authentication known = SecurityContextHolder.getContext().getAuthentication();
    if (known != null && known.getPrincipal() instanceof Principal principal) {
      return principal;
    }
    throw new ProblemException(ProblemType.UNAUTHENTICATED, "A credential is needed for this.");
  }
}
