package ai.preloop.api.gateway;

import ai.preloop.activities.attempts.Cancellation;
import ai.preloop.activities.dialects.ModelRequest;
import ai.preloop.activities.gateway.ClientLeftException;
import ai.preloop.activities.gateway.Incoming;
import ai.preloop.activities.gateway.RunningCall;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.json.StrictJson.Limits;
import ai.preloop.api.gateway.RequestBodies.Body;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.identity.Ids;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.springframework.web.util.UriUtils;

/** One interface of models as its official SDKs expect it, outside the security chain. */
public final class GatewayServlet extends HttpServlet {

  private static final Limits LIMITS = Limits.REQUEST.withBytes(RequestBodies.LARGEST);

  private final transient Ingress ingress;
  private final transient GatewayEdge edge;

  GatewayServlet(Ingress ingress, GatewayEdge edge) {
    this.ingress = ingress;
    this.edge = edge;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Exchange exchange = new Exchange(Ids.next(), request, response);
    try {
      answer(edge.entrance().caller(request, ingress), exchange);
    } catch (CancellationException | ClientLeftException e) {
      // Who left hears nothing more; the ledger has what was used.
    } catch (RuntimeException e) {
      Refusals.write(ingress.dialect(), exchange, e);
    }
  }

  private void answer(Principal caller, Exchange exchange) throws IOException {
    HttpServletRequest request = exchange.request();
    HttpServletResponse response = exchange.response();
    switch (ingress.route(request, path(request))) {
      case Route.Call asked -> call(caller, asked, exchange);
      case Route.Models _ -> edge.models().list(caller, ingress.dialect(), request, response);
      case Route.Model one -> edge.models().one(caller, ingress.dialect(), one.name(), response);
      case Route.OtherMethod other -> throw otherMethod(other.allowed());
      case Route.Upgrade _ -> Refusals.upgrade(exchange);
      case Route.Nowhere _ -> Refusals.nowhere(ingress.dialect(), exchange);
    }
  }

  private void call(Principal caller, Route.Call asked, Exchange exchange) throws IOException {
    HttpServletRequest request = exchange.request();
    ingress.requireReadable(request);
    try (Body body = edge.bodies().read(request)) {
      ModelRequest read = ModelRequest.read(asked.operation(), asked.model(), body.bytes(), LIMITS);
      HeldResponse held = new HeldResponse(read, exchange);
      Incoming incoming = incoming(caller, read, request, held);
      try (Departures.Watch _ = watch(request, incoming);
          RunningCall call = edge.calls().begin(caller, exchange.id(), incoming)) {
        give(call, exchange.response(), held);
      } catch (ProblemException e) {
        if (!held.hasBegun()) {
          throw e;
        }
        held.fail(e);
      }
    }
  }

  private Departures.Watch watch(HttpServletRequest request, Incoming incoming) {
    ClientConnection connection =
        (ClientConnection) request.getAttribute(ConnectionValve.ATTRIBUTE);
    return edge.departures().watch(connection, incoming.left());
  }

  private static void give(RunningCall call, HttpServletResponse response, HeldResponse held)
      throws IOException {
    if (!held.hasBegun()) {
      response.setStatus(call.status());
      call.headers(response::addHeader);
    } else if (call.status() >= 400) {
      throw new ProblemException(
          ProblemType.UPSTREAM_FAILED,
          "The provider answered with status %d.".formatted(call.status()));
    }
    call.relay(new ResponseSide(response));
  }

  private static Incoming incoming(
      Principal caller, ModelRequest read, HttpServletRequest request, HeldResponse held) {
    return new Incoming(
        read,
        headers(request),
        QueryText.wellFormed(request.getQueryString()),
        Attributions.of(caller, request),
        new Cancellation(),
        held);
  }

  private static HttpHeaders headers(HttpServletRequest request) {
    Map<String, List<String>> all = new HashMap<>();
    for (String name : Collections.list(request.getHeaderNames())) {
      all.put(name, Collections.list(request.getHeaders(name)));
    }
    return HttpHeaders.of(all, (name, value) -> true);
  }

  private static ProblemException otherMethod(String allowed) {
    return new ProblemException(
        ProblemType.METHOD_NOT_ALLOWED,
        "This address takes %s.".formatted(allowed),
        Map.of("allow", allowed));
  }

  /**
   * What follows the root; the container leaves an encoded slash as it is, an alias may have one.
   */
  private static String path(HttpServletRequest request) {
    String uri = request.getRequestURI();
    int second = uri.indexOf('/', 1);
    int below = uri.indexOf('/', second + 1);
    try {
      return below < 0 ? "" : UriUtils.decode(uri.substring(below), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(
              ProblemType.INVALID_REQUEST, "The address has a percent sign that encodes nothing.")
          .causedBy(e);
    }
  }
}
