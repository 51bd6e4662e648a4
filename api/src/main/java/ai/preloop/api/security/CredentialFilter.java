package ai.preloop.api.security;

import ai.preloop.activities.identity.Authentications;
import ai.preloop.api.problems.ProblemWriter;
import ai.preloop.policies.problems.ProblemException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.web.filter.OncePerRequestFilter;

/** Tells whose credential a request carries, wherever one is asked for. */
final class CredentialFilter extends OncePerRequestFilter {

  private final Authentications authentications;

  CredentialFilter(Authentications authentications) {
    this.authentications = authentications;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return PublicPaths.OPEN.matches(request);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    try {
      var principal =
          authentications.authenticate(
              request.getHeader("Authorization"), request.getHeader("X-API-Key"));
      SecurityContextHolder.setContext(new SecurityContextImpl(new Authenticated(principal)));
    } catch (ProblemException e) {
      ProblemWriter.write(request, response, e);
      return;
    }
    chain.doFilter(request, response);
  }
}
