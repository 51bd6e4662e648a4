package ai.preloop.api.security;

import ai.preloop.activities.identity.Principal;
import java.util.List;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;

/** Our principal as the security chain knows it; what it may do is asked of the principal. */
final class Authenticated extends AbstractAuthenticationToken {

  private final transient Principal principal;

  Authenticated(Principal principal) {
    super(List.<GrantedAuthority>of());
    this.principal = principal;
    setAuthenticated(true);
  }

  @Override
  public Principal getPrincipal() {
    return principal;
  }

  @Override
  public String getCredentials() {
    return "";
  }
}
