package ai.preloop.api.identity;

import ai.preloop.activities.identity.Scope;
import ai.preloop.activities.identity.SignIns;
import ai.preloop.activities.identity.TokenPair;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /auth/token} and its kin: passwords and refresh tokens for tokens. */
@RestController
@Tag(name = "Sign-in")
@RequestMapping("/api/v1/auth")
class SignInController {

  private final SignIns signIns;

  SignInController(SignIns signIns) {
    this.signIns = signIns;
  }

  /** The password grant's form (RFC 6749, section 4.3), in the body and never in the address. */
  @Operation(operationId = "signIn", summary = "Get tokens for a name and a password")
  @PostMapping(path = "/token", consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
  TokenAnswer byForm(HttpServletRequest request) {
    if (request.getQueryString() != null) {
      throw new ProblemException(
          ProblemType.INVALID_REQUEST, "Send the name and the password in the body only.");
    }
    String grant = request.getParameter("grant_type");
    if (grant != null && !grant.equals("password")) {
      throw new ProblemException(ProblemType.INVALID_REQUEST, "The grant_type here is `password`.");
    }
    return signIn(
        request,
        new SignInRequest(
            field(request, "username"), field(request, "password"), request.getParameter("scope")));
  }

  @Operation(
      operationId = "signInByJson",
      summary = "Get tokens for a name and a password, as JSON")
  @PostMapping(
      path = {"/token", "/token/json"},
      consumes = MediaType.APPLICATION_JSON_VALUE)
  TokenAnswer byJson(@Valid @RequestBody SignInRequest asked, HttpServletRequest request) {
    return signIn(request, asked);
  }

  @Operation(operationId = "refreshToken", summary = "Get new tokens for a refresh token")
  @PostMapping(path = "/refresh", consumes = MediaType.APPLICATION_JSON_VALUE)
  TokenAnswer refresh(@Valid @RequestBody RefreshRequest asked) {
    return TokenAnswer.of(signIns.refresh(asked.refreshToken()));
  }

  private TokenAnswer signIn(HttpServletRequest request, SignInRequest asked) {
    Set<Scope> scopes =
        Optional.ofNullable(asked.scope()).stream()
            .flatMap(text -> Arrays.stream(text.strip().split(" +")))
            .filter(text -> !text.isEmpty())
            .map(Scope::parse)
            .collect(Collectors.toUnmodifiableSet());
    return TokenAnswer.of(
        signIns.signIn(
            asked.username(), asked.password(), scopes, Peer.of(request.getRemoteAddr()).place()));
  }

  private static String field(HttpServletRequest request, String name) {
    return Optional.ofNullable(request.getParameter(name))
        .orElseThrow(() ->
            new ProblemException(
                ProblemType.UNPROCESSABLE, "The form needs the field %s.".formatted(name)));
  }

  /** What signs in; {@code scope} narrows, with spaces between. */
  record SignInRequest(@NotNull String username, @NotNull String password, @Nullable String scope) {

    @Override
    public String toString() {
      return "SignInRequest[" + username + "]";
    }
  }

  /** The token that goes on. */
  record RefreshRequest(@NotNull String refreshToken) {}

  /** The answer of RFC 6749, section 5.1. */
  record TokenAnswer(
      String accessToken, String tokenType, long expiresIn, String refreshToken, String scope) {

    static TokenAnswer of(TokenPair pair) {
      return new TokenAnswer(
          pair.accessToken(),
          "bearer",
          pair.expiresIn().toSeconds(),
          pair.refreshToken(),
          pair.scopes().stream().map(Scope::value).sorted().collect(Collectors.joining(" ")));
    }
  }
}
