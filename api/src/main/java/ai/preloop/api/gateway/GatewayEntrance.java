package ai.preloop.api.gateway;

import ai.preloop.activities.identity.Authentications;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.activities.policies.ActivePolicies;
import ai.preloop.api.security.HostRules;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import jakarta.servlet.http.HttpServletRequest;

/** Who comes in to the interfaces of models. */
record GatewayEntrance(HostRules hosts, Authentications authentications, ActivePolicies policies) {

  /** Whoever may call models, of an account that is not frozen. */
  Principal caller(HttpServletRequest request, Ingress ingress) {
    hosts.check(request.getHeader("Host"), request.getHeader("Origin"));
    Principal caller =
        authentications.authenticate(request.getHeader("Authorization"), ingress.key(request));
    caller.require(Scope.GATEWAY_INVOKE);
    if (policies.require(caller.account()).frozen()) {
      throw new ProblemException(
          ProblemType.FORBIDDEN,
          "The account is frozen, so no model is called; a person with account:admin unfreezes it.");
    }
    return caller;
  }
}
