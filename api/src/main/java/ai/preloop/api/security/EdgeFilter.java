package ai.preloop.api.security;

import ai.preloop.api.problems.DatabaseProblems;
import ai.preloop.api.problems.ProblemWriter;
import ai.preloop.policies.problems.ProblemException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The first to look at a request: its host, its origin and the size of its body. It hears last what
 * the filters behind it could not have from the database.
 */
final class EdgeFilter extends OncePerRequestFilter {

  private final HostRules hosts;

  EdgeFilter(HostRules hosts) {
    this.hosts = hosts;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    try {
      checkHost(request);
      BoundedBody.check(request);
    } catch (ProblemException e) {
      ProblemWriter.write(request, response, e);
      return;
    }
    try {
      chain.doFilter(new BoundedBody(request), response);
    } catch (DataAccessException | TransactionException e) {
      ProblemWriter.write(request, response, DatabaseProblems.of(e).orElseThrow(() -> e));
    }
  }

  /** A probe goes to the address of a machine, which is no name that people use. */
  private void checkHost(HttpServletRequest request) {
    String origin = request.getHeader("Origin");
    if (origin != null || !PublicPaths.PROBES.matches(request)) {
      hosts.check(request.getHeader("Host"), origin);
    }
  }
}
