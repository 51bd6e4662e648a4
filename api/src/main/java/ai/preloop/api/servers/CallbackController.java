package ai.preloop.api.servers;

import ai.preloop.activities.approvals.Addresses;
import ai.preloop.activities.identity.Authentications;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.activities.identity.SignIns;
import ai.preloop.activities.oauth.Authorizations.Return;
import ai.preloop.activities.servers.ServerAuthorizations;
import ai.preloop.activities.servers.ServerAuthorizations.Returned;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Where authorization servers send browsers back to. The state says who went; where the grant is
 * that person's own, it is asked who came back, since an address can be passed on.
 */
@RestController
@RequestMapping(CallbackController.PATH)
@Hidden
class CallbackController {

  /** A form of ours, a stylesheet, and nothing else; no page has it in a frame. */
  private static final String POLICY =
      "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  static final String PATH = "/api/v1/mcp-servers/oauth/callback";

  private final ServerAuthorizations authorizations;
  private final SignIns signIns;
  private final Authentications authentications;

  CallbackController(
      ServerAuthorizations authorizations, SignIns signIns, Authentications authentications) {
    this.authorizations = authorizations;
    this.signIns = signIns;
    this.authentications = authentications;
  }

  static URI address(Addresses addresses) {
    String base = addresses.publicUrl().toString();
    return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + PATH);
  }

  @GetMapping
  ResponseEntity<String> back(HttpServletRequest request) {
    return answered(() -> {
      Return back = back(request::getParameter);
      Returned returned = authorizations.returned(back.state());
      return returned.server().settings().isPerPerson()
          ? CallbackPage.asking(returned.server().name(), back)
          : completed(returned, back);
    });
  }

  @PostMapping(consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
  ResponseEntity<String> proved(Proof proof, HttpServletRequest request) {
    return answered(() -> {
      Return back = back(request::getParameter);
      Returned returned = authorizations.returned(back.state());
      requireSame(returned, proof, request.getRemoteAddr());
      return completed(returned, back);
    });
  }

  /** Authorization servers send more than is read here (RFC 6749, section 4.1.2). */
  private static Return back(UnaryOperator<@Nullable String> parameter) {
    String state = parameter.apply("state");
    return new Return(
        state == null ? "" : state,
        parameter.apply("code"),
        parameter.apply("iss"),
        parameter.apply("error"));
  }

  /** Who says to be the person who began it. */
  record Proof(@Nullable String username, @Nullable String password) {

    @Override
    public String toString() {
      return "Proof[hidden]";
    }
  }

  private void requireSame(Returned returned, Proof proof, String place) {
    String token =
        signIns
            .signIn(
                said(proof.username()), said(proof.password()), Set.of(Scope.ACCOUNT_READ), place)
            .accessToken();
    Principal who = authentications.authenticate("Bearer " + token, null);
    if (!who.user().value().equals(returned.waiting().user())
        || !who.account().equals(returned.waiting().account())) {
      throw new ProblemException(
          ProblemType.FORBIDDEN,
          "Somebody else began this. Grant your own access by beginning it yourself.");
    }
  }

  private static String said(@Nullable String field) {
    return field == null ? "" : field;
  }

  private String completed(Returned returned, Return back) {
    authorizations.complete(returned, back);
    return CallbackPage.done(returned.server().name());
  }

  private static ResponseEntity<String> answered(Supplier<String> page) {
    try {
      return page(200, page.get());
    } catch (ProblemException e) {
      return page(e.type().status(), CallbackPage.failed(e.detail()));
    }
  }

  /** Its address has a code in it, which is used up: nothing keeps it. */
  private static ResponseEntity<String> page(int status, String html) {
    return ResponseEntity.status(status)
        .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
        .cacheControl(CacheControl.noStore())
        .header("Content-Security-Policy", POLICY)
        .header("Referrer-Policy", "no-referrer")
        .header("X-Content-Type-Options", "nosniff")
        .body(html);
  }
}
