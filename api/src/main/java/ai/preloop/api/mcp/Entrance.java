package ai.preloop.api.mcp;

import ai.preloop.activities.approvals.LeakedLinks;
import ai.preloop.activities.approvals.LeakedLinks.Speaker;
import ai.preloop.activities.identity.Authentications;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.StrictJson.Limits;
import ai.preloop.activities.mcp.Envelope;
import ai.preloop.api.security.HostRules;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;

/** Who comes in to the MCP endpoint, and what they bring: nothing of it was looked at before. */
record Entrance(HostRules hosts, Authentications authentications, LeakedLinks links) {

  Principal authenticated(HttpServletRequest request) {
    hosts.check(request.getHeader("Host"), request.getHeader("Origin"));
    return authentications.authenticate(
        request.getHeader("Authorization"), request.getHeader("X-API-Key"));
  }

  /** The message in a body, without what is no client's to say. */
  Envelope message(Principal principal, HttpServletRequest request) throws IOException {
    byte[] body = body(request);
    return Envelope.read(cleared(principal, body), Limits.REQUEST);
  }

  byte[] cleared(Principal principal, byte[] json) {
    Speaker client = new Speaker(principal.account(), Speaker.Kind.CLIENT, principal.name());
    return links.cleared(JsonSlice.of(json), client).map(JsonSlice::toBytes).orElse(json);
  }

  /** One byte more than is taken is enough to know that it is too much. */
  private static byte[] body(HttpServletRequest request) throws IOException {
    if (request.getContentLengthLong() > Limits.REQUEST.bytes()) {
      throw new ProblemException(
          ProblemType.TOO_LARGE, "The body is larger than " + Limits.REQUEST.bytes() + " bytes.");
    }
    return request.getInputStream().readNBytes(Limits.REQUEST.bytes() + 1);
  }
}
